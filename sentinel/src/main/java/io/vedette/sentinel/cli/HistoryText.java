package io.vedette.sentinel.cli;

import io.vedette.sentinel.cli.Screen.Tone;
import io.vedette.sentinel.cli.Table.Cell;
import java.util.List;
import java.util.Map;

/** A past failover on the screen. */
final class HistoryText {
  /** No coordinator has led it: a shard of a Redis Cluster, which fails over by itself. */
  private static final String NOBODYS_EPOCH = "0";

  private HistoryText() {}

  static void print(Map<String, Object> failover, Screen screen) {
    String result = text(failover, "result");
    Tone tone = result.equals("done") ? Tone.GOOD : Tone.BAD;
    String to = text(failover, "to");
    screen.line(
        screen.paint(Tone.STRONG, text(failover, "group"))
            + "  "
            + text(failover, "started_at")
            + "  "
            + screen.paint(tone, result)
            + "  "
            + text(failover, "from")
            + (to.isEmpty() ? "" : " -> " + to));
    screen.line("  " + about(failover));
    if (!text(failover, "reason").isEmpty()) {
      screen.line("  " + text(failover, "reason"));
    }
    Table steps = new Table("MS", "STEP", "");
    for (Map<?, ?> step : maps(failover, "steps")) {
      steps.row(
          Cell.of(step.get("after_ms")), Cell.of(step.get("step")), Cell.of(step.get("detail")));
    }
    steps.print(screen);
    votes(failover, screen);
    if (!maps(failover, "candidates").isEmpty()) {
      Table candidates = new Table("REPLICA", "PRIORITY", "OFFSET", "");
      for (Map<?, ?> each : maps(failover, "candidates")) {
        boolean isChosen = Boolean.TRUE.equals(each.get("chosen"));
        candidates.row(
            Cell.of(each.get("address")),
            Cell.of(each.get("priority")),
            Cell.of(each.get("offset")),
            new Cell(
                (isChosen ? "chosen: " : "") + each.get("reason"), isChosen ? Tone.GOOD : null));
      }
      candidates.print(screen);
    }
    screen.line("");
  }

  /** Of a leader only: others know of their own vote, and that is among the steps. */
  private static void votes(Map<String, Object> failover, Screen screen) {
    if (!isToldByLeader(failover) || maps(failover, "votes").isEmpty()) {
      return;
    }
    Table votes = new Table("VOTER", "VOTED FOR");
    for (Map<?, ?> vote : maps(failover, "votes")) {
      votes.row(
          Cell.of("".equals(vote.get("address")) ? failover.get("told_by") : vote.get("address")),
          Cell.of(choice(failover, String.valueOf(vote.get("choice")))));
    }
    votes.print(screen);
  }

  private static String choice(Map<String, Object> failover, String runId) {
    if (runId.isEmpty()) {
      return "not known to have voted";
    }
    return maps(failover, "votes").stream()
        .filter(vote -> runId.equals(vote.get("runid")))
        .map(vote -> String.valueOf(vote.get("address")))
        .map(address -> address.isEmpty() ? text(failover, "told_by") : address)
        .findFirst()
        .orElse(runId);
  }

  private static boolean isToldByLeader(Map<String, Object> failover) {
    return text(failover, "role").equals("leader");
  }

  private static String about(Map<String, Object> failover) {
    String why =
        switch (text(failover, "cause")) {
          case "ordered" -> "ordered";
          case "handed-over" -> "ordered, the master handed over";
          case "heard" -> "told by another coordinator";
          default -> "the master was down";
        };
    String leader = text(failover, "leader_address");
    boolean isTeller = isToldByLeader(failover);
    String led = isTeller ? text(failover, "told_by") : leader.isEmpty() ? "nobody" : leader;
    if (!isTeller && leader.isEmpty() && text(failover, "epoch").equals(NOBODYS_EPOCH)) {
      return why + "; the cluster has replaced it by itself";
    }
    List<Map<?, ?>> votes = maps(failover, "votes");
    long given =
        votes.stream()
            .filter(vote -> vote.get("choice").equals(failover.get("leader")))
            .filter(vote -> !"".equals(vote.get("choice")))
            .count();
    return why
        + "; led by "
        + led
        + " in epoch "
        + failover.get("epoch")
        + (isTeller
            ? " with "
                + given
                + " of "
                + votes.size()
                + " votes, needed "
                + failover.get("votes_needed")
            : "");
  }

  private static String text(Map<String, Object> map, String field) {
    return String.valueOf(map.getOrDefault(field, ""));
  }

  private static List<Map<?, ?>> maps(Map<String, Object> map, String field) {
    List<?> list = map.get(field) instanceof List<?> found ? found : List.of();
    return list.stream()
        .<Map<?, ?>>map(each -> each instanceof Map<?, ?> m ? m : Map.of())
        .toList();
  }
}
