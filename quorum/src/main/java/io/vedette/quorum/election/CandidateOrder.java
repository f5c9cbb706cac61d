package io.vedette.quorum.election;

import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.Link;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.Peer;
import io.vedette.quorum.model.RunId;

/**
 * In which order coordinators that see the same master down stand for election, so that they do not
 * split the vote: by a number mixed from run id and epoch, the same everywhere, another in each
 * epoch. A peer that is not reachable has no turn.
 */
public final class CandidateOrder {
  /** How long a turn is, in milliseconds: some round trips, with the disk of a slow machine. */
  public static final long TURN_MS = 100;

  private CandidateOrder() {}

  /** How many reachable peers have their turn before this coordinator; 0: it is the first. */
  public static int turnsBefore(RunId self, MasterGroup group, Epoch epoch) {
    long own = mix(self, epoch);
    int before = 0;
    for (Peer peer : group.peers().values()) {
      if (isReachable(peer) && Long.compareUnsigned(mix(peer.runId(), epoch), own) < 0) {
        before++;
      }
    }
    return before;
  }

  private static boolean isReachable(Peer peer) {
    Link link = peer.link();
    return link.isUp() && !peer.isSDown();
  }

  /** A well-mixed number of both: splitmix64's finaliser over the digits. */
  private static long mix(RunId id, Epoch epoch) {
    long z = epoch.value() * 0x9E3779B97F4A7C15L;
    for (int i = 0; i < RunId.LENGTH; i++) {
      z = (z ^ Character.toLowerCase(id.value().charAt(i))) * 0xBF58476D1CE4E5B9L;
      z ^= z >>> 29;
    }
    z = (z ^ (z >>> 32)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
