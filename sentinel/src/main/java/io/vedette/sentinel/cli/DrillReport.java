package io.vedette.sentinel.cli;

import io.vedette.quorum.model.Address;
import io.vedette.sentinel.cli.Screen.Tone;
import io.vedette.sentinel.cli.Table.Cell;
import io.vedette.sentinel.runtime.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a drill went.
 *
 * @param group the group's name
 * @param how the way the master was taken away
 * @param from the old master
 * @param to the new one
 * @param seconds when each coordinator gave the new one, from the order on
 */
record DrillReport(
    String group, String how, Address from, Address to, Map<Address, Double> seconds) {

  /** Prints it; {@code wrong}: what is not as it should be. */
  void print(Screen screen, boolean json, MarkerWriter writer, int lost, List<String> wrong) {
    if (json) {
      screen.line(Json.of(json(writer, lost, wrong)));
      return;
    }
    screen.line(group + ": " + to + " is the master now, it was " + from + " (" + how + ")");
    screen.line("");
    Table table = new Table("COORDINATOR", "NEW MASTER AFTER");
    seconds.forEach((who, time) -> table.row(Cell.of(who), Cell.of(shown(time))));
    table.print(screen);
    screen.line("");
    screen.line("nothing could be written for " + shown(writer.longestPauseS()));
    String writes =
        writer.acknowledged() + " writes acknowledged, " + writer.refused() + " refused, ";
    screen.line(
        writes
            + (lost == 0
                ? screen.paint(Tone.GOOD, "none lost")
                : screen.paint(Tone.BAD, lost + " lost")));
    wrong.forEach(each -> screen.line(screen.paint(Tone.BAD, each)));
    if (how.equals("stop")) {
      screen.line(from + " was shut down: it is to be started again");
    }
  }

  private Map<String, Object> json(MarkerWriter writer, int lost, List<String> wrong) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("group", group);
    json.put("how", how);
    json.put("from", from);
    json.put("to", to);
    Map<String, Object> times = new LinkedHashMap<>();
    seconds.forEach((who, time) -> times.put(who.toString(), rounded(time)));
    json.put("new-master-after-seconds", times);
    json.put("write-gap-seconds", rounded(writer.longestPauseS()));
    json.put("writes-acknowledged", writer.acknowledged());
    json.put("writes-refused", writer.refused());
    json.put("writes-lost", lost);
    json.put("troubles", wrong);
    return json;
  }

  private static double rounded(double seconds) {
    return Math.round(seconds * 1_000) / 1_000.0;
  }

  private static String shown(double seconds) {
    return String.format(Locale.ROOT, "%.3f s", seconds);
  }
}
