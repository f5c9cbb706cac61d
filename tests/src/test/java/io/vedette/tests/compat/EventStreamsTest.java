package io.vedette.tests.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.CoordinatorKind;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.DataNode;
import io.vedette.tests.harness.FreePorts;
import io.vedette.tests.harness.RequiresRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The same happens to a quorum of redis-sentinel and to one of Vedette, and whoever listens to all
 * events of all coordinators hears the same, but for what stands in {@link EventDifferences}.
 */
@RequiresRedis
class EventStreamsTest {
  private static final String GROUP = "mymaster";
  private static final int NEVER_MS = 1_000_000;

  /** Longer than a slow machine lets a server wait that is not down. */
  private static final Duration DOWN_AFTER = Duration.ofSeconds(2);

  /** What happens in the scenes: none of these may be missing on both sides and so be alike. */
  private static final List<String> ALIKE =
      List.of(
          "+sdown",
          "-sdown",
          "+odown",
          "-odown",
          "+new-epoch",
          "+try-failover",
          "+vote-for-leader",
          "+elected-leader",
          "+failover-state-select-slave",
          "+selected-slave",
          "+failover-state-send-slaveof-noone",
          "+failover-state-wait-promotion",
          "+promoted-slave",
          "+failover-state-reconf-slaves",
          "+config-update-from",
          "+switch-master",
          "+slave",
          "-failover-abort-not-elected",
          "-failover-abort-no-good-slave",
          "-failover-abort-slave-timeout",
          "-role-change",
          "+role-change",
          "+convert-to-slave",
          "+reboot",
          "+sentinel",
          "+sentinel-address-switch",
          "+sentinel-address-update",
          "+sentinel-invalid-addr",
          "+monitor",
          "-monitor",
          "+reset-master",
          "+set",
          "+tilt",
          "-tilt");

  private final StreamComparison comparison = new StreamComparison(EventDifferences.table());
  private List<StreamSide> sides = List.of();
  private int scenes;

  @Test
  void listenersHearWhatSentinelSays() throws IOException {
    sides =
        Stream.of(CoordinatorKind.SENTINEL, CoordinatorKind.VEDETTE)
            .parallel()
            .map(EventStreamsTest::start)
            .map(StreamSide::new)
            .toList();
    sides.parallelStream().forEach(EventStreamsTest::prepare);
    try {
      mastersComeAndGo();
      replicaComesAndGoes();
      operatorsGiveOrders();
      coordinatorsComeAndGo();
      failoversFail();
    } finally {
      Files.write(Path.of("target/event-streams.txt"), comparison.transcript());
      Files.write(Path.of("target/event-differences.txt"), comparison.unexplained());
      System.out.println(comparison.summary());
    }
    assertThat(comparison.unexplained()).isEmpty();
    assertThat(comparison.unusedEntries()).isEmpty();
    assertThat(comparison.channels()).containsAll(ALIKE);
  }

  private static Cluster start(CoordinatorKind kind) {
    return Cluster.with(3, kind)
        .quorum(3)
        .downAfter(DOWN_AFTER)
        .nodeConfig(1, "replica-priority 10")
        .nodeConfig(2, "replica-priority 50")
        .start();
  }

  /**
   * Only the first coordinator can find a master objectively down, and only when all three see it
   * down: so it is always the same one that leads, and no vote is split. Slow periods are shortened
   * on both sides alike.
   */
  private static void prepare(StreamSide side) {
    for (int i = 0; i < 3; i++) {
      tune(side, i, "info-period", 1_000);
      tune(side, i, "publish-period", 500);
      tune(side, i, "tilt-trigger", NEVER_MS);
      tune(side, i, "tilt-period", 1_000);
    }
    set(side, 1, "quorum", 9);
    set(side, 2, "quorum", 9);
    side.take("7", Set.of());
  }

  // --- Scenes ---

  private void mastersComeAndGo() {
    scene("crash", side -> node(side, 0).kill(), side -> awaitFailover(side, 0));
    scene("back from a crash", side -> node(side, 0).restart(), side -> awaitRepair(side, 0));
    scene("hang", side -> node(side, 1).suspend(), side -> awaitFailover(side, 1));
    scene("back from a hang", side -> node(side, 1).resume(), side -> awaitRepair(side, 1));
    scene(
        "order",
        side -> side.coordinator(0).call("SENTINEL", "FAILOVER", GROUP),
        side -> {
          side.awaitFromAny("+failover-end");
          side.awaitFromAll("+switch-master");
          side.awaitStable();
          side.awaitReplicaAgain("node2");
        });
  }

