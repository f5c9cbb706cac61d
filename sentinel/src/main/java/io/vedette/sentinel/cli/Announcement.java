package io.vedette.sentinel.cli;

import io.vedette.quorum.model.Address;
import io.vedette.sentinel.cli.Screen.Tone;
import io.vedette.sentinel.cli.Table.Cell;
import io.vedette.sentinel.cli.client.AskException;
import io.vedette.sentinel.cli.client.Servers;
import io.vedette.sentinel.cli.survey.GroupPicture;
import io.vedette.sentinel.cli.survey.Opinion;
import io.vedette.sentinel.cli.survey.Survey;
import io.vedette.sentinel.runtime.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells every coordinator of a group the same, and says who took it. */
final class Announcement {
  private final Servers servers;
  private final Survey survey;
  private final Map<Address, String> failures = new LinkedHashMap<>();
  private final Map<Address, Boolean> told = new LinkedHashMap<>();

  Announcement(Servers servers, Survey survey) {
    this.servers = servers;
    this.survey = survey;
  }

  /**
   * Tells them.
   *
   * @param unable what is said of one that does not know the command
   * @return one of {@link Exit}: OK if all took it, TROUBLE if some did, FAILED if none
   */
  int tell(String group, String unable, String... words) throws AskException {
    GroupPicture picture = survey.group(group);
    List<Address> all = picture.opinions().stream().map(Opinion::coordinator).toList();
    for (Survey.Answer<Object> answer :
        survey.all(all, whom -> servers.ask(whom, "SENTINEL", words))) {
      told.put(answer.from(), answer.failure() == null);
      if (answer.failure() != null) {
        AskException e = answer.failure();
        failures.put(answer.from(), e.isUnknownCommand() ? unable : e.getMessage());
      }
    }
    picture
        .silent()
        .forEach(
            silence -> {
              told.put(silence.coordinator(), false);
              failures.put(silence.coordinator(), silence.why());
            });
    if (failures.isEmpty()) {
      return Exit.OK;
    }
    return told.containsValue(true) ? Exit.TROUBLE : Exit.FAILED;
  }

  /** Says who took it. */
  void print(Screen screen, boolean json, String done) {
    if (json) {
      screen.line(json());
      return;
    }
    Table table = new Table("COORDINATOR", "ANSWER");
    told.forEach(
        (who, took) ->
            table.row(
                Cell.of(who),
                took ? new Cell(done, Tone.GOOD) : new Cell(failures.get(who), Tone.BAD)));
    table.print(screen);
  }

  /** Who took it and who did not, as JSON. */
  String json() {
    return Json.of(Map.of("told", toldOnes(), "failed", failures));
  }

  private List<Address> toldOnes() {
    return told.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList();
  }
}
