package io.vedette.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.cluster.ClusterConfig;
import io.vedette.quorum.cluster.ClusterReport;
import io.vedette.quorum.cluster.NodeId;
import io.vedette.quorum.cluster.NodeLine;
import io.vedette.quorum.cluster.NodeOptions;
import io.vedette.quorum.cluster.Promotion;
import io.vedette.quorum.cluster.ShardMemory;
import io.vedette.quorum.cluster.SlotSet;
import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupMemory;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.LinkTarget;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.model.Timing;
import io.vedette.quorum.options.ClusterOption;
import io.vedette.quorum.options.OptionValues;
import io.vedette.quorum.view.ClusterView;
import io.vedette.quorum.view.GroupView;
import io.vedette.quorum.view.NodeView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cluster of the masters 1 and 2 and their replicas 3 and 4, as its nodes tell of it. */
class ShardsTest {
  private static final GroupName FIRST = new GroupName("shop-11111111");
  private static final SlotSet FIRST_SLOTS = SlotSet.range(0, 8_191);
  private static final SlotSet SECOND_SLOTS = SlotSet.range(8_192, 16_383);
  private static final OptionValues OPTIONS =
      OptionValues.DEFAULTS.with(ClusterOption.NODES, List.of(address(1), address(4)));
  private static final OptionValues RESCUED =
      OPTIONS.with(ClusterOption.RESCUE_AFTER_MS, 1_000L).with(ClusterOption.QUORUM, 1L);

  private final Site site = new Site(Cores.config(List.of()));
  private final Map<Integer, NodeLine> lines = new LinkedHashMap<>();
  private long currentEpoch = 2;
  private int moving;

  @BeforeEach
  void allIsKnown() {
    lines.put(1, line(1, 0, 1, FIRST_SLOTS));
    lines.put(2, line(2, 0, 2, SECOND_SLOTS));
    lines.put(3, line(3, 1, 1, SlotSet.NONE));
    lines.put(4, line(4, 2, 2, SlotSet.NONE));
    tell();
    site.says.put(address(1), Site.master(address(1), List.of(address(3))));
    site.says.put(address(2), Site.master(address(2), List.of(address(4))));
    site.says.put(address(3), Site.replica(address(3), address(1)));
    site.says.put(address(4), Site.replica(address(4), address(2)));
    watch(OPTIONS);
    site.run(5_500);
  }

  @Test
  void eachMasterWithSlotsIsAGroup() {
    assertThat(groups())
        .extracting(GroupView::name)
        .extracting(GroupName::value)
        .containsExactly("shop-11111111", "shop-22222222");
    assertThat(groups()).extracting(GroupView::published).containsExactly(address(1), address(2));
    assertThat(groups().get(0).replicas())
        .extracting(NodeView::address)
        .containsExactly(address(3));
  }

  @Test
  void nodesThatAreConfiguredAreConnectedUntilShardsAreKnown() {
    Site fresh = new Site(Cores.config(List.of()));
    assertThat(targets(fresh.step(new Input.SetClusters(List.of(config(OPTIONS))))))
        .extracting(LinkTarget::address)
        .containsExactly(address(1), address(4));
    assertThat(fresh.step(new Input.SetClusters(List.of())))
        .contains(
            new Effect.Disconnect(fresh.link(address(1))),
            new Effect.Disconnect(fresh.link(address(4))));
  }

  @Test
  void anotherPasswordIsUsedAtOnce() {
    Effect old = new Effect.Disconnect(site.link(address(2)));
    List<Effect> done = watch(OPTIONS.with(ClusterOption.AUTH_PASS, "secret"));
    done.addAll(site.run(1_000));
    assertThat(done).contains(old);
    assertThat(targets(done))
        .hasSizeGreaterThanOrEqualTo(4)
        .allSatisfy(
            target -> assertThat(((LinkTarget.DataNode) target).authPass()).contains("secret"));
  }

