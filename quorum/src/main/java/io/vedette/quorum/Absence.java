package io.vedette.quorum;

import io.vedette.quorum.model.DataNode;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.Peer;
import io.vedette.quorum.model.PeerLink;

/**
 * What becomes of time in which this coordinator was stopped or starved. Nobody's silence counts
 * that it could not have heard: what others owe an answer by is put off by as long. After a long
 * one ({@link io.vedette.quorum.detection.Tilt}) it only observes, until a majority has told it
 * what it may have missed; Sentinel does so for 30 s, and is of no use meanwhile.
 */
final class Absence {
  /** A step so late is not a slow machine any more. */
  private static final long NOTED_MS = 100;

  /** How often a step is due at least: whoever waits for nobody would not miss the time. */
  private static final long BEAT_MS = 100;

  /** What had arrived meanwhile is read within this time: what is heard later is news. */
  private static final long BACKLOG_MS = 500;

  private final Self self;
  private final Outbox out;
  private final Registry registry;

  Absence(Self self, Outbox out, Registry registry) {
    this.self = self;
    this.out = out;
    this.registry = registry;
  }

  /**
   * Looks at how late a step is.
   *
   * @param due when it was to come
   * @param excusedMs for how much of that it is known what it did: no reason to mistrust it
   * @param busyMs for how much of that it was deciding: others were heard meanwhile
   */
  void note(long due, long excusedMs, long busyMs) {
    long lateMs = self.now - due - busyMs;
    if (lateMs > NOTED_MS) {
      putOff(lateMs + BEAT_MS);
    }
    if (self.tilt.beginsWith(due, self.now - excusedMs - busyMs, self.timing)) {
      out.event(EventType.TILT, "#tilt mode entered", "this step came " + lateMs + " ms late");
    }
    if (self.tilt.isOn() && isUpToDate()) {
      self.tilt.end();
      tellEnd();
    } else if (self.tilt.endsAt(self.now, self.timing)) {
      tellEnd();
    }
  }

  private void tellEnd() {
    out.event(EventType.TILT_EXITED, "#tilt mode exited", "");
    registry.groups().forEach(registry::touch);
  }

  /** Who is down stays down: that was seen before. */
  private void putOff(long ms) {
    for (MasterGroup group : registry.groups()) {
      for (DataNode node : group.nodes()) {
        if (!node.isSDown()) {
          node.link().putOff(ms, self.now);
          node.putOff(ms, self.now);
        }
      }
    }
    for (PeerLink peer : registry.peers()) {
      if (peer.memberships().stream().noneMatch(Peer::isSDown)) {
        peer.link().putOff(ms, self.now);
      }
    }
  }

  /** Whether a majority of each group, this coordinator counted, has said hello since. */
  private boolean isUpToDate() {
    long since = self.tilt.since() + BACKLOG_MS;
    return self.now >= since
        && registry.groups().stream().allMatch(group -> isConfirmed(group, since));
  }

  private static boolean isConfirmed(MasterGroup group, long since) {
    int heard = 1;
    for (Peer peer : group.peers().values()) {
      heard += peer.lastHelloAt() >= since ? 1 : 0;
    }
    return heard > group.voters() / 2;
  }

  /** When the next step is due at the latest. */
  long due() {
    return self.now + BEAT_MS;
  }
}
