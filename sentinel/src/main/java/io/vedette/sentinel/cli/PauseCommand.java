package io.vedette.sentinel.cli;

import io.vedette.sentinel.cli.client.AskException;
import io.vedette.sentinel.cli.client.Servers;
import io.vedette.sentinel.cli.survey.Survey;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vedette pause NAME}: maintenance begins. */
@Command(
    name = "pause",
    sortOptions = false,
    header = "No automatic failover of a group for a time, for maintenance.",
    description = {
      "",
      "Tells all coordinators. They go on watching and answering, and an ordered",
      "failover works. A redis-sentinel can't be paused.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 all are paused, 1 none is, 2 wrong usage, 3 some are and some not."
    })
final class PauseCommand extends CoordinatorCommand {
  @Parameters(paramLabel = "NAME", description = "The group's name.")
  private String group;

  @Option(
      names = "--for",
      paramLabel = "SECONDS",
      defaultValue = "3600",
      converter = NumberWord.Seconds.class,
      description = "1 to 2592000 (30 days); 3600 (an hour) unless said.")
  private long seconds;

  PauseCommand(Screen screen, PrintWriter err) {
    super(screen, err);
  }

  @Override
  int run(Servers servers, Survey survey) throws AskException {
    Announcement announcement = new Announcement(servers, survey);
    String unable = "can't be paused: no Vedette";
    int exit = announcement.tell(group, unable, "PAUSE", group, Long.toString(seconds));
    announcement.print(screen(), isJson(), "paused for " + seconds + " s");
    return exit;
  }
}
