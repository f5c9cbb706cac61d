package io.vedette.sentinel.cli;

import io.vedette.quorum.model.Address;
import io.vedette.sentinel.cli.Screen.Tone;
import io.vedette.sentinel.cli.client.AskException;
import io.vedette.sentinel.cli.client.Servers;
import io.vedette.sentinel.cli.doctor.Checkup;
import io.vedette.sentinel.cli.doctor.Finding;
import io.vedette.sentinel.cli.doctor.Finding.Severity;
import io.vedette.sentinel.cli.doctor.NodeReport;
import io.vedette.sentinel.cli.doctor.Patient;
import io.vedette.sentinel.cli.survey.GroupPicture;
import io.vedette.sentinel.cli.survey.Survey;
import io.vedette.sentinel.runtime.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
  private static final List<String> OPTIONS =
      List.of("requirepass", "masterauth", "masteruser", "save", "appendonly");

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "One group; else all of them.")
  private String only;

  @Mixin private final NodeLogin nodeLogin = new NodeLogin();

  DoctorCommand(Screen screen, PrintWriter err) {
    super(screen, err);
  }

  @Override
  int run(Servers servers, Survey survey) throws AskException {
    List<Finding> findings = new ArrayList<>();
    try (Servers nodes = new Servers(nodeLogin.of(connection()))) {
      for (String name : only == null ? survey.groups() : List.of(only)) {
        findings.addAll(Checkup.of(patient(survey, nodes, name)));
      }
    }
    print(findings, screen(), isJson());
    boolean healthy = findings.stream().allMatch(f -> f.severity() == Severity.NOTE);
    return healthy ? Exit.OK : Exit.TROUBLE;
  }

  private static Patient patient(Survey survey, Servers servers, String name) throws AskException {
    GroupPicture group = survey.group(name);
    Set<Address> all = new TreeSet<>(group.replicas().keySet());
    all.add(group.master());
    Map<Address, NodeReport> nodes = new LinkedHashMap<>();
    for (Survey.Answer<NodeReport> answer :
        survey.all(List.copyOf(all), whom -> ask(servers, whom))) {
      AskException failure = answer.failure();
      Map<String, String> heard = group.spokesman().info().getOrDefault(answer.from(), Map.of());
      nodes.put(
          answer.from(),
          failure == null ? answer.value() : new NodeReport(heard, Map.of(), failure.getMessage()));
    }
    return new Patient(group, nodes);
  }

  private static NodeReport ask(Servers servers, Address whom) throws AskException {
    Map<String, String> config = new LinkedHashMap<>();
    for (String option : OPTIONS) {
      Object answer = servers.ask(whom, "CONFIG", "GET", option);
      if (answer instanceof List<?> pair && pair.size() == 2) {
        config.put(option, String.valueOf(pair.get(1)));
      }
    }
    return new NodeReport(Survey.fields(servers.askText(whom, "INFO")), config, "");
  }

  static void print(List<Finding> findings, Screen screen, boolean json) {
    if (json) {
      screen.line(Json.of(Map.of("findings", findings.stream().map(DoctorCommand::json).toList())));
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

  private static Map<String, Object> json(Finding finding) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
    json.put("about", finding.about());
    json.put("what", finding.what());
    json.put("why", finding.why());
    json.put("mend", finding.mend());
    return json;
  }
}
