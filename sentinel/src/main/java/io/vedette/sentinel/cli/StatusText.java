package io.vedette.sentinel.cli;

import io.vedette.quorum.model.Address;
import io.vedette.sentinel.cli.Screen.Tone;
import io.vedette.sentinel.cli.Table.Cell;
import io.vedette.sentinel.cli.survey.GroupPicture;
import io.vedette.sentinel.cli.survey.Instance;
import io.vedette.sentinel.cli.survey.Lag;
import io.vedette.sentinel.cli.survey.Opinion;
import io.vedette.sentinel.cli.survey.Silence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A group on the screen, or in JSON. */
final class StatusText {
  private StatusText() {}

  static void print(GroupPicture group, Screen screen) {
    List<String> troubles = group.troubles();
    String verdict =
        troubles.isEmpty()
            ? screen.paint(Tone.GOOD, "all agree, nothing is down")
            : screen.paint(
                Tone.BAD, troubles.size() == 1 ? "1 trouble" : troubles.size() + " troubles");
    String name = screen.paint(Tone.STRONG, group.name());
    screen.line(name + "  master " + group.master() + "  " + verdict);
    screen.line("");
    replicas(group).print(screen);
    screen.line("");
    coordinators(group).print(screen);
    if (!troubles.isEmpty()) {
      screen.line("");
      troubles.forEach(trouble -> screen.line(screen.paint(Tone.BAD, "  ! " + trouble)));
    }
  }

  private static Table replicas(GroupPicture group) {
    Table table = new Table("REPLICA", "LINK", "LAG", "PRIORITY", "STATE");
    for (Instance replica : group.replicas().values()) {
      String link = replica.text("master-link-status", "?");
      table.row(
          Cell.of(replica.address()),
          Cell.judged(link, link.equals("ok")),
          Cell.of(group.spokesman().lagOf(replica)),
          Cell.of(replica.text("slave-priority", "?")),
          state(replica));
    }
    return table;
  }

  private static Table coordinators(GroupPicture group) {
    Table table =
        new Table(
            "COORDINATOR", "MASTER", "STATE", "EPOCH", "QUORUM", "REPLICAS", "OTHERS", "FAILOVER");
    for (Opinion opinion : group.opinions()) {
      Instance master = opinion.master();
      table.row(
          Cell.of(opinion.coordinator()),
          Cell.judged(opinion.published(), opinion.published().equals(group.master())),
          state(master),
          usual(group, master, "config-epoch"),
          new Cell(
              master.text("quorum", "?") + (opinion.hasQuorum() ? "" : ", none"),
              opinion.hasQuorum() && isUsual(group, master, "quorum") ? null : Tone.BAD),
          usual(group, master, "num-slaves"),
          usual(group, master, "num-other-sentinels"),
          Cell.of(failover(master)));
    }
    for (Silence silence : group.silent()) {
      String why = silence.why().replace(silence.coordinator() + " ", "");
      table.row(Cell.of(silence.coordinator()), new Cell(why, Tone.BAD));
    }
    return table;
  }

  private static String failover(Instance master) {
    long pausedMs = master.number("failover-paused-ms");
    return pausedMs > 0
        ? "paused for " + (pausedMs + 999) / 1_000 + " s"
        : master.text("failover-state", "-");
  }

  private static Cell state(Instance instance) {
    String trouble = instance.trouble();
    return trouble.isEmpty() ? new Cell("ok", Tone.GOOD) : new Cell(trouble, Tone.BAD);
  }

  private static Cell usual(GroupPicture group, Instance master, String field) {
    return Cell.judged(master.text(field, "?"), isUsual(group, master, field));
  }

  private static boolean isUsual(GroupPicture group, Instance master, String field) {
    return master.text(field, "?").equals(group.common(field));
  }

  // --- JSON ---

  /** All of them, and the Redis Clusters whose shards they are. */
  static Map<String, Object> json(List<GroupPicture> groups, List<ClusterStatus> clusters) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("groups", groups.stream().map(StatusText::json).toList());
    json.put("clusters", clusters.stream().map(ClusterStatus::json).toList());
    return json;
  }

  static Map<String, Object> json(GroupPicture group) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", group.name());
    json.put("master", group.master());
    json.put("troubles", group.troubles());
    List<Object> replicas = new ArrayList<>();
    group.replicas().values().forEach(r -> replicas.add(replica(r, group.spokesman().lagOf(r))));
    json.put("replicas", replicas);
    List<Object> coordinators = new ArrayList<>();
    group.opinions().forEach(opinion -> coordinators.add(coordinator(opinion)));
    group.silent().forEach(silence -> coordinators.add(silent(silence)));
    json.put("coordinators", coordinators);
    return json;
  }

  private static Map<String, Object> replica(Instance replica, Lag lag) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("address", replica.address());
    json.put("flags", replica.flags());
    json.put("link", replica.text("master-link-status", "?"));
    json.put("lag_bytes", orNull(lag.bytes()));
    json.put("lag_seconds", orNull(lag.seconds()));
    json.put("priority", replica.number("slave-priority"));
    return json;
  }

  private static Map<String, Object> coordinator(Opinion opinion) {
    Instance master = opinion.master();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("address", opinion.coordinator());
    json.put("run_id", opinion.runId());
    json.put("master", opinion.published());
    json.put("flags", master.flags());
    json.put("config_epoch", master.number("config-epoch"));
    json.put("quorum", master.number("quorum"));
    json.put("quorum_reached", opinion.hasQuorum());
    json.put("replicas", master.number("num-slaves"));
    json.put("others", master.number("num-other-sentinels"));
    json.put("failover_state", master.text("failover-state", "none"));
    json.put("failover_paused_ms", master.number("failover-paused-ms"));
    return json;
  }

  private static Map<String, Object> silent(Silence silence) {
    Address address = silence.coordinator();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("address", address);
    json.put("error", silence.why());
    return json;
  }

  private static Long orNull(OptionalLong value) {
    return value.isPresent() ? Long.valueOf(value.getAsLong()) : null;
  }
}
