package io.vedette.sentinel.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Set;

/** Where {@code SentinelMain} hands over when it is not to be a coordinator. */
public final class VedetteCli {
  private static final Set<String> SUBCOMMANDS = Set.of("demo");

  private VedetteCli() {}

  /**
   * Whether these arguments are a command of this package. As with redis-sentinel, a first word
   * that starts with {@code -} is an option, and everything else a configuration file; a file that
   * has the name of a subcommand is reached as {@code ./demo}.
   */
  public static boolean wants(String[] args) {
    return args.length == 0 || args[0].startsWith("-") || SUBCOMMANDS.contains(args[0]);
  }

  /**
   * Runs a command to its end.
   *
   * @return the exit code: 0 done, 1 failed (the reason is on standard error), 2 wrong usage
   */
  public static int run(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
    PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
    return run(Screen.of(out), err, args);
  }

  static int run(Screen screen, PrintWriter err, String... args) {
    if (args.length == 0) {
      err.println(
          "vedette: a configuration file is needed, to save state in it:"
              + " vedette /path/sentinel.conf (see vedette --help)");
      return 1;
    }
    return RootCommand.execute(screen, err, args);
  }
}
