package io.vedette.sentinel.cli;

import io.vedette.sentinel.cli.client.AskException;
import io.vedette.sentinel.cli.client.Servers;
import io.vedette.sentinel.cli.survey.Survey;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vedette resume NAME}: maintenance is over. */
@Command(
    name = "resume",
    sortOptions = false,
    header = "End a pause: automatic failovers of a group again.",
    footer = {"", "Exit codes: 0 all know it, 1 none does, 2 wrong usage, 3 some do and some not."})
final class ResumeCommand extends CoordinatorCommand {
  @Parameters(paramLabel = "NAME", description = "The group's name.")
  private String group;

  ResumeCommand(Screen screen, PrintWriter err) {
    super(screen, err);
  }

  @Override
  int run(Servers servers, Survey survey) throws AskException {
    Announcement announcement = new Announcement(servers, survey);
    int exit = announcement.tell(group, "never paused: no Vedette", "RESUME", group);
    announcement.print(screen(), isJson(), "resumed");
    return exit;
  }
}
