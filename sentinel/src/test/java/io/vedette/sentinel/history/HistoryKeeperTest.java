package io.vedette.sentinel.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.view.Flag;
import io.vedette.quorum.view.GroupOutlook;
import io.vedette.quorum.view.GroupView;
import io.vedette.quorum.view.PeerView;
import io.vedette.quorum.view.ViewChange;
import io.vedette.sentinel.runtime.FailoverRecord;
import io.vedette.sentinel.runtime.FailoverRecord.Candidate;
import io.vedette.sentinel.runtime.FailoverRecord.Cause;
import io.vedette.sentinel.runtime.FailoverRecord.Phase;
import io.vedette.sentinel.runtime.FailoverRecord.Result;
import io.vedette.sentinel.runtime.FailoverRecord.Step;
import io.vedette.sentinel.runtime.FailoverRecord.Vote;
import io.vedette.sentinel.runtime.LiveView;
import io.vedette.sentinel.server.PlainCoordination;
import io.vedette.sentinel.server.Views;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryKeeperTest {
  private static final long WALL = 1_700_000_000_000L;
  private static final String MASTER = "master mymaster 10.0.0.1 6379";
  private static final String AT = " @ mymaster 10.0.0.1 6379";
  private static final String CHOSEN = "slave 10.0.0.2:6380 10.0.0.2 6380" + AT;
  private static final String OTHER = "slave 10.0.0.3:6381 10.0.0.3 6381" + AT;
  private static final GroupName GROUP = new GroupName("mymaster");

  private final List<FailoverRecord> told = new ArrayList<>();
  @TempDir private Path folder;
  private Path file;
  private HistoryKeeper keeper;
  private LiveView view;

  @BeforeEach
  void remembers() {
    file = folder.resolve("sentinel.history");
    keeper = reloaded();
    keeper.onChange(told::add);
  }

  private HistoryKeeper reloaded() {
    PlainCoordination coordination = new PlainCoordination(Views.of(healthy()));
    view = coordination.view();
    return new HistoryKeeper(HistoryFile.beside(folder.resolve("sentinel.memory")), coordination);
  }

  private static GroupView healthy() {
    return Views.group("mymaster", Views.master(), Views.peer());
  }

  /** As this coordinator sees it while it, or another one, is leading in epoch 9. */
  private static GroupView led(RunId by) {
    GroupView down = Views.group("mymaster", Views.master(Flag.S_DOWN, Flag.O_DOWN));
    PeerView peer = Views.peer();
    PeerView voter =
        new PeerView(
            peer.runId(),
            peer.address(),
            peer.flags(),
            peer.link(),
            peer.sDownSince(),
            peer.lastHelloAt(),
            Optional.of(by),
            new Epoch(9));
    return new GroupView(
        down.name(),
        down.settings(),
        down.published(),
        false,
        down.master(),
        down.configEpoch(),
        Optional.of(by),
        new Epoch(9),
        "select_slave",
        new Epoch(9),
        down.replicas(),
        List.of(voter),
        GroupOutlook.CLEAR);
  }

  private void happens(long afterMs, EventType type, String payload, String reason) {
    happens(afterMs, type, payload, reason, led(Views.SELF));
  }

  private void happens(
      long afterMs, EventType type, String payload, String reason, GroupView view) {
    Event event = new Event(type, payload, reason, Optional.of(GROUP));
    keeper.take(new Seen(event, PlainCoordination.NOW + afterMs, WALL + afterMs, view));
  }

  private void leads() {
    happens(0, EventType.SDOWN, MASTER, "no answer for 1000 ms");
    happens(20, EventType.ODOWN, MASTER + " #quorum 2/2", "");
    happens(21, EventType.TRY_FAILOVER, MASTER, "");
    happens(21, EventType.VOTE_FOR_LEADER, Views.SELF + " 9", "");
    happens(25, EventType.ELECTED_LEADER, MASTER, "");
    happens(30, EventType.REPLICA_REFUSED, OTHER, "its priority is 0");
    happens(30, EventType.SELECTED_REPLICA, CHOSEN, "priority 100, offset 2704");
    happens(31, EventType.STATE_WAIT_PROMOTION, CHOSEN, "");
    happens(40, EventType.PROMOTED_REPLICA, CHOSEN, "");
    happens(40, EventType.SWITCH_MASTER, "mymaster 10.0.0.1 6379 10.0.0.2 6380", "");
    happens(90, EventType.RECONF_DONE, OTHER, "");
    happens(95, EventType.FAILOVER_END, MASTER, "");
  }

  @Test
  void whoLedKnowsWhenWhatHappenedWhoVotedAndWhyThisReplica() {
    leads();

    FailoverRecord record = keeper.all().get(0);
    assertThat(keeper.all()).hasSize(1);
    assertThat(record.startedAtMs()).isEqualTo(WALL);
    assertThat(record.cause()).isEqualTo(Cause.DOWN);
    assertThat(record.led()).isTrue();
    assertThat(record.epoch()).isEqualTo(new Epoch(9));
    assertThat(record.leader()).hasValue(Views.SELF);
    assertThat(record.from()).isEqualTo(Views.MASTER);
    assertThat(record.to()).hasValue(Views.REPLICA);
    assertThat(record.result()).isEqualTo(Result.DONE);
    assertThat(record.votesNeeded()).isEqualTo(2);
    assertThat(record.votes())
        .containsExactly(
            new Vote(Views.SELF, Optional.empty(), Optional.of(Views.SELF)),
            new Vote(
                Views.PEER, Optional.of(new Address("10.0.0.4", 26379)), Optional.of(Views.SELF)));
    assertThat(record.candidates())
        .containsExactly(
            new Candidate(
                Views.REPLICA, 100, 2704, true, "the best by priority, offset and run id"),
            new Candidate(Views.HIDDEN_REPLICA, 100, 2704, false, "its priority is 0"));
    assertThat(record.steps())
        .extracting(Step::afterMs, Step::phase)
        .map(Object::toString)
        .containsExactly(
            "(0L, DOWN)",
            "(20L, AGREED)",
            "(21L, STANDS)",
            "(21L, VOTED)",
            "(25L, ELECTED)",
            "(30L, CHOSEN)",
            "(31L, TOLD)",
            "(40L, PROMOTED)",
            "(40L, SWITCHED)",
            "(90L, FOLLOWS)",
            "(95L, ENDED)");
    assertThat(record.between(Phase.STANDS, Phase.ELECTED)).hasValue(4);
  }

  @Test
  void itIsToldStepByStepWhileItRuns() {
    leads();

    assertThat(told).hasSizeGreaterThan(5);
    assertThat(told.get(0).result()).isEqualTo(Result.RUNNING);
    assertThat(told.get(told.size() - 1).isOver()).isTrue();
  }

  @Test
  void whoHeardOfItKnowsWhoLed() {
    happens(0, EventType.SDOWN, MASTER, "", led(Views.PEER));
    happens(5, EventType.VOTE_FOR_LEADER, Views.PEER + " 9", "", led(Views.PEER));
    String update = "sentinel " + Views.PEER + " 10.0.0.4 26379" + AT;
    happens(50, EventType.CONFIG_UPDATE_FROM, update, "", healthy());
    happens(50, EventType.SWITCH_MASTER, "mymaster 10.0.0.1 6379 10.0.0.2 6380", "", healthy());

    FailoverRecord record = keeper.all().get(0);
    assertThat(record.led()).isFalse();
    assertThat(record.leader()).hasValue(Views.PEER);
    assertThat(record.leaderAddress()).hasValue(new Address("10.0.0.4", 26379));
    assertThat(record.from()).isEqualTo(Views.MASTER);
    assertThat(record.to()).hasValue(Views.REPLICA);
    assertThat(record.result()).isEqualTo(Result.DONE);
  }

  @Test
  void aSwitchOutOfTheBlueHasTheOldMasterFromTheEvent() {
    String update = "sentinel " + Views.PEER + " 10.0.0.4 26379" + AT;
    GroupView after =
        Views.group("mymaster", Views.settings(), Views.REPLICA, Views.master(), Views.peer());
    happens(0, EventType.CONFIG_UPDATE_FROM, update, "", after);
    happens(0, EventType.SWITCH_MASTER, "mymaster 10.0.0.1 6379 10.0.0.2 6380", "", after);

    assertThat(keeper.all().get(0).cause()).isEqualTo(Cause.HEARD);
    assertThat(keeper.all().get(0).from()).isEqualTo(Views.MASTER);
    assertThat(keeper.all().get(0).to()).hasValue(Views.REPLICA);
  }

  @Test
  void aMasterThatWasDownForAMomentIsNoFailover() {
    happens(0, EventType.SDOWN, MASTER, "");
    happens(10, EventType.ODOWN, MASTER + " #quorum 2/2", "");
    happens(20, EventType.SDOWN_CLEARED, MASTER, "");
    happens(30, EventType.SDOWN, CHOSEN, "");

    assertThat(keeper.all()).isEmpty();
    assertThat(told).isEmpty();
  }

  @Test
  void attemptsThatFailBelongToTheOutageThatTheyDidNotEnd() {
    happens(0, EventType.SDOWN, MASTER, "");
    happens(1, EventType.TRY_FAILOVER, MASTER, "");
    happens(2, EventType.ABORT_NOT_ELECTED, MASTER, "the vote was split");
    happens(3, EventType.TRY_FAILOVER, MASTER, "");
    happens(4, EventType.ELECTED_LEADER, MASTER, "");
    happens(5, EventType.REPLICA_REFUSED, CHOSEN, "it is down");
    happens(5, EventType.ABORT_NO_GOOD_REPLICA, MASTER, "every replica was refused");
    assertThat(keeper.all()).hasSize(1);
    assertThat(keeper.all().get(0).result()).isEqualTo(Result.RUNNING);

    happens(60, EventType.SDOWN_CLEARED, MASTER, "");

    FailoverRecord record = keeper.all().get(0);
    assertThat(keeper.all()).hasSize(1);
    assertThat(record.result()).isEqualTo(Result.FAILED);
    assertThat(record.reason()).isEqualTo("the master is well again");
    assertThat(record.steps()).filteredOn(step -> step.phase() == Phase.ABORTED).hasSize(2);
    assertThat(record.candidates().get(0).reason()).isEqualTo("it is down");
  }

  @Test
  void anOrderThatComesToNothingHasFailedAtOnce() {
    happens(0, EventType.TRY_FAILOVER, MASTER, "ordered", healthy());
    happens(9, EventType.ABORT_MASTER_TIMEOUT, MASTER, "it has not handed over", healthy());

    FailoverRecord record = keeper.all().get(0);
    assertThat(record.cause()).isEqualTo(Cause.ORDERED);
    assertThat(record.result()).isEqualTo(Result.FAILED);
    assertThat(record.reason()).isEqualTo("it has not handed over");
  }

  @Test
  void whatNobodyGoesOnTellingEndsByItself() {
    happens(0, EventType.VOTE_FOR_LEADER, Views.PEER + " 9", "", led(Views.PEER));
    long timeoutMs = Views.settings().failoverTimeoutMs();
    keeper.endForgotten(PlainCoordination.NOW + 2 * timeoutMs);
    assertThat(keeper.all().get(0).isOver()).isFalse();

    // The view of this coordinator has a failover running.
    keeper.endForgotten(PlainCoordination.NOW + 2 * timeoutMs + 1);
    assertThat(keeper.all().get(0).isOver()).isFalse();

    view.apply(new ViewChange(Views.process(), List.of(atRest()), List.of()));
    keeper.endForgotten(PlainCoordination.NOW + 2 * timeoutMs + 1);
    assertThat(keeper.all().get(0).result()).isEqualTo(Result.FAILED);
    assertThat(keeper.all().get(0).reason()).isEqualTo("nothing came of it");
  }

  private static GroupView atRest() {
    GroupView running = healthy();
    return new GroupView(
        running.name(),
        running.settings(),
        running.published(),
        false,
        running.master(),
        running.configEpoch(),
        running.leader(),
        running.leaderEpoch(),
        "none",
        running.failoverEpoch(),
        running.replicas(),
        running.peers(),
        running.outlook());
  }

  @Test
  void whatIsRememberedOutlivesARestartToTheLetter() {
    leads();
    happens(100, EventType.TRY_FAILOVER, MASTER, "ordered");
    keeper.close();
    assertThat(keeper.all().get(0).result()).isEqualTo(Result.INTERRUPTED);

    assertThat(reloaded().all()).isEqualTo(keeper.all()).hasSize(2);
  }

  @Test
  void aDamagedFileIsSetAsideAndNoReasonNotToStart() throws IOException {
    leads();
    keeper.close();
    String good = Files.readString(file);
    Files.writeString(file, good + "failover mymaster yesterday\n");

    HistoryFile damaged = new HistoryFile(file);
    assertThat(damaged.read()).isEqualTo(keeper.all());
    assertThat(damaged.warnings())
        .singleElement()
        .asString()
        .startsWith(file + ":" + (good.lines().count() + 1) + ": damaged; it is set aside as ")
        .doesNotContain("\n");
    assertThat(file).doesNotExist();
    assertThat(file.resolveSibling("sentinel.history.damaged")).exists();
  }

  @Test
  void whatIsNoTextIsSetAsideToo() throws IOException {
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 7});

    HistoryFile damaged = new HistoryFile(file);
    assertThat(damaged.read()).isEmpty();
    assertThat(damaged.warnings()).hasSize(1);
    assertThat(file).doesNotExist();
  }

  @Test
  void theOldestOfAGroupGiveWayAndThenTheOldestOfAll() {
    leads();
    FailoverRecord one = keeper.all().get(0);
    List<FailoverRecord> records = List.of();
    for (int i = 0; i < HistoryKeeper.MOST_OF_A_GROUP + 5; i++) {
      records = HistoryKeeper.with(one, records);
    }
    assertThat(records).hasSize(HistoryKeeper.MOST_OF_A_GROUP);

    for (int i = 0; i < HistoryKeeper.MOST + 5; i++) {
      records = HistoryKeeper.with(ofGroup("group" + i, one), records);
    }
    assertThat(records).hasSize(HistoryKeeper.MOST);
    assertThat(records.get(0).group().value()).isEqualTo("group" + (HistoryKeeper.MOST + 4));
  }

  private static FailoverRecord ofGroup(String name, FailoverRecord record) {
    return new FailoverRecord(
        new GroupName(name),
        record.startedAtMs(),
        record.cause(),
        record.led(),
        record.epoch(),
        record.leader(),
        record.leaderAddress(),
        record.from(),
        record.to(),
        record.votesNeeded(),
        record.votes(),
        record.candidates(),
        record.steps(),
        record.result(),
        record.reason());
  }
}
