package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.DataNode;
import io.vedette.tests.harness.RecordedEvent;
import io.vedette.tests.harness.RequiresRedis;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A coordinator dies in the midst of a failover, at each of its steps: the others bring the group
 * to rest with one master, and the dead one returns with what it knew and promised.
 */
@RequiresRedis
class CoordinatorCrashTest {
  /** What a coordinator must have been stopped for, as in Sentinel. */
  private static final Duration TILT_NEEDS = Duration.ofSeconds(2);

  private static final Duration FAILOVER_TIMEOUT = Duration.ofSeconds(2);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+vote-for-leader",
        "+elected-leader",
        "+selected-slave",
        "+failover-state-wait-promotion",
        "+promoted-slave",
        "+failover-state-reconf-slaves",
      })
  void leaderKilledAtStepIsReplacedAndReturnsWithItsState(String step) {
    Cluster cluster = Cluster.ofThree().failoverTimeout(FAILOVER_TIMEOUT).start();
    Map<String, String> ids = ids(cluster);
    // Everybody's vote is published; the leader is who votes for itself. The rest only leaders say.
    Predicate<RecordedEvent> byLeader =
        event ->
            !step.equals("+vote-for-leader") || event.message().startsWith(ids.get(event.by()));
    AtomicReference<CoordinatorNode> victim = new AtomicReference<>();
    killAt(cluster, event -> event.channel().equals(step) && byLeader.test(event), victim);

    cluster.node(0).kill();

    CoordinatorNode killed = awaitDeath(cluster, victim);
    DataNode master = cluster.awaitStable(cluster.settings().recoveryBound());
    assertThat(master).isNotEqualTo(cluster.node(0));
    assertReturnsWithItsState(cluster, killed, ids);
    assertOneVoteEach(cluster);
  }

  @Test
  void followerKilledAtItsVoteDoesNotStopTheFailoverNorVotesTwice() {
    Cluster cluster = Cluster.ofThree().failoverTimeout(FAILOVER_TIMEOUT).start();
    Map<String, String> ids = ids(cluster);
    AtomicReference<CoordinatorNode> victim = new AtomicReference<>();
    killAt(
        cluster,
        event ->
            event.channel().equals("+vote-for-leader")
                && !event.message().startsWith(ids.get(event.by())),
        victim);

    cluster.node(0).kill();

    CoordinatorNode killed = awaitDeath(cluster, victim);
    killed.restart();
    assertThat(cluster.awaitStable(cluster.settings().recoveryBound()))
        .isNotEqualTo(cluster.node(0));
    assertThat(killed.myId()).isEqualTo(ids.get(killed.name()));
    assertOneVoteEach(cluster);
  }

  @ParameterizedTest
  @ValueSource(strings = {"crash-after-election", "crash-after-promotion"})
  void leaderThatCrashesByOrderExitsWith99AndIsReplaced(String failure) {
    Cluster cluster = Cluster.ofThree().quorum(1).failoverTimeout(FAILOVER_TIMEOUT).start();
    Map<String, String> ids = ids(cluster);
    CoordinatorNode leader = cluster.coordinator(0);
    cluster.letLead(leader);
    leader.call("SENTINEL", "SIMULATE-FAILURE", failure);

    cluster.node(0).kill();

    assertThat(leader.process().awaitExit(Duration.ofSeconds(10))).isEqualTo(99);
    assertThat(cluster.awaitStable(cluster.settings().recoveryBound()))
        .isNotEqualTo(cluster.node(0));
    assertReturnsWithItsState(cluster, leader, ids);
    assertOneVoteEach(cluster);
  }

  @Test
  void leaderThatHangsIsReplacedAndDoesNoHarmWhenItContinues() {
    Cluster cluster = Cluster.ofThree().quorum(1).failoverTimeout(FAILOVER_TIMEOUT).start();
    Map<String, String> ids = ids(cluster);
    CoordinatorNode leader = cluster.coordinator(0);
    cluster.letLead(leader);
    leader
        .events()
        .onEvent(
            event -> {
              if (event.channel().equals("+elected-leader")) {
                leader.suspend();
              }
            });

    cluster.node(0).kill();

    DataNode promoted =
        cluster.awaitFailoverFrom(cluster.node(0), cluster.settings().recoveryBound());
    // It may have led to the end before it stopped: only when the others miss it is a TILT due.
    String id = ids.get(leader.name());
    cluster.until(
        "the others miss the leader",
        cluster.settings().recoveryBound(),
        () ->
            cluster.events("+sdown").stream()
                .anyMatch(event -> event.message().startsWith("sentinel " + id)));
    long missed = System.nanoTime();
    cluster.until(
        "it has hung for longer than a TILT needs",
        TILT_NEEDS.multipliedBy(2),
        () -> System.nanoTime() - missed > TILT_NEEDS.toNanos());
    leader.resume();
    assertThat(cluster.awaitStable(cluster.settings().recoveryBound())).isEqualTo(promoted);
    cluster.awaitEvent("+tilt", Duration.ofSeconds(5));
    assertOneVoteEach(cluster);
  }

  private static Map<String, String> ids(Cluster cluster) {
    Map<String, String> ids = new HashMap<>();
    cluster.coordinators().forEach(c -> ids.put(c.name(), c.myId()));
    return Map.copyOf(ids);
  }

  /** Kills the first coordinator that publishes such an event, and no other. */
  private static void killAt(
      Cluster cluster,
      Predicate<RecordedEvent> condition,
      AtomicReference<CoordinatorNode> victim) {
    for (CoordinatorNode coordinator : cluster.coordinators()) {
      coordinator
          .events()
          .onEvent(
              event -> {
                if (condition.test(event) && victim.compareAndSet(null, coordinator)) {
                  coordinator.process().kill();
                }
              });
    }
  }

  private static CoordinatorNode awaitDeath(
      Cluster cluster, AtomicReference<CoordinatorNode> victim) {
    cluster.until(
        "a coordinator is killed at the given step",
        Duration.ofSeconds(15),
        () -> victim.get() != null && !victim.get().isRunning());
    return victim.get();
  }

  private static void assertReturnsWithItsState(
      Cluster cluster, CoordinatorNode killed, Map<String, String> ids) {
    long epoch = killed.currentEpochOnDisk();
    assertThat(epoch).isPositive();
    killed.restart();
    assertThat(killed.myId()).isEqualTo(ids.get(killed.name()));
    assertThat(killed.replicas(cluster.group())).hasSize(2);
    assertThat(killed.peers(cluster.group())).hasSize(2);
    cluster.awaitStable(cluster.settings().recoveryBound());
    assertThat(killed.currentEpochOnDisk()).isGreaterThanOrEqualTo(epoch);
  }

  /** Nobody votes twice in an epoch, restarted or not. */
  private static void assertOneVoteEach(Cluster cluster) {
    List<String> votes =
        cluster.events("+vote-for-leader").stream()
            .map(e -> e.by() + " in epoch " + e.message().substring(e.message().indexOf(' ') + 1))
            .toList();
    assertThat(votes).isNotEmpty().doesNotHaveDuplicates();
  }
}
