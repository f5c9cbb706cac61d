package io.vedette.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.DataNode;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.NameRules;
import io.vedette.quorum.model.Peer;
import io.vedette.quorum.model.PeerLink;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.model.Timing;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RegistryTest {
  private static final Address MASTER = address(1);
  private static final Address REPLICA = address(2);
  private static final Address NAMED = new Address("redis-2", 6379);
  private static final Address PEER = new Address("10.0.1.2", 26379);
  private static final RunId PEER_ID = new RunId("b".repeat(RunId.LENGTH));

  private final Self self =
      new Self(
          Cores.config(List.of())
              .with(new NameRules(true, true, Map.of("redis-2", List.of("10.0.0.2")))),
          new SplittableRandom(1),
          0);
  private final Outbox out = new Outbox();
  private final Registry registry = new Registry(self, out);

  @Test
  void aMasterOfTwoGroupsIsTheFirstOnesUntilThatHasAnotherOrIsGone() {
    MasterGroup first = registry.add(group("first", MASTER));
    MasterGroup second = registry.add(group("second", MASTER));
    MasterGroup third = registry.add(group("third", address(3)));
    assertThat(registry.groupOfMaster(MASTER)).contains(first);
    registry.makeMaster(first, REPLICA);
    assertThat(registry.groupOfMaster(MASTER)).contains(second);
    assertThat(registry.groupOfMaster(REPLICA)).contains(first);
    registry.remove(second);
    assertThat(registry.groupOfMaster(MASTER)).isEmpty();
    assertThat(registry.groupOfMaster(address(3))).contains(third);
    assertThat(registry.groups()).containsExactly(first, third);
  }

  @Test
  void theMasterBeforeIsAReplicaAndWhatWasKnownOfTheNextStaysKnown() {
    MasterGroup group = registry.add(group("g", MASTER));
    DataNode master = group.master();
    DataNode replica = registry.addReplica(group, REPLICA).orElseThrow();
    assertThat(registry.makeMaster(group, REPLICA)).isSameAs(replica);
    assertThat(group.master()).isSameAs(replica);
    assertThat(group.replicas().values()).containsExactly(master);
    DataNode unknown = registry.makeMaster(group, address(7));
    assertThat(unknown.address()).isEqualTo(address(7));
    assertThat(group.replicas().values()).containsExactlyInAnyOrder(master, replica);
  }

  @Test
  void aMasterThatIsToldByNameIsKnownByItFromThenOn() {
    MasterGroup group = registry.add(group("g", MASTER));
    DataNode replica = registry.addReplica(group, REPLICA).orElseThrow();
    assertThat(registry.makeMaster(group, NAMED)).isSameAs(replica);
    assertThat(replica.address()).isEqualTo(NAMED);
    assertThat(group.replicas()).containsOnlyKeys(MASTER);
    assertThat(registry.groupOfMaster(REPLICA)).contains(group);
    assertThat(registry.groupOfMaster(NAMED)).contains(group);
  }

  @Test
  void aReplicaIsNewOnceAndKeepsItsName() {
    MasterGroup group = registry.add(group("g", MASTER));
    registry.takeTouched();
    assertThat(registry.addReplica(group, MASTER)).as("the master itself").isEmpty();
    assertThat(registry.takeTouched()).isEmpty();
    DataNode replica = registry.addReplica(group, REPLICA).orElseThrow();
    assertThat(registry.takeTouched()).containsExactly(group);
    assertThat(registry.addReplica(group, REPLICA)).isEmpty();
    assertThat(out.take()).as("nothing has changed").isEmpty();
    assertThat(registry.addReplica(group, NAMED)).isEmpty();
    assertThat(replica.address()).isEqualTo(NAMED);
    assertThat(group.replicas()).containsOnlyKeys(NAMED);
    assertThat(out.take()).containsExactly(new Effect.SaveState());
    assertThat(registry.takeTouched()).containsExactly(group);
    assertThat(registry.addReplica(group, REPLICA)).as("its address is no news").isEmpty();
    assertThat(replica.address()).isEqualTo(NAMED);
    assertThat(out.take()).isEmpty();
  }

  @Test
  void whoIsForgottenIsDisconnected() {
    MasterGroup group = registry.add(group("g", MASTER));
    DataNode first = registry.addReplica(group, REPLICA).orElseThrow();
    DataNode second = registry.addReplica(group, address(3)).orElseThrow();
    registry.connect(group, first);
    registry.connect(group, second);
    assertThat(registry.node(new LinkId(1)).orElseThrow().node()).isSameAs(first);
    out.take();
    registry.takeTouched();
    registry.forgetReplica(group, first);
    assertThat(out.take()).containsExactly(new Effect.Disconnect(new LinkId(1)));
    assertThat(registry.node(new LinkId(1))).isEmpty();
    assertThat(group.replicas().values()).containsExactly(second);
    assertThat(registry.takeTouched()).containsExactly(group);
    registry.forgetReplicas(group);
    assertThat(out.take()).containsExactly(new Effect.Disconnect(new LinkId(2)));
    assertThat(group.replicas()).isEmpty();
    registry.drop(second.link());
    assertThat(out.take()).as("there is no link any more").isEmpty();
  }

  @Test
  void aGroupThatIsRemovedLeavesNothingBehind() {
    MasterGroup group = registry.add(group("g", MASTER));
    Peer peer = registry.addPeer(group, PEER_ID, PEER);
    registry.connect(group, group.master());
    registry.connect(peer.process());
    registry.groupAgenda.begin(0);
    registry.groupAgenda.wakeAt(5);
    registry.groupAgenda.end(group);
    out.take();
    assertThat(registry.isWatched(group)).isTrue();
    registry.remove(group);
    assertThat(out.take())
        .containsExactly(
            new Effect.Disconnect(new LinkId(1)), new Effect.Disconnect(new LinkId(2)));
    assertThat(registry.isWatched(group)).isFalse();
    assertThat(registry.group(group.name())).isEmpty();
    assertThat(registry.peers()).isEmpty();
    assertThat(registry.takeTouched()).isEmpty();
    assertThat(registry.takeTouchedPeers()).isEmpty();
    assertThat(registry.groupAgenda.due(1_000)).isEmpty();
  }

  @Test
  void aPeerIsKnownAsLongAsAnyGroupKnowsIt() {
    MasterGroup first = registry.add(group("first", MASTER));
    MasterGroup second = registry.add(group("second", address(3)));
    PeerLink process = registry.addPeer(first, PEER_ID, PEER).process();
    assertThat(registry.addPeer(second, PEER_ID, PEER).process()).isSameAs(process);
    registry.connect(process);
    assertThat(registry.peer(new LinkId(1))).contains(process);
    out.take();
    registry.forgetPeers(first);
    assertThat(first.peers()).isEmpty();
    assertThat(out.take()).isEmpty();
    assertThat(registry.isKnown(process)).isTrue();
    assertThat(registry.peer(PEER_ID)).contains(process);
    registry.forgetPeers(second);
    assertThat(out.take()).containsExactly(new Effect.Disconnect(new LinkId(1)));
    assertThat(registry.isKnown(process)).isFalse();
    assertThat(registry.peer(PEER_ID)).isEmpty();
    assertThat(registry.peer(new LinkId(1))).isEmpty();
    PeerLink anew = registry.addPeer(first, PEER_ID, PEER).process();
    assertThat(registry.isKnown(process)).as("another one").isFalse();
    assertThat(registry.isKnown(anew)).isTrue();
  }

  @Test
  void aCoordinatorThatIsGoneIsGoneFromAllItsGroups() {
    MasterGroup first = registry.add(group("first", MASTER));
    MasterGroup second = registry.add(group("second", address(3)));
    PeerLink process = registry.addPeer(first, PEER_ID, PEER).process();
    registry.addPeer(second, PEER_ID, PEER);
    registry.takeTouched();
    registry.touchGroups(process);
    assertThat(registry.takeTouched()).containsExactly(first, second);
    registry.forgetPeer(process);
    assertThat(first.peers()).isEmpty();
    assertThat(second.peers()).isEmpty();
    assertThat(process.memberships()).isEmpty();
    assertThat(registry.peers()).isEmpty();
    assertThat(registry.takeTouched()).containsExactly(first, second);
  }

  @Test
  void whatIsTouchedIsTakenOnce() {
    MasterGroup group = registry.add(group("g", MASTER));
    PeerLink process = registry.addPeer(group, PEER_ID, PEER).process();
    assertThat(registry.takeTouched()).containsExactly(group);
    assertThat(registry.takeTouched()).isEmpty();
    assertThat(registry.takeTouchedPeers()).containsExactly(process);
    assertThat(registry.takeTouchedPeers()).isEmpty();
  }

  @Test
  void itselfAndThoseThatAreKnownTwiceAreNoPeersOfAConfiguration() {
    GroupConfig.KnownPeer other = new GroupConfig.KnownPeer(PEER, PEER_ID);
    GroupConfig.KnownPeer own = new GroupConfig.KnownPeer(PEER, Cores.SELF);
    GroupConfig fresh = group("g", MASTER);
    MasterGroup group =
        registry.add(
            new GroupConfig(
                fresh.name(),
                MASTER,
                fresh.settings(),
                fresh.configEpoch(),
                fresh.leaderEpoch(),
                List.of(REPLICA, MASTER),
                List.of(other, own, other)));
    assertThat(group.peers()).containsOnlyKeys(PEER_ID);
    assertThat(group.peers().get(PEER_ID).process().memberships()).hasSize(1);
    assertThat(group.replicas()).containsOnlyKeys(REPLICA);
  }

  @Test
  void mastersAreFoundByWhatTheirNamesStandForNow() {
    MasterGroup group = registry.add(group("g", NAMED));
    assertThat(registry.groupOfMaster(REPLICA)).contains(group);
    self.names.learn("redis-2", List.of("10.0.0.9"));
    registry.indexMasters();
    assertThat(registry.groupOfMaster(REPLICA)).isEmpty();
    assertThat(registry.groupOfMaster(address(9))).contains(group);
  }

  private static GroupConfig group(String name, Address master) {
    return GroupConfig.fresh(
        new GroupName(name), master, GroupSettings.defaults(2, Timing.DEFAULT));
  }

  private static Address address(int number) {
    return new Address("10.0.0." + number, 6379);
  }
}
