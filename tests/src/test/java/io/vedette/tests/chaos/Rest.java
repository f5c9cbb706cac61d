package io.vedette.tests.chaos;

import io.vedette.quorum.model.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether all is as it should be when nothing is wrong: one master, followed by all other servers,
 * which have all it has; all coordinators give it, with the same config epoch, see it well, and
 * know each other and all replicas.
 */
final class Rest {
  private static final long TILT_MS = 30_000;
  private static final long INFO_MS = 10_000;
  private static final long SLACK_MS = 30_000;
  private static final long POLL_MS = 100;
  private static final String REPLICAS = Integer.toString(Testbed.HOSTS - 1);

  private final Testbed bed;
  private int probes;

  /**
   * How it is.
   *
   * @param unrest what is not as it should be; empty: at rest
   * @param master the number of the master's host, where there is one
   * @param configEpoch of all coordinators, at rest
   * @param atNanos when it was known
   * @param lastly what had to be waited for last
   */
  record State(
      List<String> unrest,
      Optional<Integer> master,
      long configEpoch,
      long atNanos,
      List<String> lastly) {}

  Rest(Testbed bed) {
    this.bed = bed;
  }

  /**
   * By when it must be, whatever went on before, by the settings of the coordinators: TILT; a
   * master that says it is none is seen so late; two attempts of a failover fail, each with all its
   * steps and the time before the next; then servers that are wrong are put right.
   */
  static Duration bound() {
    long timeout = Host.FAILOVER_TIMEOUT_MS;
    long detection = Host.DOWN_AFTER_MS + 2 * INFO_MS;
    long attempt = 2 * timeout + Math.min(10_000, timeout) + 2 * timeout;
    long repair = Math.max(8_000, timeout) + 2 * INFO_MS;
    return Duration.ofMillis(TILT_MS + detection + 2 * attempt + repair + SLACK_MS);
  }

  /** Waits for it, unless a process has ended, which can't be at rest any more; the last state. */
  State await() throws InterruptedException {
    long deadline = System.nanoTime() + bound().toNanos();
    List<String> lastly = List.of();
    while (true) {
      State state = look(lastly);
      lastly = state.unrest();
      boolean isFinal = state.unrest().isEmpty() || !bed.ended().isEmpty();
      if (isFinal || System.nanoTime() - deadline > 0) {
        return state;
      }
      Thread.sleep(POLL_MS);
    }
  }

  private State look(List<String> lastly) {
    List<String> unrest = new ArrayList<>(bed.ended());
    Map<Boolean, List<Host>> byRole = byRole();
    List<Host> masters = byRole.get(true);
    if (masters.size() != 1) {
      unrest.add("masters are " + masters);
      return new State(unrest, Optional.empty(), -1, System.nanoTime(), lastly);
    }
    Host master = masters.get(0);
    byRole.get(false).forEach(host -> replica(host, master, unrest));
    Set<String> epochs = new HashSet<>();
    bed.hosts().forEach(host -> epochs.add(coordinator(host, master, unrest)));
    if (epochs.size() > 1) {
      unrest.add("config epochs are " + epochs);
    }
    if (unrest.isEmpty()) {
      synchronised(master, unrest);
    }
    long epoch = unrest.isEmpty() ? Long.parseLong(epochs.iterator().next()) : -1;
    return new State(unrest, Optional.of(master.number()), epoch, System.nanoTime(), lastly);
  }

  private Map<Boolean, List<Host>> byRole() {
    return bed.hosts().stream()
        .collect(
            Collectors.partitioningBy(
                host -> {
                  List<?> role = host.role();
                  return !role.isEmpty() && role.get(0).equals("master");
                }));
  }

  private static void replica(Host host, Host master, List<String> unrest) {
    List<?> role = host.role();
    Address of = master.serverAddress();
    boolean follows =
        role.size() > 3
            && role.get(0).equals("slave")
            && role.get(1).equals(of.host())
            && role.get(2).equals((long) of.port())
            && role.get(3).equals("connected");
    if (!follows) {
      unrest.add("the server of " + host + " does not follow " + master + ": " + role);
    }
  }

  /** The config epoch of a coordinator. */
  private static String coordinator(Host host, Host master, List<String> unrest) {
    Map<String, String> seen = host.master();
    Optional<Address> published = host.published();
    boolean isRight =
        published.equals(Optional.of(master.serverAddress()))
            && seen.getOrDefault("flags", "").equals("master")
            && seen.getOrDefault("num-slaves", "").equals(REPLICAS)
            && seen.getOrDefault("num-other-sentinels", "").equals(REPLICAS);
    if (!isRight) {
      unrest.add(
          "the coordinator of %s gives %s instead of %s, flags %s, %s replicas, %s peers"
              .formatted(
                  host,
                  published.map(Address::toString).orElse("nothing"),
                  master.serverAddress(),
                  seen.get("flags"),
                  seen.get("num-slaves"),
                  seen.get("num-other-sentinels")));
    }
    return seen.getOrDefault("config-epoch", "unknown");
  }

  /** All replicas have what is written now, and all servers have it in files that are whole. */
  private void synchronised(Host master, List<String> unrest) {
    String probe = "probe-" + ++probes;
    boolean isWritten = master.askServer("SADD", SetClient.SET, probe).isPresent();
    if (!isWritten
        || !master
            .askServer("WAIT", REPLICAS, "1000")
            .equals(Optional.of((long) Testbed.HOSTS - 1))) {
      unrest.add("not all replicas have what " + master + " is told");
    }
    for (Host host : bed.hosts()) {
      Map<String, String> files = host.info("persistence");
      boolean isWhole =
          files.getOrDefault("aof_rewrite_in_progress", "").equals("0")
              && files.getOrDefault("aof_rewrite_scheduled", "").equals("0")
              && files.getOrDefault("aof_enabled", "").equals("1");
      if (!isWhole) {
        unrest.add("the server of " + host + " rewrites its file");
      }
    }
  }
}
