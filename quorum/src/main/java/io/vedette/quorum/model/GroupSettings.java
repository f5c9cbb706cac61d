package io.vedette.quorum.model;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an operator has set for one group.
 *
 * @param quorum how many coordinators must see the master down for it to be objectively down; 1 or
 *     more
 * @param downAfterMs how long a node may leave a PING unanswered before it is subjectively down; 1
 *     or more
 * @param failoverTimeoutMs how long each step of a failover may take; 1 or more
 * @param parallelSyncs how many replicas are repointed at the same time; 1 or more
 * @param notificationScript run for each warning event
 * @param clientReconfigScript run when the master's address changes
 * @param authUser the ACL user for data nodes
 * @param authPass the password for data nodes
 * @param renamedCommands Redis's own name of a command, in upper case, to the name it was given on
 *     the data nodes
 * @param masterRebootDownAfterMs how long a master that has just rebooted may stay loading before
 *     it is subjectively down; 0: as long as it likes
 */
public record GroupSettings(
    int quorum,
    long downAfterMs,
    long failoverTimeoutMs,
    int parallelSyncs,
    Optional<String> notificationScript,
    Optional<String> clientReconfigScript,
    Optional<String> authUser,
    Optional<String> authPass,
    Map<String, String> renamedCommands,
    long masterRebootDownAfterMs) {

  public GroupSettings {
    if (quorum < 1 || downAfterMs < 1 || failoverTimeoutMs < 1 || parallelSyncs < 1) {
      throw new IllegalArgumentException("quorum, times and parallel-syncs are 1 or more");
    }
    // Sorted, so that nothing ever depends on a hash.
    renamedCommands = Collections.unmodifiableMap(new TreeMap<>(renamedCommands));
  }

  /** Sentinel's defaults: 30 s down-after, 180 s failover-timeout, one replica at a time. */
  public static GroupSettings defaults(int quorum, Timing timing) {
    return new GroupSettings(
        quorum,
        timing.defaultDownAfterMs(),
        timing.defaultFailoverTimeoutMs(),
        1,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        0);
  }

  /** Without secrets: this is what a log shows. */
  @Override
  public String toString() {
    return "quorum "
        + quorum
        + ", down-after "
        + downAfterMs
        + " ms, failover-timeout "
        + failoverTimeoutMs
        + " ms, parallel-syncs "
        + parallelSyncs;
  }

  /** A copy in which something can be changed. */
  public Builder change() {
    return new Builder(this);
  }

  /** Settings in the making; the rules are checked when they are built. */
  public static final class Builder {
    private int quorum;
    private long downAfterMs;
    private long failoverTimeoutMs;
    private int parallelSyncs;
    private Optional<String> notificationScript;
    private Optional<String> clientReconfigScript;
    private Optional<String> authUser;
    private Optional<String> authPass;
    private final Map<String, String> renamedCommands;
    private long masterRebootDownAfterMs;

    private Builder(GroupSettings from) {
      quorum = from.quorum;
      downAfterMs = from.downAfterMs;
      failoverTimeoutMs = from.failoverTimeoutMs;
      parallelSyncs = from.parallelSyncs;
      notificationScript = from.notificationScript;
      clientReconfigScript = from.clientReconfigScript;
      authUser = from.authUser;
      authPass = from.authPass;
      renamedCommands = new TreeMap<>(from.renamedCommands);
      masterRebootDownAfterMs = from.masterRebootDownAfterMs;
    }

    public Builder quorum(int value) {
      quorum = value;
      return this;
    }

    public Builder downAfterMs(long value) {
      downAfterMs = value;
      return this;
    }

    public Builder failoverTimeoutMs(long value) {
      failoverTimeoutMs = value;
      return this;
    }

    public Builder parallelSyncs(int value) {
      parallelSyncs = value;
      return this;
    }

    /** Empty text: none. */
    public Builder notificationScript(String path) {
      notificationScript = orNone(path);
      return this;
    }

    /** Empty text: none. */
    public Builder clientReconfigScript(String path) {
      clientReconfigScript = orNone(path);
      return this;
    }

    /** Empty text: the default user. */
    public Builder authUser(String user) {
      authUser = orNone(user);
      return this;
    }

    /** Empty text: no AUTH. */
    public Builder authPass(String password) {
      authPass = orNone(password);
      return this;
    }

    /** The command's own name again, or an empty one, undoes a renaming, as in Sentinel. */
    public Builder renameCommand(String command, String renamed) {
      String own = command.toUpperCase(Locale.ROOT);
      if (renamed.isEmpty() || renamed.equalsIgnoreCase(own)) {
        renamedCommands.remove(own);
      } else {
        renamedCommands.put(own, renamed);
      }
      return this;
    }

    public Builder masterRebootDownAfterMs(long value) {
      masterRebootDownAfterMs = value;
      return this;
    }

    /** Throws {@link IllegalArgumentException} for a number out of its range. */
    public GroupSettings build() {
      return new GroupSettings(
          quorum,
          downAfterMs,
          failoverTimeoutMs,
          parallelSyncs,
          notificationScript,
          clientReconfigScript,
          authUser,
          authPass,
          renamedCommands,
          masterRebootDownAfterMs);
    }

    private static Optional<String> orNone(String text) {
      return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
  }
}
