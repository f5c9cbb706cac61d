package io.vedette.sentinel.cli;

import io.vedette.quorum.model.Address;
import io.vedette.sentinel.cli.client.AskException;
import io.vedette.sentinel.cli.client.Servers;
import io.vedette.sentinel.cli.survey.Opinion;
import io.vedette.sentinel.cli.survey.Survey;
import io.vedette.sentinel.runtime.Json;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vedette history}: past failovers, of each what its leader remembers. */
@Command(
    name = "history",
    sortOptions = false,
    header = "Show past failovers: when what happened, who led, why this replica.",
    description = {
      "",
      "Of all coordinators that can be found; of each failover what its leader",
      "remembers, or else who knows most. A redis-sentinel remembers none.",
      ""
    },
    footer = {"", "Exit codes: 0 shown, 1 nobody remembers any, 2 wrong usage."})
final class HistoryCommand extends CoordinatorCommand {
  @Parameters(paramLabel = "NAME", arity = "0..1", description = "One group; else all of them.")
  private String only;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "10",
      converter = NumberWord.Failovers.class,
      description = "How many at most, 1 to 500; 10 unless said.")
  private long count;

  HistoryCommand(Screen screen, PrintWriter err) {
    super(screen, err);
  }

  @Override
  int run(Servers servers, Survey survey) throws AskException {
    PastFailovers past = new PastFailovers();
    String group = only == null ? "*" : only;
    boolean answered = false;
    for (Survey.Answer<Object> answer :
        survey.all(
            List.copyOf(everybody(survey)),
            whom -> servers.ask(whom, "SENTINEL", "HISTORY", group, Long.toString(count)))) {
      AskException failure = answer.failure();
      if (failure == null) {
        answered = true;
        past.add(answer.from(), answer.value());
      } else {
        complain(
            failure.isUnknownCommand()
                ? answer.from() + " remembers no failovers: it is no Vedette"
                : failure.getMessage());
      }
    }
    if (!answered) {
      return Exit.FAILED;
    }
    print(past.latest(count));
    return Exit.OK;
  }

  private Set<Address> everybody(Survey survey) throws AskException {
    Set<Address> all = new LinkedHashSet<>();
    for (String group : only == null ? survey.groups() : List.of(only)) {
      survey.group(group).opinions().stream().map(Opinion::coordinator).forEach(all::add);
    }
    return all.isEmpty() ? new LinkedHashSet<>(survey.named()) : all;
  }

  private void print(List<Map<String, Object>> failovers) {
    if (isJson()) {
      screen().line(Json.of(Map.of("failovers", failovers)));
    } else if (failovers.isEmpty()) {
      screen().line("No failover is remembered.");
    } else {
      failovers.forEach(failover -> HistoryText.print(failover, screen()));
    }
  }
}
