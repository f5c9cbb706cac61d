package io.vedette.sentinel.cli;

/** What the exit codes of all commands mean. */
final class Exit {
  /** Done, and all is well. */
  static final int OK = 0;

  /** It could not be done; the reason is on standard error, in one line. */
  static final int FAILED = 1;

  /** Wrong usage. */
  static final int USAGE = 2;

  /** Done, and something is not as it should be; it stands in the output. */
  static final int TROUBLE = 3;

  private Exit() {}
}
