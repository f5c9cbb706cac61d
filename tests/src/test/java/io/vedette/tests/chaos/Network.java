package io.vedette.tests.chaos;

import static io.vedette.tests.chaos.Shell.sh;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Hosts 1 to n, each a network namespace, on a switch, which is one more: so no firewall of this
 * machine sees their packets. This process is on the switch, too, and reaches all hosts whatever is
 * cut between them. Not for several threads.
 */
final class Network implements AutoCloseable {
  /** Nobody's: what is sent there vanishes, and nobody is told. */
  private static final String NOWHERE = "02:00:00:00:00:99";

  private static final int OBSERVER = 254;

  /**
   * Round trips of 50 to 150 ms, some of which take far longer because of what is lost, and now and
   * then a packet that overtakes another.
   */
  private static final String NETEM = "netem delay 50ms 25ms 25% loss 3% duplicate 1%";

  /** The next best where there is no netem: a line too narrow for what is written. */
  private static final String NARROW = "tbf rate 160kbit burst 3000 latency 400ms";

  private final String prefix;
  private final int hosts;
  private final String net;
  private final Map<List<Integer>, Integer> cuts = new HashMap<>();
  private final Map<Integer, Integer> slow = new HashMap<>();
  private final Optional<String> brake = brake();

  /** Names begin with {@code prefix}; call {@link #build} next. */
  Network(String prefix, int hosts) {
    this.prefix = prefix;
    this.hosts = hosts;
    this.net = freeNet();
  }

  /** A /24 of the range that is set apart for measurements, to which there is no route here. */
  private static String freeNet() {
    String routes = sh("ip -4 route show table all");
    ThreadLocalRandom random = ThreadLocalRandom.current();
    while (true) {
      String candidate = "198." + random.nextInt(18, 20) + "." + random.nextInt(256) + ".";
      if (!routes.contains(candidate)) {
        return candidate;
      }
    }
  }

  /** By what hosts can be slowed down here, the better first: none, if the kernel has neither. */
  static Optional<String> brake() {
    String namespace = Leftovers.prefix() + "probe";
    sh("ip netns add " + namespace);
    try {
      return Stream.of(NETEM, NARROW)
          .filter(brake -> Shell.works("tc -n " + namespace + " qdisc add dev lo root " + brake))
          .findFirst();
    } finally {
      sh("ip netns del " + namespace);
    }
  }

  void build() {
    String lan = prefix + "switch";
    sh("ip netns add " + lan);
    sh("ip -n " + lan + " link add br0 type bridge");
    sh("ip -n " + lan + " link set br0 up");
    for (int host = 1; host <= hosts; host++) {
      String own = namespace(host);
      sh("ip netns add " + own);
      sh("ip link add h%d netns %s type veth peer name eth0 netns %s".formatted(host, lan, own));
      plug(lan, "h" + host);
      sh("ip -n " + own + " addr add " + address(host) + "/24 dev eth0");
      sh("ip -n " + own + " link set eth0 up");
      sh("ip -n " + own + " link set lo up");
    }
    String near = nearEnd();
    sh("ip link add " + near + " type veth peer name observer netns " + lan);
    plug(lan, "observer");
    sh("ip addr add " + address(OBSERVER) + "/24 dev " + near);
    sh("ip link set " + near + " up");
  }

  /** Of the link between this process and the switch. */
  private static String nearEnd() {
    return "vdc" + ProcessHandle.current().pid();
  }

  private static void plug(String lan, String port) {
    sh("ip -n " + lan + " link set " + port + " master br0");
    sh("ip -n " + lan + " link set " + port + " up");
  }

  String address(int host) {
    return net + host;
  }

  private String namespace(int host) {
    return prefix + "h" + host;
  }

  /** The command, run on that host. */
  List<String> run(int host, List<String> command) {
    List<String> longer = new ArrayList<>(List.of("ip", "netns", "exec", namespace(host)));
    longer.addAll(command);
    return longer;
  }

  /**
   * From now on packets from those to these vanish. What is cut twice is to be healed twice.
   *
   * @param from the hosts that send
   * @param to the hosts that do not get it
   */
  void cut(List<Integer> from, List<Integer> to) {
    for (int sender : from) {
      List<String> lines = new ArrayList<>();
      for (int receiver : to) {
        if (cuts.merge(List.of(sender, receiver), 1, Integer::sum) == 1) {
          lines.add(
              "neigh replace %s lladdr %s nud permanent dev eth0"
                  .formatted(address(receiver), NOWHERE));
        }
      }
      batch(sender, lines);
    }
  }

  /** Undoes one {@link #cut} of the same. */
  void heal(List<Integer> from, List<Integer> to) {
    for (int sender : from) {
      List<String> lines = new ArrayList<>();
      for (int receiver : to) {
        if (cuts.merge(List.of(sender, receiver), -1, Integer::sum) == 0) {
          lines.add("neigh del " + address(receiver) + " dev eth0");
        }
      }
      batch(sender, lines);
    }
  }

  private void batch(int host, List<String> lines) {
    if (!lines.isEmpty()) {
      Shell.feed(
          lines.stream().map(line -> line + "\n").collect(Collectors.joining()),
          List.of("ip", "-n", namespace(host), "-batch", "-"));
    }
  }

  /**
   * From now on all that this host sends is late, and some of it lost.
   *
   * @throws java.util.NoSuchElementException if there is no {@link #brake}
   */
  void slowDown(int host) {
    if (slow.merge(host, 1, Integer::sum) == 1) {
      sh("tc -n " + namespace(host) + " qdisc add dev eth0 root " + brake.orElseThrow());
    }
  }

  /** Undoes one {@link #slowDown}. */
  void speedUp(int host) {
    if (slow.merge(host, -1, Integer::sum) == 0) {
      sh("tc -n " + namespace(host) + " qdisc del dev eth0 root");
    }
  }

  /** Kills whatever runs on the hosts and removes them. */
  @Override
  public void close() {
    // It would go with the switch, but some time later, and its name is used again.
    Shell.works("ip link del " + nearEnd());
    Leftovers.removeNamespaces(prefix);
  }
}
