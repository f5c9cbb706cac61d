package io.vedette.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.NameRules;
import io.vedette.quorum.model.Timing;
import io.vedette.quorum.view.PeerView;
import io.vedette.quorum.view.ViewChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a coordinator does at once about what it is told, and not only when it looks next. */
class InputsTest {
  private static final Address NAMED_PEER = new Address("sentinel-2", Site.PEER.port());
  private static final Address NAMED_REPLICA = new Address("redis-3", 6379);

  private Site site = new Site(2);

  @BeforeEach
  void allIsKnown() {
    site.hello();
    site.run(4_500);
  }

  @Test
  void whoIsConnectedAgainIsGreeted() {
    site.kill(Site.REPLICA);
    site.down.clear();
    assertThat(site.greeted(site.run(1_000))).contains(Site.REPLICA).doesNotContain(Site.MASTER);
  }

  @Test
  void aPeerAtTheAddressOfAnyLinkIsThisCoordinatorItself() {
    Address own = new Address(Site.OWN_HOST, Site.PEER.port());
    List<Effect> done = site.hello(own);
    assertThat(Site.events(done))
        .contains(EventType.PEER_ADDRESS_SWITCH, EventType.INVALID_PEER_ADDRESS);
    assertThat(done).endsWith(new Effect.SaveState());
    assertThat(site.group().peers()).isEmpty();
    site.down.add(own);
    site.hello(own);
    assertThat(site.group().peers()).as("it can't be reached").hasSize(1);
    site.kill(Site.REPLICA);
    site.down.remove(Site.REPLICA);
    assertThat(Site.events(site.run(1_000))).contains(EventType.INVALID_PEER_ADDRESS);
    assertThat(site.group().peers()).isEmpty();
  }

  @Test
  void aPeerThatIsBackIsAskedForItsOpinionAtOnce() {
    site.kill(Site.PEER);
    site.kill(Site.MASTER);
    site.run(5_000);
    site.down.remove(Site.PEER);
    List<Effect> done = site.run(1);
    while (connect(done, Site.PEER) == null) {
      done = site.run(1);
    }
    assertThat(done).anyMatch(Effect.AskPeer.class::isInstance);
  }

  @Test
  void whatIsShownChangesWithEachAnswerAndHello() {
    site.coordinator.takeViewChange();
    assertThat(site.coordinator.takeViewChange().changed()).isEmpty();
    site.coordinator.take(
        new Input.PingReply(site.link(Site.MASTER), Input.PingAnswer.PONG), site.now);
    assertThat(site.coordinator.takeViewChange().changed()).hasSize(1);
    Hello hello =
        new Hello(Site.PEER, Site.PEER_ID, Epoch.ZERO, Site.GROUP, Site.MASTER, Epoch.ZERO);
    site.coordinator.take(new Input.HelloHeard(Optional.empty(), hello), site.now);
    ViewChange change = site.coordinator.takeViewChange();
    assertThat(change.changed()).hasSize(1);
    assertThat(change.changed().get(0).peers())
        .extracting(PeerView::lastHelloAt)
        .containsExactly(site.now);
  }

  @Test
  void shorterPeriodsCountAtOnce() {
    Timing usual = Timing.DEFAULT;
    Timing shorter =
        new Timing(
            100,
            10,
            usual.askPeriodMs(),
            usual.publishPeriodMs(),
            usual.defaultDownAfterMs(),
            usual.defaultFailoverTimeoutMs(),
            usual.tiltTriggerMs(),
            usual.tiltPeriodMs(),
            usual.replicaReconfTimeoutMs(),
            usual.minLinkReconnectPeriodMs(),
            usual.electionTimeoutMs());
    site.run(50);
    List<Effect> done = site.step(new Input.Retune(Site.TICKET, shorter));
    assertThat(site.asked(done)).contains(Site.MASTER, Site.REPLICA);
    assertThat(done).contains(new Effect.Ping(site.link(Site.PEER)));
  }

  @Test
  void anotherAddressIsAnnouncedAtOnce() {
    List<Effect> done = site.step(new Input.Announce(Optional.of("192.0.2.7"), 26380));
    assertThat(site.greeted(done)).contains(Site.MASTER, Site.REPLICA, Site.PEER);
    assertThat(done)
        .filteredOn(Effect.PublishHello.class::isInstance)
        .extracting(effect -> ((Effect.PublishHello) effect).hello().sender())
        .containsOnly(new Address("192.0.2.7", 26380));
  }

  @Test
  void whoCanSaveAgainStandsAtOnce() {
    site = new Site(1);
    site.run(4_500);
    site.step(new Input.StateUnsaved("disk full"));
    site.kill(Site.MASTER);
    assertThat(Site.events(site.run(5_000)))
        .contains(EventType.ODOWN)
        .doesNotContain(EventType.TRY_FAILOVER);
    assertThat(Site.events(site.step(new Input.StateSaved()))).contains(EventType.TRY_FAILOVER);
  }

