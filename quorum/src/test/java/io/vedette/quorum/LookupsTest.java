package io.vedette.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.Lookups.Way;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.NameRules;
import io.vedette.quorum.model.PeerLink;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.model.Timing;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LookupsTest {
  private static final Address NAMED = new Address("Redis-1", 6379);
  private static final Effect ASK = new Effect.ResolveHost("Redis-1");
  private static final long PATIENCE_MS = 500;

  private final Outbox out = new Outbox();
  private final Agenda<String> agenda = new Agenda<>();
  private Self self = self(true);
  private Registry registry = new Registry(self, out);
  private Lookups lookups = new Lookups(self, out, registry);

  @Test
  void whatIsNoNameIsNotLookedUp() {
    Address address = new Address("10.0.0.1", 6379);
    assertThat(way(address)).isEqualTo(Way.OPEN);
    assertThat(lookups.isSettled(address)).isTrue();
    assertThat(lookups.isKnown(address)).isTrue();
    self = self(false);
    lookups = new Lookups(self, out, registry);
    assertThat(way(NAMED)).isEqualTo(Way.OPEN);
    assertThat(lookups.isSettled(NAMED)).isTrue();
    assertThat(lookups.isKnown(NAMED)).isTrue();
    assertThat(out.take()).isEmpty();
    assertThat(lookups.next()).isEqualTo(Coordinator.NO_DEADLINE);
  }

  @Test
  void aNameIsAskedForOnceAndItsAddressCounts() {
    assertThat(way(NAMED)).isEqualTo(Way.PENDING);
    assertThat(out.take()).containsExactly(ASK);
    self.now = 900;
    assertThat(way(NAMED)).isEqualTo(Way.PENDING);
    assertThat(lookups.isSettled(NAMED)).isFalse();
    assertThat(lookups.isKnown(NAMED)).isFalse();
    assertThat(out.take()).as("it is being looked up").isEmpty();
    resolved("10.0.0.1");
    assertThat(way(NAMED)).isEqualTo(Way.OPEN);
    assertThat(lookups.isSettled(NAMED)).isTrue();
    assertThat(lookups.isKnown(NAMED)).isTrue();
    assertThat(out.take()).as("that was just now").isEmpty();
  }

  @Test
  void whereItIsKnownSlowAnswersAreWaitedForWithPatience() {
    way(NAMED);
    resolved("10.0.0.1");
    out.take();
    self.now = 1_000;
    assertThat(way(NAMED)).isEqualTo(Way.PENDING);
    assertThat(out.take()).containsExactly(ASK);
    self.now = 1_000 + PATIENCE_MS - 1;
    assertThat(way(NAMED)).isEqualTo(Way.PENDING);
    self.now = 1_000 + PATIENCE_MS;
    assertThat(way(NAMED)).as("the last known address").isEqualTo(Way.OPEN);
    assertThat(out.take()).isEmpty();
  }

  @Test
  void anAnswerThatNeverComesIsNotWaitedForForEver() {
    way(NAMED);
    out.take();
    self.now = 11_999;
    assertThat(way(NAMED)).isEqualTo(Way.PENDING);
    assertThat(out.take()).isEmpty();
    self.now = 12_000;
    way(NAMED);
    assertThat(out.take()).as("it is asked for again").containsExactly(ASK);
  }

  @Test
  void aNameThatNobodyHasIsNoWayAndAskedForAgainASecondLater() {
    way(NAMED);
    out.take();
    unresolved();
    assertThat(out.take()).as("it is in no use").isEmpty();
    assertThat(way(NAMED)).isEqualTo(Way.NONE);
    assertThat(lookups.isSettled(NAMED)).isTrue();
    assertThat(lookups.isKnown(NAMED)).isFalse();
    self.now = 999;
    way(NAMED);
    assertThat(out.take()).isEmpty();
    self.now = 1_000;
    assertThat(way(NAMED)).as("there was none").isEqualTo(Way.NONE);
    assertThat(out.take()).containsExactly(ASK);
  }

  @Test
  void aNameInUseThatCanNotBeResolvedIsSaidOnceAndSoIsThatItCan() {
    watch(NAMED);
    way(NAMED);
    out.take();
    unresolved();
    assertThat(said()).containsExactly(EventType.HOST_UNRESOLVED);
    unresolved();
    assertThat(said()).isEmpty();
    resolved("10.0.0.1");
    assertThat(said()).containsExactly(EventType.HOST_RESOLVED);
    resolved("10.0.0.1");
    assertThat(said()).isEmpty();
    resolved("10.0.0.2");
    assertThat(said()).containsExactly(EventType.HOST_MOVED);
  }

  @Test
  void whoWaitsIsLookedAtWhenItIsAnsweredUnlessItIsGone() {
    MasterGroup stays = watch(new Address("10.0.0.1", 6379));
    MasterGroup goes =
        registry.add(
            GroupConfig.fresh(
                new GroupName("goes"),
                new Address("10.0.0.3", 6379),
                GroupSettings.defaults(1, Timing.DEFAULT)));
    PeerLink peer =
        registry
            .addPeer(stays, new RunId("b".repeat(RunId.LENGTH)), new Address("10.0.1.1", 26379))
            .process();
    PeerLink gone =
        registry
            .addPeer(goes, new RunId("c".repeat(RunId.LENGTH)), new Address("10.0.1.2", 26379))
            .process();
    lookups.await(NAMED, stays);
    lookups.await(NAMED, goes);
    lookups.await(NAMED, peer);
    lookups.await(NAMED, gone);
    registry.remove(goes);
    registry.takeTouched();
    registry.takeTouchedPeers();
    assertThat(resolved("10.0.0.1")).containsExactly(stays);
    assertThat(registry.takeTouched()).containsExactly(stays);
    assertThat(registry.takeTouchedPeers()).containsExactly(peer);
    assertThat(resolved("10.0.0.1")).as("it does not wait any more").isEmpty();
    lookups.await(NAMED, stays);
    assertThat(unresolved()).containsExactly(stays);
    assertThat(registry.takeTouched()).containsExactly(stays);
  }

  @Test
  void answersThatNobodyAskedForChangeNothing() {
    assertThat(resolved("10.0.0.1")).isEmpty();
    assertThat(unresolved()).isEmpty();
    assertThat(self.names.areAnyKnown()).isFalse();
    assertThat(out.take()).isEmpty();
  }

  @Test
  void namesInUseAreLookedUpEveryHalfMinuteAndOthersForgotten() {
    watch(NAMED);
    way(NAMED);
    resolved("10.0.0.1");
    lookups.isSettled(new Address("heard", 6379));
    lookups.resolved(new Input.HostResolved("heard", List.of("10.0.0.8")));
    out.take();
    assertThat(lookups.next()).isEqualTo(Lookups.SWEEP_MS);
    self.now = Lookups.SWEEP_MS - 1;
    lookups.sweep();
    assertThat(out.take()).isEmpty();
    self.now = Lookups.SWEEP_MS;
    lookups.sweep();
    assertThat(out.take()).containsExactly(ASK, new Effect.ResolveHost("heard"));
    assertThat(lookups.next()).isEqualTo(2 * Lookups.SWEEP_MS);
    resolved("10.0.0.1");
    self.now = 2 * Lookups.SWEEP_MS;
    lookups.sweep();
    assertThat(out.take()).as("nobody has spoken of the other for a minute").containsExactly(ASK);
    assertThat(self.names.hostOf("heard")).isEmpty();
    assertThat(self.names.hostOf("redis-1")).contains("10.0.0.1");
  }

  @Test
  void namesThatWereKnownBeforeTheStartAreLookedAfter() {
    lookups.lookAfter(Set.of("Redis-1"));
    watch(NAMED);
    self.now = Lookups.SWEEP_MS;
    lookups.sweep();
    assertThat(out.take()).containsExactly(ASK);
  }

  @Test
  void whatIsHeardOfIsNotTakenWithoutEnd() {
    for (int i = 0; i < 4_096; i++) {
      lookups.isSettled(new Address("host-" + i, 6379));
    }
    assertThat(out.take()).hasSize(4_096);
    assertThat(lookups.isSettled(NAMED)).as("it counts as it is").isTrue();
    assertThat(out.take()).isEmpty();
    assertThat(lookups.isSettled(new Address("HOST-7", 6379))).as("still waited for").isFalse();
  }

  @Test
  void aNameIsAskedForAtOnceUnlessItIsBeingLookedUp() {
    lookups.ask(NAMED);
    assertThat(out.take()).containsExactly(ASK);
    lookups.ask(NAMED);
    assertThat(out.take()).isEmpty();
    unresolved();
    out.take();
    lookups.ask(NAMED);
    assertThat(out.take()).containsExactly(ASK);
  }

  private Way way(Address address) {
    agenda.begin(self.now);
    Way way = lookups.wayTo(address, PATIENCE_MS, agenda);
    agenda.end("it");
    return way;
  }

  private List<MasterGroup> resolved(String host) {
    return lookups.resolved(new Input.HostResolved("redis-1", List.of(host)));
  }

  private List<MasterGroup> unresolved() {
    return lookups.unresolved(new Input.HostUnresolved("REDIS-1", "NXDOMAIN"));
  }

  private MasterGroup watch(Address master) {
    return registry.add(
        GroupConfig.fresh(new GroupName("g"), master, GroupSettings.defaults(1, Timing.DEFAULT)));
  }

  private List<EventType> said() {
    return out.take().stream()
        .filter(Effect.Publish.class::isInstance)
        .map(effect -> ((Effect.Publish) effect).event().type())
        .toList();
  }

  private static Self self(boolean resolves) {
    return new Self(
        Cores.config(List.of()).with(new NameRules(resolves, false, Map.of())),
        new SplittableRandom(1),
        0);
  }
}
