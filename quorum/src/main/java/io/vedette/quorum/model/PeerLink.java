package io.vedette.quorum.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Another coordinator as a process: one link, whatever the number of groups that both watch.
 * Mutable; of the coordinator's thread.
 */
public final class PeerLink {
  private final RunId runId;
  private final Link link;
  private final List<Peer> memberships = new ArrayList<>();
  private Address address;

  public PeerLink(RunId runId, Address address, long now) {
    this.runId = runId;
    this.address = address;
    link = new Link(now);
    if (address.port() == 0) {
      // Its address is not known, so that nobody tries to connect: it is silent from the beginning.
      link.lost(now);
    }
  }

  public RunId runId() {
    return runId;
  }

  public Address address() {
    return address;
  }

  public void moveTo(Address where) {
    address = where;
  }

  public Link link() {
    return link;
  }

  /** What it is in each group; in the order in which it was found there. */
  public List<Peer> memberships() {
    return memberships;
  }

  /** The shortest down-after of its groups: how closely it is to be watched. */
  public long downAfterMs() {
    long shortest = Timing.DEFAULT.defaultDownAfterMs();
    for (Peer peer : memberships) {
      shortest = Math.min(shortest, peer.group().settings().downAfterMs());
    }
    return shortest;
  }
}
