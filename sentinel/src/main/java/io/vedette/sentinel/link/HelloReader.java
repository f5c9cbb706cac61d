package io.vedette.sentinel.link;

import io.vedette.quorum.gossip.Hello;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads hellos. The same ones come again and again, from each server of a group and every two
 * seconds anew: what was read last at a place of the table is not taken apart a second time. For
 * one thread.
 */
final class HelloReader {
  private static final int FEWEST_PLACES = 1_024;
  private static final int MOST_PLACES = 1 << 17;

  /** There are about as many hellos as links; most are to have a place of their own. */
  private static final int PLACES_PER_LINK = 4;

  private byte[][] payloads = new byte[FEWEST_PLACES][];
  private Hello[] hellos = new Hello[FEWEST_PLACES];

  /** Makes room for the hellos of so many links to data nodes. */
  void expect(int links) {
    int wanted = Math.min(PLACES_PER_LINK * links, MOST_PLACES);
    if (wanted > payloads.length) {
      int places = 2 * Integer.highestOneBit(wanted - 1);
      payloads = new byte[places][];
      hellos = new Hello[places];
    }
  }

  /** What this says; empty if it is not a hello with eight sane fields. */
  Optional<Hello> read(byte[] payload) {
    int hash = Arrays.hashCode(payload);
    int place = (hash ^ hash >>> 16) & (payloads.length - 1);
    if (Arrays.equals(payloads[place], payload)) {
      return Optional.of(hellos[place]);
    }
    Optional<Hello> read = Hello.parse(new String(payload, StandardCharsets.UTF_8));
    if (read.isPresent()) {
      payloads[place] = payload.clone();
      hellos[place] = read.get();
    }
    return read;
  }
}
