package io.vedette.sentinel.cli;

import io.vedette.quorum.model.Address;
import io.vedette.sentinel.cli.client.AskException;
import io.vedette.sentinel.cli.client.Servers;
import io.vedette.sentinel.cli.doctor.Checkup;
import io.vedette.sentinel.cli.doctor.Finding;
import io.vedette.sentinel.cli.doctor.NodeReport;
import io.vedette.sentinel.cli.doctor.Patient;
import io.vedette.sentinel.cli.survey.GroupPicture;
import io.vedette.sentinel.cli.survey.Survey;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads all there is to read of a group, and says what is wrong with it. */
final class Examination {
  private static final List<String> OPTIONS =
      List.of(
          "requirepass",
          "masterauth",
          "masteruser",
          "save",
          "appendonly",
          "cluster-require-full-coverage");

  private Examination() {}

  /**
   * What is wrong with a group, worst first.
   *
   * @param survey asks coordinators
   * @param nodes asks servers
   */
  static List<Finding> of(Survey survey, Servers nodes, String name) throws AskException {
    GroupPicture group = survey.group(name);
    Set<Address> all = new TreeSet<>(group.replicas().keySet());
    all.add(group.master());
    Map<Address, NodeReport> reports = new LinkedHashMap<>();
    for (Survey.Answer<NodeReport> answer :
        survey.all(List.copyOf(all), whom -> ask(nodes, whom))) {
      AskException failure = answer.failure();
      Map<String, String> heard = group.spokesman().info().getOrDefault(answer.from(), Map.of());
      reports.put(
          answer.from(),
          failure == null ? answer.value() : NodeReport.closed(heard, failure.getMessage()));
    }
    return Checkup.of(new Patient(group, reports));
  }

  private static NodeReport ask(Servers servers, Address whom) throws AskException {
    Map<String, String> config = new LinkedHashMap<>();
    for (String option : OPTIONS) {
      Object answer = servers.ask(whom, "CONFIG", "GET", option);
      if (answer instanceof List<?> pair && pair.size() == 2) {
        config.put(option, String.valueOf(pair.get(1)));
      }
    }
    Map<String, String> users = users(servers, whom);
    Map<String, String> info = Survey.fields(servers.askText(whom, "INFO"));
    return new NodeReport(info, config, users, Survey.clockMs(info), "");
  }

  /** {@code user NAME RULES}, for each; none where it knows no ACL, or we may not read it. */
  private static Map<String, String> users(Servers servers, Address whom) throws AskException {
    Map<String, String> users = new LinkedHashMap<>();
    try {
      if (servers.ask(whom, "ACL", "LIST") instanceof List<?> lines) {
        for (Object line : lines) {
          String[] words = String.valueOf(line).split(" ", 3);
          if (words.length == 3) {
            users.put(words[1], inOrder(words[2]));
          }
        }
      }
    } catch (AskException e) {
      if (e.reply().isEmpty()) {
        throw e;
      }
    }
    return users;
  }

  /** Of passwords, unlike of rules, the order means nothing. */
  private static String inOrder(String rules) {
    return Stream.of(rules.split(" ", -1))
        .sorted(Comparator.comparing(word -> word.startsWith("#") ? word : ""))
        .collect(Collectors.joining(" "));
  }

  /** Findings in JSON. */
  static Map<String, Object> json(List<Finding> findings) {
    return Map.of("findings", findings.stream().map(Examination::json).toList());
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
