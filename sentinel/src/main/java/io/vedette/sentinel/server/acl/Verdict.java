package io.vedette.sentinel.server.acl;

/**
 * Whether a request is allowed, and if not, why.
 *
 * @param reason what is not allowed
 * @param object the command or channel
 */
public record Verdict(Reason reason, String object) {
  static final Verdict ALLOWED = new Verdict(Reason.NONE, "");

  /** What can be wrong; the names are ACL LOG's. */
  public enum Reason {
    NONE,
    COMMAND,
    CHANNEL,
    AUTH
  }

  static Verdict noCommand(String name) {
    return new Verdict(Reason.COMMAND, name);
  }

  static Verdict noChannel(String name) {
    return new Verdict(Reason.CHANNEL, name);
  }

  /** Whether it is. */
  public boolean allowed() {
    return reason == Reason.NONE;
  }

  /** What the client is told. */
  public String error() {
    return reason == Reason.CHANNEL
        ? "NOPERM this user has no permissions to access one of the channels used as arguments"
        : "NOPERM this user has no permissions to run the '" + object + "' command";
  }

  /** What ACL DRYRUN tells. */
  public String explanation() {
    return reason == Reason.CHANNEL
        ? "This user has no permissions to access the '" + object + "' channel"
        : "This user has no permissions to run the '" + object + "' command";
  }
}
