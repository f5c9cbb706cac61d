package io.vedette.quorum;

import io.vedette.quorum.model.DataNode;
import io.vedette.quorum.model.Link;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.Peer;
import io.vedette.quorum.model.PeerLink;
import java.util.Optional;

/**
 * Whether nodes and peers accept the login that is set, and what follows where they don't.
 *
 * <p>A master that refuses our login, but is followed by one of its replicas as ever, is not down,
 * where Sentinel would call it so: it serves its clients, and a failover could not even tell it to
 * step down, so that there would be two masters. Where no replica vouches for it, it may as well be
 * a stranger at its address, and Sentinel's rule holds: no acceptable answer, so it is down.
 */
final class Logins {
  /** For how long a replica's word for its master counts; as long as it is asked each second. */
  private static final long VOUCHED_MS = 5_000;

  private final Self self;
  private final Outbox out;
  private final Registry registry;

  Logins(Self self, Outbox out, Registry registry) {
    this.self = self;
    this.out = out;
    this.registry = registry;
  }

  /**
   * The login that is set has changed: shown at once where a link stands, and taken by new ones.
   */
  void renew(MasterGroup group, DataNode node) {
    if (isToBeShown(node.link())) {
      out.add(new Effect.LogIn(node.link().id(), Registry.target(group, node)));
    }
  }

  /** The same, for a peer. */
  void renew(PeerLink process) {
    if (isToBeShown(process.link())) {
      out.add(new Effect.LogIn(process.link().id(), Registry.target(process)));
    }
    registry.touch(process);
  }

  private boolean isToBeShown(Link link) {
    if (!link.isUp()) {
      // An attempt under way has the old one.
      registry.drop(link);
      return false;
    }
    link.loginSent(self.now);
    return true;
  }

  /** What a data node said to the login that is set; empty: accepted. */
  void onReply(Registry.NodeOwner owner, Optional<String> refusal) {
    Link link = owner.node().link();
    boolean wasRefused = link.refusal().isPresent();
    link.loginAnswered(refusal, self.now);
    registry.touch(owner.group());
    if (wasRefused != refusal.isPresent()) {
      out.node(type(refusal), owner.group(), owner.node(), reason(link));
    }
  }

  /** What a peer said to the login that is set; empty: accepted. */
  void onReply(PeerLink process, Optional<String> refusal) {
    Link link = process.link();
    boolean wasRefused = link.refusal().isPresent();
    link.loginAnswered(refusal, self.now);
    registry.touch(process);
    if (wasRefused != refusal.isPresent()) {
      registry.touchGroups(process);
      for (Peer peer : process.memberships()) {
        out.peer(type(refusal), peer.group(), peer, reason(link));
      }
    }
  }

  private static EventType type(Optional<String> refusal) {
    return refusal.isPresent() ? EventType.LOGIN_REFUSED : EventType.LOGIN_ACCEPTED;
  }

  private static String reason(Link link) {
    return link.refusal()
        .map(error -> link.isUp() ? error + "; an earlier login still counts" : error)
        .orElse("");
  }

  /** A data node does not let us in, by no login we know. */
  void onRefused(Registry.NodeOwner owner, String error) {
    onReply(owner, Optional.of(error));
    if (owner.node() == owner.group().master() && isFollowed(owner.group())) {
      owner.node().link().vouchedFor(self.now);
    }
  }

  private boolean isFollowed(MasterGroup group) {
    return group.replicas().values().stream()
        .filter(replica -> replica.link().isUp() && !replica.isSDown())
        .filter(replica -> replica.infoAt() != Link.NEVER)
        .filter(replica -> self.now - replica.infoAt() <= VOUCHED_MS)
        .filter(replica -> replica.follows(group.master().address()))
        .anyMatch(replica -> replica.info().orElseThrow().masterLinkUp());
  }
}
