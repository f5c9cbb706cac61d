package io.vedette.quorum.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.EventType;
import io.vedette.quorum.Input;
import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.model.RunId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Situations in which an earlier version did harm, each kept from coming back. */
class RegressionsTest {
  private World world;

  private World begin(int replicas, int coordinators, int quorum) {
    world = new World(1, false, replicas, coordinators, World.settings(quorum, 1_000, 10_000));
    world.processes().forEach(world::start);
    world.run(5_000);
    world.takePrinted();
    return world;
  }

  @Test
  void nodeKnownByTwoAddressesIsNeverToldToFollowItself() {
    world = new World(1, false, 2, 3, World.settings(2, 1_000, 10_000));
    Address name = new Address("redis-1", 6379);
    world.alias(world.server("m"), name);
    world.configure(GroupConfig.fresh(World.GROUP, name, World.settings(2, 1_000, 10_000)));
    world.processes().forEach(world::start);
    world.run(5_000);
    world.process("c1").step(new Input.Failover(world.process("c1").ticket(), World.GROUP, false));
    world.run(30_000);
    world.server("r1").priority = 50;
    world.server("r2").priority = 0;
    world.server("m").priority = 1;
    world.run(12_000);
    world.takePrinted();
    world.process("c1").step(new Input.Failover(world.process("c1").ticket(), World.GROUP, false));
    world.run(30_000);
    assertThat(world.server("m").master).isNotEqualTo(Optional.of(world.server("m").address));
  }

  @Test
  void nodeThatHasNotSaidWhoItIsIsToldNothingForItMayBeTheMaster() {
    world = new World(1, false, 2, 3, World.settings(2, 1_000, 10_000));
    Address name = new Address("redis-1", 6379);
    Address real = world.server("m").address;
    world.alias(world.server("m"), name);
    world.configure(GroupConfig.fresh(World.GROUP, name, World.settings(2, 1_000, 10_000)));
    world.processes().forEach(world::start);
    world.run(5_000);
    Member c1 = world.process("c1");
    c1.step(new Input.Failover(c1.ticket(), World.GROUP, false));
    world.run(1_000);
    world.server("r1").priority = 0;
    world.server("r2").priority = 0;
    // Under its other address it is connected, and has not said anything, when it is promoted.
    world.server("m").infoDelayMs = 300;
    c1.step(new Input.Failover(c1.ticket(), World.GROUP, false));
    world.run(30_000);
    assertThat(world.takePrinted())
        .noneMatch(line -> line.contains("tells " + real + " to follow " + name));
    assertThat(world.server("m").master).isNotEqualTo(Optional.of(name));
  }

  @Test
  void whoRemovesAGroupLetsItsClientsGo() {
    begin(2, 3, 2);
    Member c1 = world.process("c1");
    c1.step(new Input.Failover(c1.ticket(), World.GROUP, true));
    for (int i = 0; i < 100 && world.server("m").pausedUntil == 0; i++) {
      world.run(1);
    }
    assertThat(world.server("m").pausedUntil).as("its clients wait").isPositive();
    c1.step(new Input.Remove(c1.ticket(), World.GROUP));
    assertThat(world.takePrinted())
        .anyMatch(line -> line.contains("c1 resumes writes at " + world.server("m").address));
  }

  @Test
  void orderedFailoverDoesNotShareItsEpochWithAnElection() {
    begin(2, 3, 2);
    world.killServer(world.server("m"));
    world.cut("c1", "r1");
    world.run(1_003);
    // Everyone agrees; the operator is as quick, where r1 can't be reached.
    world.process("c1").step(new Input.Failover(world.process("c1").ticket(), World.GROUP, false));
    world.run(5_000);
    world.healNetwork();
    world.run(60_000);
    assertThat(world.whyUnsettled()).isEmpty();
  }

