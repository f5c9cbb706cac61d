package io.vedette.sentinel.cli;

import io.vedette.quorum.model.Address;
import io.vedette.sentinel.cli.client.AskException;
import io.vedette.sentinel.cli.client.Servers;
import io.vedette.sentinel.cli.survey.Survey;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vedette forget-sentinel NAME HOST:PORT}: a coordinator that is gone for good. */
@Command(
    name = "forget-sentinel",
    sortOptions = false,
    header = "Make all coordinators forget a coordinator that is gone for good.",
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
final class ForgetSentinelCommand extends CoordinatorCommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "The group's name.")
  private String group;

  @Parameters(
      index = "1",
      paramLabel = "HOST:PORT",
      converter = AddressWord.Coordinator.class,
      description = "Where the coordinator was.")
  private Address gone;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long one coordinator may take; 60 unless said.")
  private long timeoutSeconds;

  ForgetSentinelCommand(Screen screen, PrintWriter err) {
    super(screen, err);
  }

  @Override
  int run(Servers servers, Survey survey) throws AskException, InterruptedException {
    return new Forgetting(this, servers, survey, group, timeoutSeconds)
        .forget(Forgetting.Kind.COORDINATOR, gone);
  }
}
