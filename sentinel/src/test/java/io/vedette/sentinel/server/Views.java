package io.vedette.sentinel.server;

import static io.vedette.quorum.view.NodeView.NEVER;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.model.Timing;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.quorum.view.Flag;
import io.vedette.quorum.view.GroupOutlook;
import io.vedette.quorum.view.GroupView;
import io.vedette.quorum.view.LinkView;
import io.vedette.quorum.view.NodeView;
import io.vedette.quorum.view.PeerView;
import io.vedette.quorum.view.ProcessView;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** What a coordinator that watches one group, {@code mymaster}, sees. */
public final class Views {
  public static final RunId SELF = new RunId("5".repeat(40));
  public static final RunId PEER = new RunId("a".repeat(40));
  public static final RunId MASTER_RUN = new RunId("b".repeat(40));
  public static final Address MASTER = new Address("10.0.0.1", 6379);
  public static final Address REPLICA = new Address("10.0.0.2", 6380);
  public static final Address HIDDEN_REPLICA = new Address("10.0.0.3", 6381);
  public static final Address PROMOTED = new Address("10.0.0.9", 6399);

  private static final long NOW = PlainCoordination.NOW;

  private Views() {}

  public static CoordinatorView healthy() {
    return of(group("mymaster", master()));
  }

  public static CoordinatorView of(GroupView... groups) {
    return new CoordinatorView(process(), Arrays.asList(groups));
  }

  public static ProcessView process() {
    return new ProcessView(
        SELF,
        new Epoch(7),
        Optional.empty(),
        26379,
        Timing.DEFAULT,
        NEVER,
        3,
        Optional.empty(),
        false,
        false);
  }

  public static GroupView group(String name, NodeView master, PeerView... peers) {
    return group(name, settings(), MASTER, master, peers);
  }

  public static GroupView group(
      String name, GroupSettings settings, Address published, NodeView master, PeerView... peers) {
    return new GroupView(
        new GroupName(name),
        settings,
        published,
        false,
        master,
        new Epoch(4),
        Optional.empty(),
        Epoch.ZERO,
        "reconf_slaves",
        Epoch.ZERO,
        List.of(replica(REPLICA, true), replica(HIDDEN_REPLICA, false)),
        List.of(peers),
        GroupOutlook.CLEAR);
  }

  /** The same, cut off from a majority. */
  public static GroupView stale(GroupView group) {
    return new GroupView(
        group.name(),
        group.settings(),
        group.published(),
        true,
        group.master(),
        group.configEpoch(),
        group.leader(),
        group.leaderEpoch(),
        group.failoverState(),
        group.failoverEpoch(),
        group.replicas(),
        group.peers(),
        group.outlook());
  }

  public static GroupSettings settings() {
    return GroupSettings.defaults(2, Timing.DEFAULT);
  }

  public static LinkView link() {
    return new LinkView(true, 1, NEVER, NOW - 120, NOW - 110, Optional.empty());
  }

  public static NodeView master(Flag... more) {
    EnumSet<Flag> flags = EnumSet.of(Flag.MASTER, more);
    return new NodeView(
        MASTER,
        flags,
        link(),
        flags.contains(Flag.S_DOWN) ? NOW - 2_000 : NEVER,
        flags.contains(Flag.O_DOWN) ? NOW - 1_000 : NEVER,
        Optional.of(info(MASTER_RUN, Role.MASTER, true)),
        NOW - 500,
        Role.MASTER,
        NOW - 60_000);
  }

  public static NodeView replica(Address address, boolean announced) {
    return new NodeView(
        address,
        EnumSet.of(Flag.REPLICA),
        link(),
        NEVER,
        NEVER,
        Optional.of(info(new RunId("c".repeat(40)), Role.REPLICA, announced)),
        NOW - 600,
        Role.REPLICA,
        NOW - 50_000);
  }

  public static NodeInfo info(RunId runId, Role role, boolean announced) {
    boolean replica = role == Role.REPLICA;
    return new NodeInfo(
        Optional.of(runId),
        Optional.of(role),
        replica ? Optional.of(MASTER) : Optional.empty(),
        replica,
        0,
        100,
        replica ? 2704 : 0,
        announced,
        2704,
        "",
        "",
        77,
        List.of(),
        -1,
        true,
        true,
        "# Server\r\nrun_id:" + runId + "\r\n");
  }

  public static PeerView peer(Flag... more) {
    return new PeerView(
        PEER,
        new Address("10.0.0.4", 26379),
        EnumSet.of(Flag.PEER, more),
        link(),
        Arrays.asList(more).contains(Flag.S_DOWN) ? NOW - 900 : NEVER,
        NOW - 700,
        Optional.of(SELF),
        new Epoch(6));
  }
}