  @Test
  void aShorterDownAfterCountsAtOnce() {
    site.down.add(address(1));
    site.run(900);
    assertThat(Site.events(watch(OPTIONS.with(ClusterOption.DOWN_AFTER_MS, 100L))))
        .contains(EventType.SDOWN);
    assertThat(site.coordinator.view().groups()).as("links stay").hasSize(2);
  }

  @Test
  void whatIsNotWatchedAnyMoreLeavesNothingBehind() {
    List<Effect> done = site.step(new Input.SetClusters(List.of()));
    assertThat(Site.events(done))
        .containsExactly(EventType.MONITOR_REMOVED, EventType.MONITOR_REMOVED);
    for (int node = 1; node <= 4; node++) {
      assertThat(done).contains(new Effect.Disconnect(site.link(address(node))));
    }
    assertThat(site.coordinator.view().clusters()).isEmpty();
    assertThat(groups()).isEmpty();
  }

  @Test
  void aNodeThatShowsNoClusterIsSaidOnceAndThatItDoesAgain() {
    Input refusal = new Input.ClusterRefusal(site.link(address(1)), "ERR no");
    assertThat(Site.events(site.step(refusal))).containsExactly(EventType.CLUSTER_REFUSED);
    assertThat(Site.events(site.step(refusal))).isEmpty();
    assertThat(Site.events(site.run(9_000))).as("it is not asked for 10 s").isEmpty();
    assertThat(Site.events(site.run(2_000))).containsExactly(EventType.CLUSTER_ACCEPTED);
    assertThat(Site.events(site.run(2_000))).isEmpty();
  }

  @Test
  void aNodeOfAnotherClusterIsNotBelieved() {
    NodeLine stranger = line(7, 0, 9, SlotSet.range(0, 16_383));
    site.reports.put(address(1), report(7, Map.of(7, stranger)));
    assertThat(Site.events(site.run(1_500))).containsExactly(EventType.CLUSTER_REFUSED);
    assertThat(groups()).extracting(GroupView::published).containsExactly(address(1), address(2));
  }

  @Test
  void whereNobodyIsLeftOfAClusterTheOneAtItsAddressesIsWatched() {
    NodeLine stranger = line(7, 0, 9, SlotSet.range(0, 16_383));
    for (int node = 1; node <= 4; node++) {
      site.reports.put(address(node), report(7, Map.of(7, stranger)));
    }
    site.run(29_000);
    assertThat(groups()).hasSize(2);
    site.run(25_000);
    assertThat(groups()).extracting(GroupView::published).containsExactly(address(7));
  }

  @Test
  void aPauseOfAShardLastsOverARestart() {
    Site fresh = new Site(Cores.config(List.of()));
    fresh.step(new Input.Recall(Map.of(FIRST, new GroupMemory(Optional.empty(), 5_000))));
    GroupConfig group =
        GroupConfig.fresh(FIRST, address(1), GroupSettings.defaults(2, Timing.DEFAULT));
    Map<NodeId, Address> members = Map.of(id(1), address(1), id(3), address(3));
    fresh.step(
        new Input.RecallShards(
            List.of(new ShardMemory(new GroupName("shop"), id(1), members, group))));
    assertThat(Site.events(fresh.step(new Input.SetClusters(List.of(config(OPTIONS))))))
        .contains(EventType.MONITOR, EventType.FAILOVER_PAUSED);
    assertThat(fresh.group().outlook().pausedUntil()).isEqualTo(5_000);
  }

  @Test
  void whoHearsOfANewerConfigurationAsks() {
    assertThat(site.step(hello(FIRST, address(1), 1))).noneMatch(ShardsTest::isQuestion);
    assertThat(site.step(hello(FIRST, address(1), 3)))
        .contains(
            new Effect.AskCluster(site.link(address(1))),
            new Effect.AskCluster(site.link(address(3))))
        .doesNotContain(new Effect.AskCluster(site.link(address(2))));
  }