  private static void awaitFailover(StreamSide side, int old) {
    side.awaitFromAny("+failover-end");
    side.awaitFromAll("+switch-master");
    side.awaitFromAll("+sdown slave 127.0.0.1:node" + old);
  }

  private static void awaitRepair(StreamSide side, int node) {
    side.awaitFromAll("-sdown slave 127.0.0.1:node" + node);
    side.awaitFromAny("+role-change slave 127.0.0.1:node" + node);
    side.awaitStable();
    side.awaitReplicaAgain("node" + node);
  }

  private void replicaComesAndGoes() {
    String replica = "slave 127.0.0.1:node2";
    scene(
        "replica goes",
        side -> node(side, 2).kill(),
        side -> side.awaitFromAll("+sdown " + replica));
    scene(
        "replica comes back",
        side -> node(side, 2).restart(),
        side -> {
          side.awaitFromAll("-sdown " + replica);
          side.awaitFromAll("+reboot " + replica);
          side.awaitStable();
        });
  }

  private void operatorsGiveOrders() {
    scene("set", EventStreamsTest::setEverything, side -> {});
    scene(
        "monitor",
        side -> {
          DataNode other = side.cluster().addMaster();
          side.names().put(other.address().port(), "lonely");
          String port = Integer.toString(other.address().port());
          for (int i = 0; i < 3; i++) {
            side.coordinator(i).call("SENTINEL", "MONITOR", "second", "127.0.0.1", port, "2");
          }
        },
        side -> {
          for (int i = 0; i < 3; i++) {
            for (int other = 0; other < 3; other++) {
              if (i != other) {
                side.awaitFrom(i, "+sentinel sentinel c" + other);
              }
            }
          }
        });
    scene("peers move", EventStreamsTest::movePeers, side -> {});
    scene("reset", EventStreamsTest::reset, EventStreamsTest::awaitDiscovered);
    scene(
        "remove",
        side -> {
          for (int i = 0; i < 3; i++) {
            side.coordinator(i).call("SENTINEL", "REMOVE", "second");
          }
        },
        side -> side.awaitFromAll("-monitor master second"));
  }

  private static void reset(StreamSide side) {
    side.coordinator(0).call("SENTINEL", "RESET", "my*");
  }

  private static void awaitDiscovered(StreamSide side) {
    side.awaitFrom(0, "+slave slave 127.0.0.1:node0");
    side.awaitFrom(0, "+slave slave 127.0.0.1:node2");
    side.awaitFrom(0, "+sentinel sentinel c1");
    side.awaitFrom(0, "+sentinel sentinel c2");
  }

  private static void setEverything(StreamSide side) {
    set(side, 0, "parallel-syncs", 1);
    set(side, 0, "failover-timeout", 6_000);
    set(side, 0, "quorum", 2);
    set(side, 0, "master-reboot-down-after-period", 0);
    CoordinatorNode asked = side.coordinator(0);
    asked.call("SENTINEL", "SET", GROUP, "auth-user", "somebody", "auth-pass", "secret");
    asked.call("SENTINEL", "SET", GROUP, "auth-pass", "", "auth-user", "");
    asked.call("SENTINEL", "SET", GROUP, "Quorum", "3", "rename-command", "GET", "FETCH");
  }

  /** What hellos of coordinators say that there are not. */
  private static void movePeers(StreamSide side) {
    String first = "a".repeat(40);
    String second = "b".repeat(40);
    int from = FreePorts.next();
    int to = FreePorts.next();
    side.names().put(first, "peer1");
    side.names().put(second, "peer2");
    side.names().put(from, "from");
    side.names().put(to, "to");
    set(side, 0, "down-after-milliseconds", 60_000);
    hello(side, GROUP, from, first);
    hello(side, "second", from, first);
    hello(side, GROUP, to, first);
    hello(side, GROUP, to, second);
    set(side, 0, "down-after-milliseconds", Math.toIntExact(DOWN_AFTER.toMillis()));
  }

  private static void hello(StreamSide side, String group, int port, String id) {
    CoordinatorNode told = side.coordinator(0);
    String master = told.masterOf(group).orElseThrow().port() + "";
    told.call(
        "PUBLISH",
        "__sentinel__:hello",
        "127.0.0.1,%d,%s,0,%s,127.0.0.1,%s,0".formatted(port, id, group, master));
  }

