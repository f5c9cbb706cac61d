package io.vedette.sentinel.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.vedette.quorum.view.Flag;
import io.vedette.quorum.view.GroupView;
import io.vedette.quorum.view.NodeView;
import io.vedette.sentinel.runtime.FailoverRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The gauges of groups, which come and go with them and their servers. */
final class GroupMetrics {
  private static final List<String> STATES =
      List.of(
          "none",
          "wait_start",
          "select_slave",
          "send_slaveof_noone",
          "wait_promotion",
          "reconf_slaves");

  private static final List<String> KINDS = List.of("master", "replica", "coordinator");

  /** What each says, without what they all begin with. */
  private static final Map<String, String> HELP =
      Map.ofEntries(
          Map.entry(
              "last.failover.timestamp.seconds", "When the last failover that was done began."),
          Map.entry("links", "Connections that are up, and those that are down."),
          Map.entry("config.epoch", "The epoch of the failover that made the master one."),
          Map.entry("leader.epoch", "The epoch in which this coordinator last voted here."),
          Map.entry("logins.refused", "Servers that refuse the login."),
          Map.entry("master.address", "1 for the address that clients are told."),
          Map.entry("master.sdown", "1: this coordinator takes the master for down."),
          Map.entry("master.odown", "1: a quorum takes the master for down."),
          Map.entry("stale", "1: cut off from the majority, so that the address may be stale."),
          Map.entry("master.silence.seconds", "Since the master last answered a PING."),
          Map.entry("failover.state", "1 for the state of the failover."),
          Map.entry("failover.running", "1: a failover runs, led by this coordinator."),
          Map.entry("failover.paused", "1: automatic failovers are paused."),
          Map.entry("failover.held.back", "1: automatic failovers wait for a while."),
          Map.entry("replicas", "Replicas that are known."),
          Map.entry("replicas.usable", "Replicas that could be promoted."),
          Map.entry("replica.up", "1: the replica answers."),
          Map.entry("replica.master.link.up", "1: the replica is linked with its master."),
          Map.entry("replica.priority", "The replica's priority; 0 is never promoted."),
          Map.entry("replica.lag.bytes", "Bytes by which the replica is behind."),
          Map.entry("coordinators", "Coordinators that are known, with this one."),
          Map.entry("coordinators.usable", "Those of them that answer."),
          Map.entry("quorum", "Coordinators that must take the master for down."),
          Map.entry("majority", "Coordinators that must vote for a leader."),
          Map.entry(
              "majority.margin", "Coordinators that can be lost before none can be elected."));

  private final HttpContext context;
  private final MeterRegistry registry;
  private final Map<String, MultiGauge> gauges = new LinkedHashMap<>();
  private final Map<String, List<Row<?>>> rows = new LinkedHashMap<>();

  GroupMetrics(HttpContext context, MeterRegistry registry) {
    this.context = context;
    this.registry = registry;
  }

  /** Makes them say how it is now. */
  void update() {
    rows.values().forEach(List::clear);
    long now = context.coordination().now();
    for (GroupView group : context.coordination().view().groups()) {
      new OfGroup(group, now).add();
    }
    lastFailovers();
    rows.forEach(
        (name, of) ->
            gauges.computeIfAbsent(name, this::gauge).register(new ArrayList<>(of), true));
  }

  private MultiGauge gauge(String name) {
    return MultiGauge.builder("vedette.group." + name)
        .description(HELP.get(name))
        .register(registry);
  }

  private void put(String name, Tags tags, Number value) {
    rows.computeIfAbsent(name, none -> new ArrayList<>()).add(Row.of(tags, value));
  }

  private void lastFailovers() {
    Map<String, Long> last = new LinkedHashMap<>();
    for (FailoverRecord record : context.history().all()) {
      boolean isThere = context.coordination().view().group(record.group().value()) != null;
      if (isThere && record.result() == FailoverRecord.Result.DONE) {
        last.putIfAbsent(record.group().value(), record.startedAtMs());
      }
    }
    last.forEach(
        (group, at) -> put("last.failover.timestamp.seconds", Tags.of("group", group), at / 1e3));
  }

  /** Those of one group. */
  private final class OfGroup {
    private final GroupView group;
    private final long now;
    private final Tags tags;

    OfGroup(GroupView group, long now) {
      this.group = group;
      this.now = now;
      this.tags = Tags.of("group", group.name().value());
    }

    private void number(String name, Number value) {
      put(name, tags, value);
    }

    private void truth(String name, boolean value) {
      number(name, value ? 1 : 0);
    }

    void add() {
      master();
      failover();
      replicas();
      coordinators();
      number("config.epoch", group.configEpoch().value());
      number("leader.epoch", group.leaderEpoch().value());
      number("logins.refused", Outlook.loginsRefused(group));
      for (String kind : KINDS) {
        put("links", links(kind, "up"), Outlook.links(group, kind, true));
        put("links", links(kind, "down"), Outlook.links(group, kind, false));
      }
    }

    private Tags links(String kind, String state) {
      return tags.and("kind", kind, "state", state);
    }

    private void master() {
      put("master.address", tags.and("address", group.published().toString()), 1);
      truth("master.sdown", group.master().flags().contains(Flag.S_DOWN));
      truth("master.odown", group.master().flags().contains(Flag.O_DOWN));
      truth("stale", group.stale());
      long heardAt = group.master().link().lastOkPingReplyAt();
      number("master.silence.seconds", Math.max(0, now - heardAt) / 1e3);
    }

    private void failover() {
      for (String state : STATES) {
        put(
            "failover.state",
            tags.and("state", state),
            group.failoverState().equals(state) ? 1 : 0);
      }
      truth("failover.running", !group.failoverState().equals("none"));
      truth("failover.paused", group.outlook().pausedUntil() > now);
      truth("failover.held.back", group.outlook().heldBackUntil() > now);
    }

    private void replicas() {
      number("replicas", group.replicas().size());
      number("replicas.usable", group.replicas().stream().filter(Outlook::isGood).count());
      for (NodeView replica : group.replicas()) {
        Tags one = tags.and("address", replica.address().toString());
        put("replica.up", one, Outlook.isUp(replica) ? 1 : 0);
        put("replica.master.link.up", one, Outlook.isReplicating(replica) ? 1 : 0);
        put("replica.priority", one, Outlook.priority(replica));
        Outlook.lagBytes(group, replica).ifPresent(lag -> put("replica.lag.bytes", one, lag));
      }
    }

    private void coordinators() {
      number("coordinators", Outlook.coordinators(group));
      number("coordinators.usable", Outlook.usable(group));
      number("quorum", group.settings().quorum());
      number("majority", Outlook.needed(group));
      number("majority.margin", Outlook.usable(group) - Outlook.needed(group));
    }
  }
}