  @Test
  void sinceWhenSlotsAreOnTheirWayIsKnown() {
    assertThat(cluster().movingSince()).isEqualTo(NodeView.NEVER);
    move(3);
    site.run(2_000);
    long since = cluster().movingSince();
    assertThat(since).isBetween(site.now - 2_000, site.now);
    site.run(2_000);
    assertThat(cluster().movingSince()).isEqualTo(since);
    move(0);
    site.run(2_000);
    assertThat(cluster().movingSince()).isEqualTo(NodeView.NEVER);
  }

  @Test
  void aShardFollowsWhomTheClusterHasElected() {
    replaceFirst();
    List<Effect> done = site.run(2_000);
    assertThat(Site.events(done)).contains(EventType.SWITCH_MASTER);
    assertThat(done).contains(new Effect.SaveState());
    assertThat(groups().get(0).published()).isEqualTo(address(3));
    assertThat(groups().get(0).configEpoch()).isEqualTo(new Epoch(3));
    assertThat(groups().get(0).replicas())
        .extracting(NodeView::address)
        .containsExactly(address(1));
  }

  @Test
  void whatSpeaksOfAnOlderEpochIsDoubtedForTenSeconds() {
    replaceFirst();
    site.run(2_000);
    lines.put(1, line(1, 0, 1, FIRST_SLOTS));
    lines.put(3, line(3, 1, 1, SlotSet.NONE));
    tell();
    site.run(9_500);
    assertThat(groups().get(0).published()).isEqualTo(address(3));
    site.run(2_000);
    assertThat(groups().get(0).published()).isEqualTo(address(1));
  }

  @Test
  void aShardWithoutSlotsIsKeptForTenSeconds() {
    lines.put(1, line(1, 0, 1, SlotSet.NONE));
    lines.put(2, line(2, 0, 3, SlotSet.range(0, 16_383)));
    currentEpoch = 3;
    tell();
    assertThat(Site.events(site.run(9_500))).doesNotContain(EventType.MONITOR_REMOVED);
    assertThat(Site.events(site.run(3_000))).contains(EventType.MONITOR_REMOVED);
    assertThat(groups()).extracting(GroupView::published).containsExactly(address(2));
  }

  @Test
  void aShardThatHasSlotsAgainStays() {
    lines.put(1, line(1, 0, 1, SlotSet.NONE));
    tell();
    site.run(5_000);
    lines.put(1, line(1, 0, 1, FIRST_SLOTS));
    tell();
    assertThat(Site.events(site.run(20_000))).doesNotContain(EventType.MONITOR_REMOVED);
  }

  @Test
  void aReplicaThatIsGoneIsForgottenAndOneThatHasComeIsKnown() {
    Effect disconnect = new Effect.Disconnect(site.link(address(4)));
    lines.remove(4);
    lines.put(5, line(5, 2, 2, SlotSet.NONE));
    site.reports.remove(address(4));
    tell();
    List<Effect> done = site.run(6_000);
    assertThat(Site.events(done)).contains(EventType.REPLICA_GONE, EventType.REPLICA);
    assertThat(done).contains(disconnect, new Effect.SaveState());
    assertThat(groups().get(1).replicas())
        .extracting(NodeView::address)
        .containsExactly(address(5));
  }

  @Test
  void ofTwoNamesTheFirstInTheAlphabetStays() {
    site.step(hello(new GroupName("shop-2"), address(1), 1));
    assertThat(groups()).extracting(GroupView::name).contains(FIRST);
    List<Effect> done = site.step(hello(new GroupName("shop-0"), address(1), 1));
    assertThat(Site.events(done)).contains(EventType.MONITOR_REMOVED, EventType.MONITOR);
    assertThat(groups())
        .extracting(group -> group.name().value())
        .containsExactlyInAnyOrder("shop-0", "shop-22222222");
    GroupView renamed = groups().get(1);
    assertThat(renamed.published()).isEqualTo(address(1));
    assertThat(renamed.replicas()).extracting(NodeView::address).containsExactly(address(3));
    site.step(hello(new GroupName("other-0"), address(1), 1));
    assertThat(groups()).as("of another cluster").contains(renamed);
  }

