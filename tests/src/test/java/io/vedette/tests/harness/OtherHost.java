package io.vedette.tests.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Another host on this machine: a network namespace, reached over a link that can be cut. Needs
 * {@link RequiresRoot}. What still exists when the JVM ends is removed.
 */
public final class OtherHost implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(10);

  /** Nobody's: what is sent there vanishes, as behind a router that has lost its way. */
  private static final String NOWHERE = "02:00:00:00:00:99";

  private static final Set<OtherHost> EXISTING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> EXISTING.forEach(OtherHost::close)));
  }

  private final String namespace;
  private final String nearEnd;
  private final String farEnd;
  private final String here;
  private final String there;

  /** Makes it; the link stands. */
  public OtherHost() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    String unique = Long.toString(random.nextLong(1L << 40, 1L << 41), Character.MAX_RADIX);
    namespace = "vedette-" + unique;
    nearEnd = "vdn" + unique;
    farEnd = "vdf" + unique;
    // Addresses set apart for measurements on networks of one's own.
    String net = "198." + random.nextInt(18, 20) + "." + random.nextInt(256) + ".";
    int first = 4 * random.nextInt(64);
    here = net + (first + 1);
    there = net + (first + 2);
    EXISTING.add(this);
    try {
      make();
    } catch (IllegalStateException e) {
      close();
      throw e;
    }
  }

  private void make() {
    sh("ip netns add " + namespace);
    sh("ip link add " + nearEnd + " type veth peer name " + farEnd + " netns " + namespace);
    sh("ip addr add " + here + "/30 dev " + nearEnd);
    sh("ip link set " + nearEnd + " up");
    sh(far("ip addr add " + there + "/30 dev " + farEnd));
    sh(far("ip link set " + farEnd + " up"));
    sh(far("ip link set lo up"));
  }

  /** The address of this side of the link. */
  public String here() {
    return here;
  }

  /** The address of the other host. */
  public String there() {
    return there;
  }

  /** The command, run on the other host. */
  public List<String> run(List<String> command) {
    List<String> longer = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    longer.addAll(command);
    return longer;
  }

  /** From now on packets vanish on the way, in both directions; nobody is told. */
  public void cut() {
    sh("ip neigh replace " + there + " lladdr " + NOWHERE + " nud permanent dev " + nearEnd);
    sh(far("ip neigh replace " + here + " lladdr " + NOWHERE + " nud permanent dev " + farEnd));
  }

  /** From now on they arrive again. */
  public void heal() {
    sh("ip neigh del " + there + " dev " + nearEnd);
    sh(far("ip neigh del " + here + " dev " + farEnd));
  }

  private String far(String command) {
    return "ip netns exec " + namespace + " " + command;
  }

  private static void sh(String command) {
    Path folder = Path.of(System.getProperty("java.io.tmpdir"));
    OsProcess.Outcome outcome = OsProcess.run(Arrays.asList(command.split(" ")), folder, SOON);
    if (outcome.exitCode() != 0) {
      throw new IllegalStateException(command + " failed: " + outcome.output().strip());
    }
  }

  /** Removes it and the link; what still runs there should have been ended before. */
  @Override
  public void close() {
    if (EXISTING.remove(this)) {
      sh("ip netns del " + namespace);
    }
  }
}
