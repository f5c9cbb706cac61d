package io.vedette.sentinel.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Where {@code SentinelMain} hands over when it is not to be a coordinator. */
public final class VedetteCli {
  /** Named here, too, so that a coordinator's start need not load what knows them. */
  static final Set<String> SUBCOMMANDS =
      Set.of(
          "check-config",
          "demo",
          "doctor",
          "drill",
          "events",
          "failover",
          "forget-replica",
          "forget-sentinel",
          "history",
          "init",
          "master",
          "pause",
          "resume",
          "status");

  private VedetteCli() {}

  /**
   * Whether these arguments are a command of this package. As with redis-sentinel, a first word
   * that starts with {@code -} is an option, and everything else a configuration file; a file that
   * has the name of a subcommand is reached as {@code ./demo}.
   */
  public static boolean wants(String[] args) {
    return args.length == 0 || args[0].startsWith("-") || SUBCOMMANDS.contains(args[0]);
  }

  /** Whether this is meant as a command that there is not: no file, and no name of one either. */
  public static boolean isMistyped(String word) {
    return word.matches("[a-z]+(-[a-z]+)*") && !Files.exists(Path.of(word));
  }

  /**
   * Runs a command to its end.
   *
   * @param check how a configuration is checked
   * @return the exit code: 0 done, 1 failed (the reason is on standard error), 2 wrong usage, 3
   *     done, and something is not as it should be
   */
  public static int run(String[] args, ConfigCheck check) {
    PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
    PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
    return run(Screen.of(out), err, check, args);
  }

  static int run(Screen screen, PrintWriter err, ConfigCheck check, String... args) {
    if (args.length == 0) {
      err.println(
          "vedette: a configuration file is needed, to save state in it:"
              + " vedette /path/sentinel.conf (see vedette --help)");
      return 1;
    }
    return RootCommand.execute(screen, err, check, args);
  }
}
