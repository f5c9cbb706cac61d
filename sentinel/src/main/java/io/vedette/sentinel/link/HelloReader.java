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
  private static final int PLACES = 1_024;

  private final byte[][] payloads = new byte[PLACES][];
  private final Hello[] hellos = new Hello[PLACES];

  /** What this says; empty if it is not a hello with eight sane fields. */
  Optional<Hello> read(byte[] payload) {
    int hash = Arrays.hashCode(payload);
    int place = (hash ^ hash >>> 16) & (PLACES - 1);
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
