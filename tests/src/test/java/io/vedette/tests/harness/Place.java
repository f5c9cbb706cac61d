package io.vedette.tests.harness;

import java.util.List;
import java.util.Optional;

/**
 * Where a server of a test runs.
 *
 * @param host the address it listens on, and others reach it by
 * @param far on which other host; empty: here
 */
record Place(String host, Optional<OtherHost> far) {
  static final Place LOOPBACK = new Place("127.0.0.1", Optional.empty());

  /** On the other host itself. */
  static Place on(OtherHost host) {
    return new Place(host.there(), Optional.of(host));
  }

  /** At this end of the link to another host. */
  static Place facing(OtherHost host) {
    return new Place(host.here(), Optional.empty());
  }

  /** The lines that make a server listen there, and let those come who are elsewhere. */
  List<String> listening() {
    return equals(LOOPBACK)
        ? List.of("bind 127.0.0.1")
        : List.of("bind " + host, "protected-mode no");
  }

  /** The command, run there. */
  List<String> run(List<String> command) {
    return far.map(host -> host.run(command)).orElse(command);
  }
}
