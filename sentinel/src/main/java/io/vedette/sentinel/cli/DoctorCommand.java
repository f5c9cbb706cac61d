package io.vedette.sentinel.cli;

import io.vedette.sentinel.cli.Screen.Tone;
import io.vedette.sentinel.cli.client.AskException;
import io.vedette.sentinel.cli.client.Servers;
import io.vedette.sentinel.cli.doctor.Finding;
import io.vedette.sentinel.cli.doctor.Finding.Severity;
import io.vedette.sentinel.cli.survey.Survey;
import io.vedette.sentinel.runtime.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code vedette doctor}: reads everything, changes nothing. */
@Command(
    name = "doctor",
    sortOptions = false,
    header = "Look for mistakes in a whole setup; changes nothing.",
    description = {
      "",
      "Asks all coordinators and servers. Each finding has a severity, the reason,",
      "and the command that mends it.",
      ""
    },
    footer = {"", "Exit codes: 0 healthy, 1 nobody answers, 2 wrong usage, 3 errors or warnings."})
final class DoctorCommand extends CoordinatorCommand {
  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "One group, or one Redis Cluster; else all of them.")
  private String only;

  @Mixin private final NodeLogin nodeLogin = new NodeLogin();

  DoctorCommand(Screen screen, PrintWriter err) {
    super(screen, err);
  }

  @Override
  int run(Servers servers, Survey survey) throws AskException {
    List<Finding> findings = new ArrayList<>();
    try (Servers nodes = new Servers(nodeLogin.of(connection()))) {
      for (String name : only == null ? survey.groups() : survey.groups(only)) {
        findings.addAll(Examination.of(survey, nodes, name));
      }
    }
    print(findings, screen(), isJson());
    boolean healthy = findings.stream().allMatch(f -> f.severity() == Severity.NOTE);
    return healthy ? Exit.OK : Exit.TROUBLE;
  }

  static void print(List<Finding> findings, Screen screen, boolean json) {
    if (json) {
      screen.line(Json.of(Examination.json(findings)));
      return;
    }
    for (Finding finding : findings) {
      String severity = finding.severity().name().toLowerCase(Locale.ROOT);
      Tone tone = finding.severity() == Severity.NOTE ? Tone.NEWS : Tone.BAD;
      screen.line(screen.paint(tone, severity) + "  " + finding.about() + ": " + finding.what());
      screen.line("    why   " + finding.why());
      if (!finding.mend().isEmpty()) {
        screen.line("    mend  " + finding.mend());
      }
    }
    if (findings.isEmpty()) {
      screen.line(screen.paint(Tone.GOOD, "healthy: nothing was found"));
    }
  }
}
