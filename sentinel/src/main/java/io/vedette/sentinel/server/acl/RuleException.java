package io.vedette.sentinel.server.acl;

/** A rule that can't be applied. The message is Redis's, and never repeats the rule. */
public final class RuleException extends Exception {
  private static final long serialVersionUID = 1L;

  static final String SYNTAX = "Syntax error";
  static final String UNKNOWN = "Unknown command or category name in ACL";
  static final String OF_SUBCOMMAND = "Allowing first-arg of a subcommand is not supported";
  static final String NO_SUCH_PASSWORD =
      "The password you are trying to remove from the user does not exist";
  static final String BAD_HASH =
      "The password hash must be exactly 64 characters and contain only lowercase hexadecimal"
          + " characters";
  static final String USELESS_KEY =
      "Adding a pattern after the * pattern (or the 'allkeys' flag) is not valid and does not have"
          + " any effect. Try 'resetkeys' to start with an empty list of patterns";
  static final String USELESS_CHANNEL =
      "Adding a pattern after the * pattern (or the 'allchannels' flag) is not valid and does not"
          + " have any effect. Try 'resetchannels' to start with an empty list of channels";

  RuleException(String message) {
    super(message);
  }

  /** Whether it names what does not exist: then it holds no secret and may be shown. */
  public boolean isUnknownName() {
    return getMessage().equals(UNKNOWN);
  }
}
