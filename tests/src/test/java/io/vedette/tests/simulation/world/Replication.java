package io.vedette.tests.simulation.world;

import java.util.SplittableRandom;

/**
 * Which stream of changes a server is at, as Redis counts it: the id of the stream, how far it is,
 * and the id of the stream before, up to where both are the same.
 */
final class Replication {
  /** What PING and other housekeeping of a master adds to its stream. */
  static final int HEARTBEAT_BYTES = 14;

  /** What a write adds. */
  static final int WRITE_BYTES = 60;

  private static final String NONE = "0".repeat(40);

  private final SplittableRandom random;
  private String id;
  private String secondId = NONE;
  private long secondOffset = -1;
  private long offset;
  private Write data;

  Replication(SplittableRandom random) {
    this.random = random;
    id = newId();
  }

  private String newId() {
    return "%016x%016x00000000".formatted(random.nextLong(), random.nextLong());
  }

  String id() {
    return id;
  }

  String secondId() {
    return secondId;
  }

  long offset() {
    return offset;
  }

  Write data() {
    return data;
  }

  /** A master takes a write. */
  Write write() {
    data = new Write(data);
    offset += WRITE_BYTES;
    return data;
  }

  void heartbeat() {
    offset += HEARTBEAT_BYTES;
  }

  /** A replica becomes a master: a stream of its own, which goes on from the old one. */
  void beginOwnStream() {
    secondId = id;
    secondOffset = offset + 1;
    id = newId();
  }

  /**
   * A process starts with this on its disk. A snapshot tells its place in the stream, too: a
   * replica goes on from there, a master has a stream of its own that begins there.
   */
  void restart(Write kept, boolean isReplica) {
    int lost = Write.depthOf(data) - Write.depthOf(kept);
    data = kept;
    offset = Math.max(0, offset - (long) lost * WRITE_BYTES);
    if (isReplica) {
      secondId = NONE;
      secondOffset = -1;
    } else {
      beginOwnStream();
    }
  }

  /** A process starts with this on its disk, which tells nothing of the stream: from a log. */
  void restartAnew(Write kept) {
    data = kept;
    secondId = NONE;
    secondOffset = -1;
    id = newId();
    offset = 0;
  }

  /** Whether a replica of this master could go on where it is, without a copy of everything. */
  boolean canContinue(Replication replica) {
    return (replica.id.equals(id) && replica.offset <= offset)
        || (replica.id.equals(secondId) && replica.offset <= secondOffset);
  }

  /** A replica is where its master was when it sent this. */
  void adopt(Place place) {
    id = place.id();
    secondId = NONE;
    secondOffset = -1;
    offset = place.offset();
    data = place.data();
  }

  Place place() {
    return new Place(id, offset, data);
  }

  /** A point of a stream with the data set there. */
  record Place(String id, long offset, Write data) {}
}
