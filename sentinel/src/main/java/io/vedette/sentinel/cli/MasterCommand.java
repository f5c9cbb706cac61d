package io.vedette.sentinel.cli;

import io.vedette.quorum.model.Address;
import io.vedette.sentinel.cli.client.AskException;
import io.vedette.sentinel.cli.client.Servers;
import io.vedette.sentinel.cli.survey.Survey;
import io.vedette.sentinel.runtime.Json;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vedette master NAME}: what a client would be told. */
@Command(
    name = "master",
    sortOptions = false,
    header = "Print host:port of a group's master, as clients are told.",
    description = {"", "Asks the coordinators in their order; the first that knows it counts.", ""},
    footer = {"", "Exit codes: 0 printed, 1 nobody knows it, 2 wrong usage."})
final class MasterCommand extends CoordinatorCommand {
  @Parameters(paramLabel = "NAME", description = "The group's name.")
  private String group;

  MasterCommand(Screen screen, PrintWriter err) {
    super(screen, err);
  }

  @Override
  int run(Servers servers, Survey survey) throws AskException {
    AskException failure = null;
    for (Address coordinator : survey.named()) {
      try {
        Object answer = servers.ask(coordinator, "SENTINEL", "GET-MASTER-ADDR-BY-NAME", group);
        if (answer instanceof List<?> words && words.size() == 2) {
          print(String.valueOf(words.get(0)), String.valueOf(words.get(1)));
          return Exit.OK;
        }
      } catch (AskException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
    complain("no coordinator that was asked watches a group '" + group + "'");
    return Exit.FAILED;
  }

  private void print(String host, String port) {
    if (isJson()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("group", group);
      json.put("host", host);
      json.put("port", Integer.valueOf(port));
      screen().line(Json.of(json));
    } else {
      screen().line(host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port);
    }
  }
}
