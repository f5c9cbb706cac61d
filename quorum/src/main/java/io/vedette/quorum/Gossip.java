package io.vedette.quorum;

import io.vedette.quorum.gossip.ConfigEpochRule;
import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.Peer;
import io.vedette.quorum.model.PeerLink;
import io.vedette.quorum.model.RunId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a hello teaches: who else watches the group, which epoch it is, and who is master. */
final class Gossip {
  /** How many hellos may wait; each is repeated by its sender. */
  private static final int MAX_WAITING = 1_024;

  private final Self self;
  private final Outbox out;
  private final Registry registry;
  private final Elections elections;
  private final Failovers failovers;
  private final MasterSwitch masterSwitch;
  private final LinkCare links;
  private final Lookups lookups;

  /** The last hello of each coordinator and group whose names are being looked up. */
  private final Map<Sender, Hello> waiting = new LinkedHashMap<>();

  private record Sender(RunId runId, GroupName group) {}

  Gossip(
      Self self,
      Outbox out,
      Registry registry,
      Elections elections,
      Failovers failovers,
      MasterSwitch masterSwitch,
      LinkCare links,
      Lookups lookups) {
    this.self = self;
    this.out = out;
    this.registry = registry;
    this.elections = elections;
    this.failovers = failovers;
    this.masterSwitch = masterSwitch;
    this.links = links;
    this.lookups = lookups;
  }

  /** A hello of another coordinator; those of unknown groups are of no interest. */
  void onHello(Hello hello) {
    Optional<MasterGroup> known = registry.group(hello.group());
    if (known.isEmpty()) {
      return;
    }
    if (!isUnderstood(hello)) {
      return;
    }
    MasterGroup group = known.get();
    Peer peer = meet(group, hello);
    peer.heardHello(hello.configEpoch(), self.now);
    peer.saidMaster(hello.master());
    elections.observeEpoch(hello.currentEpoch(), group);
    if (registry.groups().size() == 1) {
      // Of which group it speaks is not to be told where there are several.
      group.observeElection(hello.currentEpoch());
    }
    group.observeElection(hello.configEpoch());
    follow(group, peer, hello);
    if (!group.isCalm()) {
      registry.touch(group);
    }
  }

  /** Whether its names are known; otherwise it waits until they have been looked up. */
  private boolean isUnderstood(Hello hello) {
    // Both are asked for at once.
    boolean isSenderSettled = lookups.isSettled(hello.sender());
    boolean isSettled = lookups.isSettled(hello.master()) && isSenderSettled;
    Sender sender = new Sender(hello.runId(), hello.group());
    waiting.remove(sender);
    if (!isSettled && waiting.size() < MAX_WAITING) {
      waiting.put(sender, hello);
    }
    return isSettled;
  }

  /** Some name has been looked up: takes the hellos that waited. */
  void resume() {
    List.copyOf(waiting.values()).forEach(this::onHello);
  }

  private Peer meet(MasterGroup group, Hello hello) {
    Address address = hello.sender();
    Peer known = group.peers().get(hello.runId());
    if (known != null && self.names.areSame(known.process().address(), address)) {
      callByName(known.process(), address);
      return known;
    }
    if (known != null) {
      out.event(
          EventType.PEER_ADDRESS_SWITCH,
          group,
          Outbox.wording(group)
              + " ip "
              + address.host()
              + " port "
              + address.port()
              + " for "
              + hello.runId(),
          "");
      giveUpAddress(group, hello);
      move(known.process(), address);
      sayOtherGroupsFollow(group, known);
      out.save();
      return known;
    }
    evictOthersAt(group, hello);
    Optional<PeerLink> elsewhere = registry.peer(hello.runId());
    boolean hasMoved = elsewhere.isPresent() && !elsewhere.get().address().equals(address);
    elsewhere.ifPresent(process -> move(process, address));
    Peer peer = registry.addPeer(group, hello.runId(), address);
    out.peer(EventType.PEER, group, peer, "");
    if (hasMoved) {
      sayOtherGroupsFollow(group, peer);
    }
    out.save();
    // So that it gets to know this coordinator as soon as this one knows it.
    links.pushHello(group);
    return peer;
  }

  /** A coordinator known by its address says its name, which stays where an address may not. */
  private void callByName(PeerLink process, Address address) {
    boolean isNews = !address.equals(process.address());
    if (isNews && address.isNamed() && !process.address().isNamed()) {
      process.moveTo(address);
      registry.touchGroups(process);
      out.save();
    }
  }