  @Test
  void twoOrderedFailoversDoNotShareAnEpoch() {
    begin(2, 3, 2);
    world.cut("c1", "r1");
    world.run(1_500);
    world.process("c1").step(new Input.Failover(world.process("c1").ticket(), World.GROUP, false));
    world.process("c2").step(new Input.Failover(world.process("c2").ticket(), World.GROUP, false));
    world.run(5_000);
    world.healNetwork();
    world.run(60_000);
    assertThat(world.whyUnsettled()).isEmpty();
  }

  @Test
  void whoWasOrderedToFailOverVotesForNobodyElseBeforeItIsDone() {
    begin(2, 3, 2);
    Member c1 = world.process("c1");
    // It waits for the votes of those it can't reach, and is asked for its own meanwhile.
    world.cut("c1", "c2");
    world.cut("c1", "c3");
    c1.step(new Input.Failover(c1.ticket(), World.GROUP, false));
    world.run(500);
    ask(c1, "d", 7);
    world.run(5_000);
    assertThat(world.takePrinted()).noneMatch(line -> line.contains("c1 +vote-for-leader ddd"));
    assertThat(world.server("r1").role).as("and it goes on").isEqualTo(Role.MASTER);
    ask(c1, world.server("r1").address, "d", 9);
    assertThat(world.takePrinted())
        .as("when it is done, it votes again")
        .anyMatch(line -> line.contains("c1 +vote-for-leader ddd"));
  }

  @Test
  void splitVoteWithDeadVoterIsRepeatedSoon() {
    begin(2, 3, 1);
    world.process("c3").kill();
    world.cut("c1", "c2");
    world.run(2_500);
    world.killServer(world.server("m"));
    world.run(1_003);
    world.healNetwork();
    world.run(8_000);
    assertThat(world.count(EventType.SWITCH_MASTER)).as("switched within 8 s").isPositive();
  }

  @Test
  void replicasSlowToAnswerInfoAreWaitedFor() {
    begin(2, 3, 2);
    world.server("r1").infoDelayMs = 250;
    world.server("r2").infoDelayMs = 250;
    world.run(12_000);
    world.server("m").hung = true;
    world.run(8_000);
    assertThat(world.count(EventType.SWITCH_MASTER)).as("switched within 7 s").isPositive();
  }

  @Test
  void replicaPromotedByALeaderThatDiedIsStillTheBest() {
    begin(2, 3, 2);
    world.server("r2").offset = 50;
    world.run(12_000);
    world.killServer(world.server("m"));
    world.run(1_003);
    // The leader has told r1, and dies before it sees it as a master.
    for (int i = 0; i < 20 && world.server("r1").master.isPresent(); i++) {
      world.run(1);
    }
    world.process("c2").kill();
    world.run(60_000);
    assertThat(world.server("r2").master)
        .as("r2 is far behind r1")
        .isEqualTo(Optional.of(world.server("r1").address));
  }

  @Test
  void replicaThatDiesInItsResynchronisationDoesNotHoldUpTheOthers() {
    begin(3, 3, 2);
    world.server("r2").neverSyncs = true;
    world.killServer(world.server("m"));
    world.run(2_000);
    world.killServer(world.server("r2"));
    world.run(4_000);
    assertThat(world.server("r3").master).isEqualTo(Optional.of(world.server("r1").address));
  }

  @Test
  void groupMonitoredAnewDoesNotVoteAgainInTheEpoch() {
    begin(1, 1, 1);
    Member c1 = world.process("c1");
    ask(c1, "d", 5);
    c1.step(new Input.Remove(c1.ticket(), World.GROUP));
    c1.step(
        new Input.Monitor(
            c1.ticket(),
            GroupConfig.fresh(
                World.GROUP, world.server("m").address, World.settings(1, 1_000, 10_000))));
    ask(c1, "e", 5);
  }

  @Test
  void whoHasForgottenTheOthersDoesNotLeadAlone() {
    begin(2, 3, 1);
    world.killServer(world.server("m"));
    world.run(900);
    Member c2 = world.process("c2");
    c2.step(new Input.Reset(c2.ticket(), List.of(World.GROUP)));
    world.run(10_000);
    assertThat(world.count(EventType.ELECTED_LEADER)).isEqualTo(1);
    assertThat(world.count(EventType.ABORT_NO_GOOD_REPLICA)).isZero();
  }

