package io.vedette.quorum;

import io.vedette.quorum.gossip.ConfigEpochRule;
import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.Peer;
import io.vedette.quorum.model.PeerLink;
import java.util.List;
import java.util.Optional;

/** What a hello teaches: who else watches the group, which epoch it is, and who is master. */
final class Gossip {
  private final Self self;
  private final Outbox out;
  private final Registry registry;
  private final Elections elections;
  private final Failovers failovers;
  private final MasterSwitch masterSwitch;
  private final LinkCare links;

  Gossip(
      Self self,
      Outbox out,
      Registry registry,
      Elections elections,
      Failovers failovers,
      MasterSwitch masterSwitch,
      LinkCare links) {
    this.self = self;
    this.out = out;
    this.registry = registry;
    this.elections = elections;
    this.failovers = failovers;
    this.masterSwitch = masterSwitch;
    this.links = links;
  }

  /** A hello of another coordinator; one's own and those of unknown groups are of no interest. */
  void onHello(Hello hello) {
    Optional<MasterGroup> known = registry.group(hello.group());
    if (known.isEmpty() || hello.runId().equals(self.id)) {
      return;
    }
    MasterGroup group = known.get();
    Peer peer = meet(group, hello);
    peer.heardHello(self.now);
    elections.observeEpoch(hello.currentEpoch(), group);
    follow(group, peer, hello);
    registry.touch(group);
  }

  private Peer meet(MasterGroup group, Hello hello) {
    Address address = hello.sender();
    Peer known = group.peers().get(hello.runId());
    if (known != null && known.process().address().equals(address)) {
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

  /** A coordinator has a new address, in all its groups. */
  private void move(PeerLink process, Address address) {
    if (process.address().equals(address)) {
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
      if (other.process().address().equals(hello.sender())
          && !other.runId().equals(hello.runId())) {
        out.peer(EventType.INVALID_PEER_ADDRESS, group, other, "it is " + hello.runId() + " now");
        move(other.process(), new Address(hello.sender().host(), 0));
      }
    }
  }

  /** This coordinator has learned its own address: a peer said to be there is itself. */
  void forgetSelfAt(String localHost) {
    Address own = new Address(self.announceHost.orElse(localHost), self.announcePort);
    for (PeerLink process : List.copyOf(registry.peers())) {
      if (process.address().equals(own)) {
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
            .filter(peer -> peer.process().address().equals(hello.sender()))
            .map(Peer::process)
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
        ConfigEpochRule.compare(group.configEpoch(), group.master().address(), hello);
    if (rule == ConfigEpochRule.KEEP) {
      return;
    }
    group.configEpoch(hello.configEpoch());
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
}