  /** A coordinator has a new address, in all its groups. */
  private void move(PeerLink process, Address address) {
    if (self.names.areSame(process.address(), address)) {
      callByName(process, address);
      return;
    }
    process.moveTo(address);
    registry.drop(process.link());
    registry.touch(process);
    registry.touchGroups(process);
  }

  /** A coordinator that has moved has moved in all groups that it is known in. */
  private void sayOtherGroupsFollow(MasterGroup group, Peer peer) {
    int others = peer.process().memberships().size() - 1;
    if (others > 0) {
      out.event(
          EventType.PEER_ADDRESS_UPDATE,
          group,
          Outbox.wording(group, peer) + " " + others + " additional matching instances",
          "");
    }
  }

  /**
   * A known coordinator is at the address of another known one, which must have moved, or be dead.
   * It stays known, for the majority is counted from it, but its address is not: 0, as Sentinel
   * writes.
   */
  private void giveUpAddress(MasterGroup group, Hello hello) {
    for (Peer other : List.copyOf(group.peers().values())) {
      if (isTakenFrom(other.process(), hello) && !other.runId().equals(hello.runId())) {
        out.peer(EventType.INVALID_PEER_ADDRESS, group, other, "it is " + hello.runId() + " now");
        move(other.process(), new Address(hello.sender().host(), 0));
      }
    }
  }

  /**
   * Whether the sender is where this coordinator was. One that has a name is not taken for gone
   * because its address is another's: DNS may be late.
   */
  private boolean isTakenFrom(PeerLink process, Hello hello) {
    return process.address().isNamed()
        ? process.address().equals(hello.sender())
        : self.names.areSame(process.address(), hello.sender());
  }

  /** This coordinator has learned its own address: a peer said to be there is itself. */
  void forgetSelfAt(String localHost) {
    Address own = new Address(self.announceHost.orElse(localHost), self.announcePort);
    for (PeerLink process : List.copyOf(registry.peers())) {
      if (self.names.areSame(process.address(), own)) {
        for (Peer peer : process.memberships()) {
          out.peer(
              EventType.INVALID_PEER_ADDRESS, peer.group(), peer, "it is this coordinator itself");
        }
        registry.forgetPeer(process);
        out.save();
      }
    }
  }

  /** Another coordinator was at this address before: it is no more, as in Sentinel. */
  private void evictOthersAt(MasterGroup group, Hello hello) {
    List<PeerLink> others =
        group.peers().values().stream()
            .map(Peer::process)
            .filter(process -> isTakenFrom(process, hello))
            .toList();
    for (PeerLink other : others) {
      out.peer(
          EventType.INVALID_PEER_ADDRESS,
          group,
          group.peers().get(other.runId()),
          "it is " + hello.runId() + " now");
      registry.forgetPeer(other);
    }
  }

  private void follow(MasterGroup group, Peer peer, Hello hello) {
    ConfigEpochRule rule =
        ConfigEpochRule.compare(group.configEpoch(), group.master().address(), hello, self.names);
    boolean isKept = rule == ConfigEpochRule.KEEP && !isOutvoted(group, hello);
    if (isKept || group.isShard()) {
      // Who is master of a shard is the cluster's to say, and it is asked.
      return;
    }
    group.configEpoch(hello.configEpoch());
    registry.touch(group);
    if (group.failover().isBeforeSwitch()) {
      failovers.stop(group);
    }
    if (rule == ConfigEpochRule.ADOPT_EPOCH) {
      out.save();
    } else {
      out.peer(EventType.CONFIG_UPDATE_FROM, group, peer, "");
      masterSwitch.switchTo(group, hello.master(), false);
    }
  }

  /**
   * Whether a majority calls another the master in the same config epoch. An ordered failover needs
   * no votes: where the network is cut it may have taken the epoch in which the others elected a
   * leader. Sentinels then disagree until the next failover.
   */
  private boolean isOutvoted(MasterGroup group, Hello hello) {
    boolean isDisputed =
        hello.configEpoch().equals(group.configEpoch())
            && group.configEpoch().isAfter(Epoch.ZERO)
            && !self.names.areSame(hello.master(), group.master().address());
    return isDisputed
        && group.peers().values().stream()
                .filter(peer -> peer.says(hello.master(), hello.configEpoch()))
                .count()
            > group.voters() / 2;
  }
}