  @Test
  void failoverWhoseEpochIsNotOnDiskDoesNotGoOn() {
    begin(1, 3, 2);
    Member c1 = world.process("c1");
    c1.diskFails = true;
    c1.step(new Input.Failover(c1.ticket(), World.GROUP, false));
    world.run(5_000);
    assertThat(world.server("r1").master).as("nothing was promoted").isPresent();
  }

  @Test
  void configEpochDoesNotGoBackWhenNewerOneConfirmsTheMaster() {
    begin(1, 3, 2);
    Member c1 = world.process("c1");
    world.server("r1").refusesReplicaof = true;
    c1.step(new Input.Failover(c1.ticket(), World.GROUP, false));
    world.run(500);
    c1.step(
        new Input.HelloHeard(
            Optional.empty(),
            new Hello(
                world.process("c2").address,
                world.process("c2").runId,
                new Epoch(7),
                World.GROUP,
                world.server("m").address,
                new Epoch(7))));
    world.server("r1").refusesReplicaof = false;
    world.run(3_000);
  }

  @Test
  void itselfUnderAnotherRunIdIsNoVoter() {
    world = new World(1, false, 1, 2, World.settings(2, 1_000, 10_000));
    Member c1 = world.process("c1");
    Member c2 = world.process("c2");
    world.configure(
        new GroupConfig(
            World.GROUP,
            world.server("m").address,
            World.settings(2, 1_000, 10_000),
            Epoch.ZERO,
            Epoch.ZERO,
            List.of(),
            List.of(
                new GroupConfig.KnownPeer(c1.address, new RunId("d".repeat(RunId.LENGTH))),
                new GroupConfig.KnownPeer(c2.address, c2.runId))));
    world.start(c1);
    world.start(c2);
    world.run(5_000);
    world.cut("c1", "c2");
    world.cut("c1", "m");
    world.run(5_000);
    assertThat(world.count(EventType.ODOWN)).as("c1 alone does not make a quorum of 2").isZero();
  }

  @Test
  void peerThatMovesToTheAddressOfADeadOneIsCountedOnce() {
    begin(1, 3, 3);
    Member c1 = world.process("c1");
    Member c2 = world.process("c2");
    Member c3 = world.process("c3");
    c3.kill();
    world.run(2_000);
    // c3's address is c2's now.
    c1.step(
        new Input.HelloHeard(
            Optional.empty(),
            new Hello(
                c3.address,
                c2.runId,
                Epoch.ZERO,
                World.GROUP,
                world.server("m").address,
                Epoch.ZERO)));
    assertThat(
            c1.core.view().groups().get(0).peers().stream()
                .filter(peer -> peer.address().equals(c3.address))
                .count())
        .as("peers of which one process would answer for both")
        .isLessThanOrEqualTo(1);
  }

  @Test
  void failoverEndsWithAnEventWhenTheNewMasterDies() {
    begin(3, 3, 2);
    world.server("r2").refusesReplicaof = true;
    world.server("r3").refusesReplicaof = true;
    world.killServer(world.server("m"));
    world.run(3_000);
    world.killServer(world.server("r1"));
    world.run(3_000);
    assertThat(
            world.count(EventType.FAILOVER_END) + world.count(EventType.FAILOVER_END_FOR_TIMEOUT))
        .as("ends of the first failover")
        .isPositive();
  }

  @Test
  void answerAboutTheOldMasterIsNotCountedAgainstTheNewOne() {
    begin(2, 3, 2);
    Member c3 = world.process("c3");
    world.cut("c3", "r1");
    world.run(1_500);
    world.killServer(world.server("m"));
    world.run(1_001);
    // c3 has asked c1 and c2 about m; before their answers come, it hears that r1 is master now.
    world.run(1);
    c3.step(
        new Input.HelloHeard(
            Optional.empty(),
            new Hello(
                world.process("c2").address,
                world.process("c2").runId,
                new Epoch(1),
                World.GROUP,
                world.server("r1").address,
                new Epoch(1))));
    world.cut("c3", "c1");
    world.cut("c3", "c2");
    world.run(200);
    assertThat(c3.core.view().groups().get(0).master().oDownSince())
        .as("nobody but c3 has ever said that r1 is down")
        .isEqualTo(-1);
  }