  @Test
  void aReplicaThatIsToldByNameIsKnownAsSoonAsItsNameIs() {
    site = named();
    site.says.put(Site.MASTER, Site.master(Site.MASTER, List.of(Site.REPLICA, NAMED_REPLICA)));
    assertThat(site.run(11_000)).contains(new Effect.ResolveHost("redis-3"));
    assertThat(site.group().replicas()).hasSize(1);
    List<Effect> done = site.step(new Input.HostResolved("redis-3", List.of("10.0.0.3")));
    assertThat(Site.events(done)).contains(EventType.REPLICA);
    assertThat(site.group().replicas()).hasSize(2);
  }

  @Test
  void aReplicaWhoseNameNobodyHasIsKnownAllTheSame() {
    site = named();
    site.says.put(Site.MASTER, Site.master(Site.MASTER, List.of(Site.REPLICA, NAMED_REPLICA)));
    site.run(11_000);
    List<Effect> done = site.step(new Input.HostUnresolved("redis-3", "NXDOMAIN"));
    assertThat(Site.events(done)).contains(EventType.REPLICA);
  }

  @Test
  void aPeerThatSaysItsNameIsKnownByItAndStaysConnected() {
    site = named();
    site.hello();
    site.step(new Input.HostResolved("sentinel-2", List.of(Site.PEER.host())));
    assertThat(site.hello(NAMED_PEER)).containsExactly(new Effect.ResolveHost("sentinel-2"));
    List<Effect> done = site.step(new Input.HostResolved("sentinel-2", List.of(Site.PEER.host())));
    assertThat(done).contains(new Effect.SaveState());
    assertThat(done).noneMatch(Effect.Disconnect.class::isInstance);
    assertThat(site.group().peers())
        .extracting(PeerView::known)
        .as("by its name")
        .containsExactly(NAMED_PEER);
    assertThat(site.hello()).as("its address is no news").isEmpty();
  }

  @Test
  void aPeerWhoseNameStandsForAnotherAddressIsConnectedThere() {
    site = named();
    site.hello(NAMED_PEER);
    site.step(new Input.HostResolved("sentinel-2", List.of(Site.PEER.host())));
    Effect old = new Effect.Disconnect(site.link(Site.PEER));
    Address moved = new Address("10.0.1.9", Site.PEER.port());
    assertThat(site.run(31_000)).contains(new Effect.ResolveHost("sentinel-2"));
    List<Effect> done = site.step(new Input.HostResolved("sentinel-2", List.of(moved.host())));
    done.addAll(site.run(1_000));
    assertThat(done).contains(old);
    assertThat(connect(done, moved)).isNotNull();
  }

  @Test
  void aPeerThatHasMovedIsConnectedWhereItIs() {
    Effect old = new Effect.Disconnect(site.link(Site.PEER));
    Address moved = new Address("10.0.1.9", Site.PEER.port());
    List<Effect> done = site.hello(moved);
    assertThat(done).contains(old, new Effect.SaveState());
    assertThat(connect(done, moved)).isNotNull();
  }

  @Test
  void whoIsAtAnothersAddressLeavesItWithoutAnyAndThatIsSaid() {
    site.hello(3, Site.MASTER, 0);
    Address others = new Address("10.0.1.3", Site.PEER.port());
    List<Effect> done = site.hello(others);
    assertThat(Site.events(done))
        .containsSubsequence(EventType.PEER_ADDRESS_SWITCH, EventType.INVALID_PEER_ADDRESS);
    assertThat(site.group().peers())
        .extracting(PeerView::known)
        .containsExactly(new Address("10.0.1.3", 0), others);
  }

  @Test
  void aPeerWithoutAnAddressIsDownAlsoAfterARestart() {
    GroupConfig fresh =
        GroupConfig.fresh(Site.GROUP, Site.MASTER, GroupSettings.defaults(2, Timing.DEFAULT));
    GroupConfig.KnownPeer lost =
        new GroupConfig.KnownPeer(new Address("10.0.1.2", 0), Site.PEER_ID);
    site =
        new Site(
            Cores.config(
                List.of(
                    new GroupConfig(
                        fresh.name(),
                        fresh.master(),
                        fresh.settings(),
                        fresh.configEpoch(),
                        fresh.leaderEpoch(),
                        List.of(),
                        List.of(lost)))));
    assertThat(Site.events(site.run(29_999))).doesNotContain(EventType.SDOWN);
    assertThat(Site.events(site.run(1))).containsExactly(EventType.SDOWN);
  }

  private static Effect connect(List<Effect> effects, Address to) {
    return effects.stream()
        .filter(
            effect ->
                effect instanceof Effect.Connect connect && connect.target().address().equals(to))
        .reduce((first, last) -> last)
        .orElse(null);
  }

  private static Site named() {
    GroupSettings settings = GroupSettings.defaults(2, Timing.DEFAULT);
    GroupConfig group = GroupConfig.fresh(Site.GROUP, Site.MASTER, settings);
    return new Site(Cores.config(List.of(group)).with(new NameRules(true, false, Map.of())));
  }
}
