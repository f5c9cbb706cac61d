package io.vedette.tests.bench.fleet;

import io.vedette.quorum.model.Address;

/**
 * Where the servers of a fleet are: each at a loopback address of its own ({@code 127.10.0.1},
 * {@code 127.11.0.1} …), all at one port.
 *
 * @param port of all of them
 * @param replicas of each master, 0 to 200
 */
record Layout(int port, int replicas) {
  private static final int PER_NET = 250;
  private static final int FIRST_NET = 10;

  /**
   * A server's.
   *
   * @param group from 0; below 62,500
   * @param place 0 the first master, 1 its first replica …
   */
  Address address(int group, int place) {
    String host =
        "127." + (FIRST_NET + place) + "." + group / PER_NET + "." + (1 + group % PER_NET);
    return new Address(host, port);
  }
}