  @Test
  void serverOfAnotherGroupAtTheAddressOfAReplicaIsNotThatReplicaRestarted() {
    world = new World(1, false, 2, 3, World.settings(2, 1_000, 10_000));
    world.servers().forEach(server -> server.replId = "a");
    world.processes().forEach(world::start);
    world.run(5_000);
    Server theirMaster = new Server("x", 9, new Address("10.9.0.1", 6379), Optional.empty());
    theirMaster.replId = "b";
    world.alias(theirMaster, theirMaster.address);
    Server r1 = world.server("r1");
    r1.restart();
    r1.replId = "b";
    r1.follow(Optional.of(theirMaster.address));
    world.run(60_000);
    assertThat(r1.master).isEqualTo(Optional.of(theirMaster.address));
  }

  @Test
  void refusingNodeIsNotToldEverySecond() {
    begin(2, 1, 1);
    world.server("r2").follow(Optional.of(world.server("r1").address));
    world.server("r2").refusesReplicaof = true;
    world.run(30_000);
    long before = world.count(EventType.REPLICAOF_REFUSED);
    world.run(60_000);
    assertThat(world.count(EventType.REPLICAOF_REFUSED) - before)
        .as("orders refused in a minute; a stock Sentinel gives 6")
        .isLessThanOrEqualTo(6);
  }

  @Test
  void highestEpochOfAllDoesNotStopTheCoordinator() {
    begin(1, 3, 2);
    Member c1 = world.process("c1");
    for (long link = 1; link < 20; link++) {
      c1.step(
          new Input.PeerReply(
              new LinkId(link),
              World.GROUP,
              world.server("m").address,
              true,
              Optional.of(c1.runId),
              new Epoch(Long.MAX_VALUE)));
    }
    world.killServer(world.server("m"));
    world.run(5_000);
  }

  @Test
  void answersThatHaveWaitedCountBeforeAnyoneIsJudged() {
    begin(2, 3, 2);
    Member c1 = world.process("c1");
    // Both replicas have been sent a PING, and neither answer has come.
    while (c1.core.view().groups().get(0).replicas().get(1).link().pingPendingSince() < 0) {
      world.run(1);
    }
    // Less than what makes TILT, more than down-after.
    c1.pause();
    world.run(1_500);
    world.takePrinted();
    c1.resume();
    world.run(2_000);
    assertThat(world.takePrinted()).noneMatch(line -> line.contains("c1 +sdown"));
  }

  @Test
  void whoHasVotedForAnotherSinceDoesNotTellTheOldMasterAgainToFollow() {
    begin(2, 3, 2);
    Member c2 = world.process("c2");
    c2.step(new Input.Failover(c2.ticket(), World.GROUP, false));
    world.run(200);
    Address master = c2.core.view().groups().get(0).master().address();
    assertThat(master).isNotEqualTo(world.server("m").address);
    world.takePrinted();
    // Elected, it may be making the old master the master again.
    c2.step(
        new Input.PeerAsks(
            c2.ticket(), master, new Epoch(2), Optional.of(new RunId("d".repeat(RunId.LENGTH)))));
    world.run(1_000);
    assertThat(world.takePrinted())
        .anyMatch(line -> line.contains("c2 +vote-for-leader ddd"))
        .noneMatch(line -> line.contains("c2 tells 10.0.0.1:6379"));
  }

  private static void ask(Member member, String digit, long epoch) {
    ask(member, new Address("10.0.0.1", 6379), digit, epoch);
  }

  private static void ask(Member member, Address master, String digit, long epoch) {
    member.step(
        new Input.PeerAsks(
            member.ticket(),
            master,
            new Epoch(epoch),
            Optional.of(new RunId(digit.repeat(RunId.LENGTH)))));
  }
}