  private void coordinatorsComeAndGo() {
    scene(
        "coordinator hangs",
        side -> {
          tune(side, 2, "tilt-trigger", 1_000);
          side.suspend(2);
        },
        side -> {
          side.awaitFrom(0, "+sdown sentinel c2");
          side.awaitFrom(1, "+sdown sentinel c2");
        });
    scene(
        "coordinator wakes up",
        side -> side.resume(2),
        side -> {
          side.awaitFrom(0, "-sdown sentinel c2");
          side.awaitFrom(1, "-sdown sentinel c2");
          side.awaitFrom(2, "-tilt");
          tune(side, 2, "tilt-trigger", NEVER_MS);
        });
    scene(
        "coordinators go",
        side -> {
          side.coordinator(1).kill();
          side.coordinator(2).kill();
        },
        side -> {
          side.awaitFrom(0, "+sdown sentinel c1");
          side.awaitFrom(0, "+sdown sentinel c2");
        });
  }

  private void failoversFail() {
    scene(
        "nobody elected",
        side -> {
          set(side, 0, "quorum", 1);
          set(side, 0, "failover-timeout", 3_000);
          node(side, 1).kill();
        },
        side -> side.awaitFrom(0, "-failover-abort-not-elected"));
    scene("master comes back", side -> node(side, 1).restart(), EventStreamsTest::awaitMaster);
    scene(
        "coordinators come back",
        side -> {
          side.coordinator(1).restart();
          side.coordinator(2).restart();
        },
        side -> {
          side.awaitFrom(0, "-sdown sentinel c1");
          side.awaitFrom(0, "-sdown sentinel c2");
          side.cluster().awaitDiscovery();
        },
        1,
        2);
    scene("reset again", EventStreamsTest::reset, EventStreamsTest::awaitDiscovered);
    scene(
        "nobody to promote",
        EventStreamsTest::killMasterOfUnfitReplicas,
        side -> {
          side.awaitFrom(0, "-failover-abort-no-good-slave");
          side.awaitFromAll("+sdown master mymaster");
        });
    scene("master is back again", side -> node(side, 1).restart(), EventStreamsTest::awaitMaster);
    scene(
        "promotion refused",
        side -> {
          set(side, 0, "failover-timeout", 2_000);
          node(side, 2).call("CONFIG", "SET", "replica-priority", "50");
          awaitPriority(side, 2, "50");
          node(side, 2).call("ACL", "SETUSER", "default", "-replicaof", "-slaveof");
          side.coordinator(0).call("SENTINEL", "FAILOVER", GROUP);
        },
        side -> side.awaitFrom(0, "-failover-abort-slave-timeout"));
  }

  private static void awaitMaster(StreamSide side) {
    side.awaitFromAll("-sdown master mymaster");
    side.awaitFromAll("+reboot master mymaster");
    side.awaitFrom(0, "-odown master mymaster");
    side.awaitStable();
  }

  private static void killMasterOfUnfitReplicas(StreamSide side) {
    set(side, 0, "failover-timeout", 60_000);
    for (int replica : List.of(0, 2)) {
      node(side, replica).call("CONFIG", "SET", "replica-priority", "0");
    }
    awaitPriority(side, 0, "0");
    awaitPriority(side, 2, "0");
    node(side, 1).kill();
  }

  private static void awaitPriority(StreamSide side, int replica, String priority) {
    String port = Integer.toString(node(side, replica).address().port());
    side.cluster()
        .until(
            "the priority of node" + replica + " is known",
            Duration.ofSeconds(10),
            () -> side.coordinator(0).replicas(GROUP),
            known ->
                known.stream()
                    .anyMatch(
                        r ->
                            r.get("port").equals(port)
                                && r.get("slave-priority").equals(priority)));
  }

  // --- Helpers ---

  private static DataNode node(StreamSide side, int index) {
    return side.cluster().node(index);
  }

  private static void tune(StreamSide side, int coordinator, String period, int ms) {
    side.coordinator(coordinator).call("SENTINEL", "DEBUG", period, Integer.toString(ms));
  }

  private static void set(StreamSide side, int coordinator, String option, int value) {
    side.coordinator(coordinator).call("SENTINEL", "SET", GROUP, option, Integer.toString(value));
  }

  private void scene(
      String name, Consumer<StreamSide> happens, Consumer<StreamSide> ends, Integer... unheard) {
    scenes++;
    String mark = Integer.toString(100 + scenes);
    Set<Integer> deaf = Set.of(unheard);
    List<Map<String, List<StreamEvent>>> streams =
        sides.parallelStream()
            .map(
                side -> {
                  happens.accept(side);
                  ends.accept(side);
                  return side.take(mark, deaf);
                })
            .toList();
    comparison.scene(name, streams.get(0), streams.get(1));
  }
}
