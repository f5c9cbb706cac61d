package io.vedette.sentinel.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/** {@code vedette} itself: help, version, and the way to the subcommands. */
@Command(
    name = "vedette",
    mixinStandardHelpOptions = false,
    versionProvider = Version.class,
    sortOptions = false,
    customSynopsis = {
      "vedette /path/sentinel.conf [--option value ...]",
      "       vedette COMMAND | --help | --version"
    },
    description = {
      "",
      "Watches over Redis and Valkey servers and fails them over, as redis-sentinel",
      "does: with its configuration file, its commands and its events.",
      "",
      "  /path/sentinel.conf  a configuration file; the state is written to it, too",
      "  --option value       a directive that overrides the file's: --port 26380",
      "  --vedette-state-dir FOLDER",
      "                       the state goes there, the file is only read",
      "  --vedette-options FILE",
      "                       Vedette's own options; else vedette.properties beside",
      "                       the configuration, if it is there",
      "",
    },
    optionListHeading = "Options:%n",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "vedette class-data, once where it is installed, lets it start in half the time.",
      "",
      "Environment: JAVA_HOME, VEDETTE_JAVA_OPTS (for java, e.g. -Xmx1g), NO_COLOR,",
      "VEDETTE_STATE_DIR, VEDETTE_OPTIONS (as the options), VEDETTE_CRASH_DETECTION",
      "(for crash-detection; so for each of Vedette's own options), and for the",
      "commands VEDETTE_SENTINELS, VEDETTE_USER, VEDETTE_PASSWORD.",
      "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done, but not all is well."
    })
final class RootCommand implements Runnable {
  @CommandLine.Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this and leave.")
  boolean help;

  @CommandLine.Option(
      names = {"-v", "--version"},
      versionHelp = true,
      description = "Show the version and leave.")
  boolean version;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Only options came, and none that does something. */
  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
  }

  static int execute(Screen screen, PrintWriter err, ConfigCheck check, String... args) {
    CommandLine line = commandLine(screen, err, check);
    line.setOut(screen.writer());
    line.setErr(err);
    line.setUsageHelpWidth(80);
    Ansi ansi = screen.isColourful() ? Ansi.ON : Ansi.OFF;
    line.setColorScheme(CommandLine.Help.defaultColorScheme(ansi));
    line.setParameterExceptionHandler(RootCommand::refuse);
    line.setExecutionExceptionHandler(RootCommand::report);
    return line.execute(args);
  }

  /** With all its subcommands. */
  static CommandLine commandLine(Screen screen, PrintWriter err, ConfigCheck check) {
    CommandLine line = new CommandLine(new RootCommand());
    line.addSubcommand(new MasterCommand(screen, err));
    line.addSubcommand(new StatusCommand(screen, err));
    line.addSubcommand(new EventsCommand(screen, err));
    line.addSubcommand(new HistoryCommand(screen, err));
    line.addSubcommand(new FailoverCommand(screen, err));
    line.addSubcommand(new PauseCommand(screen, err));
    line.addSubcommand(new ResumeCommand(screen, err));
    line.addSubcommand(new DoctorCommand(screen, err));
    line.addSubcommand(new DrillCommand(screen, err));
    line.addSubcommand(new ForgetReplicaCommand(screen, err));
    line.addSubcommand(new ForgetSentinelCommand(screen, err));
    line.addSubcommand(new InitCommand(screen, err));
    line.addSubcommand(new CheckConfigCommand(screen, err, check));
    line.addSubcommand(new DemoCommand(screen, err));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    return line;
  }

  private static int refuse(CommandLine.ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    String command = line.getCommandSpec().qualifiedName();
    line.getErr().printf("vedette: %s (see %s --help)%n", oneLine(e.getMessage()), command);
    return Exit.USAGE;
  }

  private static int report(Exception e, CommandLine line, CommandLine.ParseResult result) {
    line.getErr().printf("vedette: %s%n", oneLine(e.toString()));
    return Exit.FAILED;
  }

  private static String oneLine(String message) {
    return message.replaceAll("\\s*\\R\\s*", " ");
  }
}
