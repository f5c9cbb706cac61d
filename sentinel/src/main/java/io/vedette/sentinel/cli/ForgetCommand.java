package io.vedette.sentinel.cli;

import io.vedette.quorum.model.Address;
import io.vedette.sentinel.cli.client.AskException;
import io.vedette.sentinel.cli.client.Servers;
import io.vedette.sentinel.cli.survey.Survey;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code forget-replica} and {@code forget-sentinel} have in common. */
@Command(
    sortOptions = false,
    description = {
      "",
      "By SENTINEL RESET, one coordinator after the other, the next one when the last",
      "has found everybody else again. Refused while the master is not well, and while",
      "it that is to be forgotten can still be reached.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 forgotten; 1 refused, or not done in time; 2 wrong usage;",
      "3 forgotten, but not by coordinators that did not answer."
    })
abstract class ForgetCommand extends CoordinatorCommand {
  private final Forgetting.Kind kind;

  @Parameters(index = "0", paramLabel = "NAME", description = "The group's name.")
  private String group;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      converter = NumberWord.Seconds.class,
      description = "How long one coordinator may take; 60 unless said.")
  private long timeoutSeconds;

  ForgetCommand(Screen screen, PrintWriter err, Forgetting.Kind kind) {
    super(screen, err);
    this.kind = kind;
  }

  /** Where the one was that is gone. */
  abstract Address gone();

  @Override
  int run(Servers servers, Survey survey) throws AskException, InterruptedException {
    return new Forgetting(this, servers, survey, group, timeoutSeconds).forget(kind, gone());
  }
}
