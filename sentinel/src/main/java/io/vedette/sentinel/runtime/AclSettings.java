package io.vedette.sentinel.runtime;

import java.util.List;
import java.util.Optional;

/**
 * What the configuration says of users. Either there are user lines or a file, never both.
 *
 * @param users lines that define one each, in their order, none twice
 * @param file the {@code aclfile} as written, relative to the working directory
 * @param logMaxLen how many refusals ACL LOG remembers, 0 or more; default 128
 * @param allChannelsByDefault whether a new user may use all channels; default no
 */
public record AclSettings(
    List<UserLine> users, Optional<String> file, int logMaxLen, boolean allChannelsByDefault) {
  /** Sentinel's defaults: no users but the default one. */
  public static final AclSettings DEFAULT =
      new AclSettings(List.of(), Optional.empty(), 128, false);

  public AclSettings {
    users = List.copyOf(users);
  }

  /**
   * A user with its rules, not yet checked.
   *
   * @param place for messages: {@code file:line}, or {@code command line}
   * @param name the user
   * @param rules as in ACL SETUSER
   */
  public record UserLine(String place, String name, List<String> rules) {
    public UserLine {
      rules = List.copyOf(rules);
    }

    /** Without the rules, which may hold passwords. */
    @Override
    public String toString() {
      return place + ": user " + name;
    }
  }
}