  @Test
  void anOrderedFailoverIsTheClustersAndEndsWhenItIsRefused() {
    List<Effect> done = order();
    assertThat(done)
        .contains(
            new Effect.AnswerAdmin(Site.TICKET, AdminAnswer.OK),
            new Effect.PromoteInShard(site.link(address(3)), Promotion.PLANNED));
    assertThat(site.asked(done)).contains(address(3));
    assertThat(groups().get(0).failoverState()).isEqualTo("wait_promotion");
    assertThat(order())
        .containsExactly(
            new Effect.AnswerAdmin(
                Site.TICKET, AdminAnswer.of(AdminAnswer.Code.FAILOVER_IN_PROGRESS)));
    assertThat(site.step(promotionReply(2, Optional.of("ERR")))).as("another's").isEmpty();
    assertThat(site.step(promotionReply(3, Optional.empty()))).isEmpty();
    assertThat(Site.events(site.step(promotionReply(3, Optional.of("ERR no")))))
        .containsExactly(EventType.ABORT_REPLICA_TIMEOUT);
    assertThat(groups().get(0).failoverState()).isEqualTo("none");
  }

  @Test
  void anOrderedFailoverEndsWhenTheChosenReplicaIsDown() {
    order();
    site.kill(address(3));
    List<EventType> events = Site.events(site.run(5_200));
    assertThat(events).contains(EventType.SDOWN, EventType.ABORT_REPLICA_TIMEOUT);
    assertThat(groups().get(0).failoverState()).isEqualTo("none");
  }

  @Test
  void anOrderedFailoverEndsWithTheSwitch() {
    order();
    replaceFirst();
    assertThat(Site.events(site.run(1_000)))
        .containsSubsequence(
            EventType.PROMOTED_REPLICA, EventType.SWITCH_MASTER, EventType.FAILOVER_END);
    assertThat(groups().get(0).failoverState()).isEqualTo("none");
  }

  @Test
  void aShardWhoseMasterTheClusterDoesNotReplaceIsRescued() {
    watch(RESCUED);
    failFirst();
    List<Effect> done = site.run(5_900);
    assertThat(Site.events(done)).contains(EventType.ODOWN).doesNotContain(EventType.TRY_FAILOVER);
    done = site.run(1_500);
    assertThat(Site.events(done))
        .containsSubsequence(
            EventType.TRY_FAILOVER,
            EventType.ELECTED_LEADER,
            EventType.SELECTED_REPLICA,
            EventType.RESCUE);
    assertThat(done).contains(new Effect.PromoteInShard(site.link(address(3)), Promotion.TAKEOVER));
    assertThat(Site.events(site.run(4_000))).doesNotContain(EventType.ABORT_REPLICA_TIMEOUT);
    assertThat(Site.events(site.run(3_000)))
        .as("Redis has given it up by then")
        .contains(EventType.ABORT_REPLICA_TIMEOUT);
  }

  @Test
  void aRescueEndsWhenTheMasterIsBack() {
    site.step(hello(FIRST, address(1), 1));
    watch(RESCUED);
    failFirst();
    assertThat(Site.events(site.run(7_500)))
        .as("the other one does not vote")
        .contains(EventType.TRY_FAILOVER)
        .doesNotContain(EventType.ELECTED_LEADER);
    site.down.clear();
    assertThat(Site.events(site.run(2_000)))
        .contains(EventType.ODOWN_CLEARED, EventType.ABORT_NOT_ELECTED);
    assertThat(groups().get(0).failoverState()).isEqualTo("none");
  }

  @Test
  void aMasterThatOthersStillReachIsNotReplacedAndThatIsSaidOnce() {
    watch(RESCUED);
    site.kill(address(1));
    List<EventType> events = Site.events(site.run(20_000));
    assertThat(events).contains(EventType.ODOWN).doesNotContain(EventType.TRY_FAILOVER);
    assertThat(events).containsOnlyOnce(EventType.RESCUE_IMPOSSIBLE);
  }

