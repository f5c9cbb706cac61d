package io.vedette.sentinel.link;

import io.vedette.quorum.gossip.Hello;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads hellos. The same ones come again and again, from each server of a group and every two
 * seconds anew: the last two that were read at a place of the table are not taken apart a second
 * time. For one thread.
 */
final class HelloReader {
  private static final int FEWEST_PLACES = 1_024;
  private static final int MOST_PLACES = 1 << 17;

  /** There are about as many hellos as links; most are to have a place of their own. */
  private static final int PLACES_PER_LINK = 4;

  /** Much less than the hello period. */
  private static final long REPEATED_NANOS = 200_000_000;

  /** What was read, and when it was last asked whether it is to be told. */
  static final class Heard {
    private final byte[] payload;
    private final Hello hello;
    private long toldAt;
    private boolean wasTold;

    Heard(byte[] payload, Hello hello) {
      this.payload = payload;
      this.hello = hello;
    }

    Hello hello() {
      return hello;
    }

    /**
     * Whether it is a while ago that this was true: what comes through each server of a group in
     * the same moment says nothing the second time.
     *
     * @param now in nanoseconds
     */
    boolean isToTell(long now) {
      if (wasTold && now - toldAt < REPEATED_NANOS) {
        return false;
      }
      wasTold = true;
      toldAt = now;
      return true;
    }
  }

  private Heard[] heard = new Heard[FEWEST_PLACES];

  /** Makes room for the hellos of so many links to data nodes. */
  void expect(int links) {
    int wanted = Math.min(PLACES_PER_LINK * links, MOST_PLACES);
    if (wanted > heard.length) {
      heard = new Heard[2 * Integer.highestOneBit(wanted - 1)];
    }
  }

  /** What this says; empty if it is not a hello with eight sane fields. */
  Optional<Heard> read(byte[] payload) {
    int hash = Arrays.hashCode(payload);
    int latest = (hash ^ hash >>> 16) & (heard.length - 2);
    int earlier = latest + 1;
    if (isAt(latest, payload)) {
      return Optional.of(heard[latest]);
    }
    if (isAt(earlier, payload)) {
      return Optional.of(heard[earlier]);
    }
    Optional<Hello> read = Hello.parse(new String(payload, StandardCharsets.UTF_8));
    if (read.isEmpty()) {
      return Optional.empty();
    }
    heard[earlier] = heard[latest];
    heard[latest] = new Heard(payload.clone(), read.get());
    return Optional.of(heard[latest]);
  }

  private boolean isAt(int place, byte[] payload) {
    return heard[place] != null && Arrays.equals(heard[place].payload, payload);
  }
}
