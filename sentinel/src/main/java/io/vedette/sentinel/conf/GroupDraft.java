package io.vedette.sentinel.conf;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupConfig.KnownPeer;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.model.Timing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A group in the making: begins with its {@code sentinel monitor} line, takes all its others. */
final class GroupDraft {
  /** Room for some 10^18 failovers before an epoch overflows. */
  static final long MAX_EPOCH = Long.MAX_VALUE >> 1;

  private static final int MAX_PARALLEL = Integer.MAX_VALUE;

  private final GroupName name;
  private final Address master;
  private final boolean namesToo;
  private final Path dir;
  private final GroupSettings.Builder settings;
  private Epoch configEpoch = Epoch.ZERO;
  private Epoch leaderEpoch = Epoch.ZERO;
  private final Set<Address> replicas = new LinkedHashSet<>();
  private final Map<RunId, KnownPeer> peers = new LinkedHashMap<>();

  private GroupDraft(GroupName name, Address master, int quorum, boolean namesToo, Path dir) {
    this.name = name;
    this.master = master;
    this.namesToo = namesToo;
    this.dir = dir;
    this.settings = GroupSettings.defaults(quorum, Timing.DEFAULT).change();
  }

  /**
   * Begins a group.
   *
   * @param monitor its {@code sentinel monitor} line
   * @param namesToo whether host names are accepted
   * @param dir where relative paths of scripts begin
   */
  static GroupDraft begin(Directive monitor, boolean namesToo, Path dir) throws ConfigException {
    monitor.expectArguments(4, "master-name ip port quorum");
    if (!GroupName.isValid(monitor.argument(0))) {
      throw monitor.error("a master's name holds only letters, digits and the characters \".-_\"");
    }
    Address master = Hosts.address(monitor, 1, 1, namesToo);
    int quorum = (int) monitor.number(3, "quorum", 1, Integer.MAX_VALUE);
    return new GroupDraft(new GroupName(monitor.argument(0)), master, quorum, namesToo, dir);
  }

  GroupName name() {
    return name;
  }

  Address master() {
    return master;
  }

  /** Takes one of the group's other lines. */
  void take(Directive directive) throws ConfigException {
    switch (directive.name()) {
      case "down-after-milliseconds" -> settings.downAfterMs(milliseconds(directive, 1));
      case "failover-timeout" -> settings.failoverTimeoutMs(milliseconds(directive, 1));
      case "master-reboot-down-after-period", "primary-reboot-down-after-period" ->
          settings.masterRebootDownAfterMs(milliseconds(directive, 0));
      case "parallel-syncs" -> settings.parallelSyncs(parallelSyncs(directive));
      case "notification-script" ->
          settings.notificationScript(script(directive, "Notification script"));
      case "client-reconfig-script" ->
          settings.clientReconfigScript(script(directive, "Client reconfiguration script"));
      case "auth-pass" -> settings.authPass(value(directive, "password"));
      case "auth-user" -> settings.authUser(value(directive, "user"));
      case "rename-command" -> rename(directive);
      case "config-epoch" -> configEpoch = epoch(directive);
      case "leader-epoch" -> leaderEpoch = epoch(directive);
      case "known-replica", "known-slave" -> knownReplica(directive);
      case "known-sentinel" -> knownPeer(directive);
      default -> throw directive.error("not a directive of sentinel.conf");
    }
  }

  /** The group; {@code self} is no peer of itself, whatever a copied file says. */
  GroupConfig build(RunId self) {
    return new GroupConfig(
        name,
        master,
        settings.build(),
        configEpoch,
        leaderEpoch,
        replicas.stream().filter(address -> !address.equals(master)).toList(),
        peers.values().stream().filter(peer -> !peer.runId().equals(self)).toList());
  }

  Epoch configEpoch() {
    return configEpoch;
  }

  private static long milliseconds(Directive directive, long least) throws ConfigException {
    directive.expectArguments(2, "master-name milliseconds");
    return directive.number(1, "milliseconds", least, Long.MAX_VALUE >> 1);
  }

  private static int parallelSyncs(Directive directive) throws ConfigException {
    directive.expectArguments(2, "master-name number");
    return (int) directive.number(1, "number of replicas", 1, MAX_PARALLEL);
  }

  private static String value(Directive directive, String what) throws ConfigException {
    directive.expectArguments(2, "master-name " + what);
    return directive.argument(1);
  }

  private String script(Directive directive, String what) throws ConfigException {
    String script = value(directive, "script-path");
    Optional<Path> path = Paths.resolve(dir, script);
    boolean usable =
        !script.isEmpty()
            && path.filter(Files::isRegularFile).filter(Files::isExecutable).isPresent();
    if (!usable) {
      throw directive.error(what + " seems non existing or non executable.");
    }
    return script;
  }

  private void rename(Directive directive) throws ConfigException {
    directive.expectArguments(3, "master-name command-name renamed-command-name");
    if (directive.argument(1).isEmpty() || directive.argument(2).isEmpty()) {
      throw directive.error("a command's name is empty");
    }
    settings.renameCommand(directive.argument(1), directive.argument(2));
  }

  private static Epoch epoch(Directive directive) throws ConfigException {
    directive.expectArguments(2, "master-name epoch");
    return new Epoch(directive.number(1, "epoch", 0, MAX_EPOCH));
  }

  /** Repeated lines are the same knowledge twice, not an error: a start must not fail for that. */
  private void knownReplica(Directive directive) throws ConfigException {
    directive.expectArguments(3, "master-name ip port");
    replicas.add(Hosts.address(directive, 1, 0, namesToo));
  }

  private void knownPeer(Directive directive) throws ConfigException {
    // Sentinels before 2.8.9 wrote no run id; without it there is nobody to know.
    if (directive.arguments().size() == 3) {
      Hosts.address(directive, 1, 0, namesToo);
      return;
    }
    directive.expectArguments(4, "master-name ip port runid");
    Address address = Hosts.address(directive, 1, 0, namesToo);
    if (!RunId.isValid(directive.argument(3))) {
      throw directive.error("run id must be 40 hexadecimal digits");
    }
    RunId runId = new RunId(directive.argument(3).toLowerCase(Locale.ROOT));
    peers.put(runId, new KnownPeer(address, runId));
  }

  /** Directives of which Sentinel allows one line each. */
  static void refuseRepeated(List<Directive> sameKey, String error) throws ConfigException {
    for (int i = 1; i < sameKey.size(); i++) {
      if (sameKey.get(i).origin() == sameKey.get(i - 1).origin()) {
        throw sameKey.get(i).error(error);
      }
    }
  }
}