  @Test
  void aShardIsNotSetNorRemovedByCommand() {
    AdminAnswer shard = AdminAnswer.of(AdminAnswer.Code.SHARD);
    assertThat(site.step(new Input.Remove(Site.TICKET, FIRST)))
        .containsExactly(new Effect.AnswerAdmin(Site.TICKET, shard));
    assertThat(site.step(new Input.Set(Site.TICKET, FIRST, List.of(new SettingChange.Quorum(1)))))
        .containsExactly(new Effect.AnswerAdmin(Site.TICKET, shard));
    assertThat(groups()).hasSize(2);
  }

  /** So many slots of the first master are on their way. */
  private void move(int count) {
    moving = count;
    lines.put(1, line(1, 0, 1, FIRST_SLOTS));
    tell();
  }

  /** The first master dies, and all others have given it up. */
  private void failFirst() {
    NodeLine first = lines.get(1);
    lines.put(
        1,
        new NodeLine(
            first.id(),
            first.address(),
            true,
            Optional.empty(),
            first.configEpoch(),
            first.slots(),
            0,
            true,
            true,
            false,
            false));
    tell();
    site.kill(address(1));
  }

  private void replaceFirst() {
    lines.put(1, line(1, 3, 3, SlotSet.NONE));
    lines.put(3, line(3, 0, 3, FIRST_SLOTS));
    currentEpoch = 3;
    tell();
  }

  private List<Effect> order() {
    return site.step(new Input.Failover(Site.TICKET, FIRST, false));
  }

  private Input promotionReply(int node, Optional<String> error) {
    return new Input.PromotionReply(site.link(address(node)), error);
  }

  private List<Effect> watch(OptionValues options) {
    return site.step(new Input.SetClusters(List.of(config(options))));
  }

  private static ClusterConfig config(OptionValues options) {
    return new ClusterConfig(new GroupName("shop"), options);
  }

  private static boolean isQuestion(Effect effect) {
    return effect instanceof Effect.AskCluster;
  }

  private List<GroupView> groups() {
    return site.coordinator.view().groups();
  }

  private ClusterView cluster() {
    return site.coordinator.view().clusters().get(0);
  }

  private static List<LinkTarget> targets(List<Effect> effects) {
    return effects.stream()
        .filter(Effect.Connect.class::isInstance)
        .map(effect -> ((Effect.Connect) effect).target())
        .toList();
  }

  private static Input hello(GroupName group, Address master, long configEpoch) {
    return new Input.HelloHeard(
        Optional.empty(),
        new Hello(Site.PEER, Site.PEER_ID, Epoch.ZERO, group, master, new Epoch(configEpoch)));
  }

  /** From now on each node tells the same. */
  private void tell() {
    lines.keySet().forEach(node -> site.reports.put(address(node), report(node, lines)));
  }

  private ClusterReport report(int self, Map<Integer, NodeLine> of) {
    Map<NodeId, NodeLine> byId = new LinkedHashMap<>();
    of.values().forEach(line -> byId.put(line.id(), line));
    return new ClusterReport(id(self), byId, true, currentEpoch, NodeOptions.UNKNOWN);
  }

  /** What is said of a node: a master if it follows nobody (0). */
  private NodeLine line(int node, int follows, long epoch, SlotSet slots) {
    return new NodeLine(
        id(node),
        Optional.of(address(node)),
        follows == 0,
        follows == 0 ? Optional.empty() : Optional.of(id(follows)),
        epoch,
        slots,
        moving,
        false,
        false,
        true,
        false);
  }

  private static NodeId id(int node) {
    return new NodeId(Integer.toString(node).repeat(RunId.LENGTH));
  }

  private static Address address(int node) {
    return new Address("10.0.0." + node, 6379);
  }
}
