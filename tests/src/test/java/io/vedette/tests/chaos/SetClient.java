package io.vedette.tests.chaos;

import io.vedette.quorum.model.Address;
import io.vedette.tests.harness.ErrorReply;
import io.vedette.tests.harness.RespClient;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A client on a host of its own that adds elements to a set, each once, some thirty a second. It
 * goes by what the clients' guide of Sentinel says: asks coordinators for the master until one
 * answers, and asks the server for its role before it writes there; it stays as long as that
 * accepts its writes within a second, else it begins anew. Now and then an element is followed by
 * WAIT.
 *
 * <p>What it did is in a file that {@link History} reads. It ends when it is killed.
 */
final class SetClient {
  /** The key of the set. */
  static final String SET = "elements";

  /** So many replicas make a majority, together with the master. */
  private static final int CONFIRMING_REPLICAS = Testbed.HOSTS / 2;

  private static final int CONFIRM_EVERY = 25;
  private static final String CONFIRM_WITHIN_MS = "500";
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

  private final String name;
  private final PrintStream history;
  private final List<Address> coordinators;
  private int asked;
  private RespClient server;
  private Address master;

  private SetClient(String name, PrintStream history, List<Address> coordinators) {
    this.name = name;
    this.history = history;
    this.coordinators = coordinators;
  }

  /** {@code name file host:port…}: the coordinators in the order in which they are asked. */
  public static void main(String[] args) throws IOException {
    List<Address> coordinators = new ArrayList<>();
    for (int i = 2; i < args.length; i++) {
      String[] words = args[i].split(":", -1);
      coordinators.add(new Address(words[0], Integer.parseInt(words[1])));
    }
    try (PrintStream history =
        new PrintStream(Path.of(args[1]).toFile(), StandardCharsets.US_ASCII)) {
      new SetClient(args[0], history, coordinators).run();
    }
  }

  private void run() {
    long next = System.nanoTime();
    for (long number = 1; !history.checkError(); number++) {
      if (server != null || connect()) {
        add(name + "-" + number, number % CONFIRM_EVERY == 0);
      }
      next = Math.max(next + INTERVAL_NANOS, System.nanoTime());
      LockSupport.parkNanos(next - System.nanoTime());
    }
  }

  private void add(String element, boolean isConfirmed) {
    long started = System.nanoTime();
    try {
      server.call("SADD", SET, element);
      say(History.ACKNOWLEDGED, element, started, System.nanoTime(), master);
    } catch (ErrorReply e) {
      say(History.REFUSED, element, started, System.nanoTime(), master);
      disconnect();
      return;
    } catch (IOException e) {
      say(History.UNKNOWN, element, started, System.nanoTime(), master);
      disconnect();
      return;
    }
    if (isConfirmed) {
      confirm(element);
    }
  }

  private void confirm(String element) {
    try {
      Object count = server.call("WAIT", Integer.toString(CONFIRMING_REPLICAS), CONFIRM_WITHIN_MS);
      if ((Long) count >= CONFIRMING_REPLICAS) {
        say(History.CONFIRMED, element);
      }
    } catch (IOException | ErrorReply e) {
      // Not confirmed, then.
      disconnect();
    }
  }

  /** Whether there is a connection to a master now; the next coordinator is asked if not. */
  private boolean connect() {
    Optional<Address> given = ask(coordinators.get(asked));
    if (given.isPresent() && isMaster(given.get())) {
      master = given.get();
      asked = 0;
      return true;
    }
    asked = (asked + 1) % coordinators.size();
    return false;
  }

  private Optional<Address> ask(Address coordinator) {
    try (RespClient client = RespClient.connect(coordinator, SOON)) {
      List<?> pair = (List<?>) client.call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", Host.GROUP);
      Address given = new Address((String) pair.get(0), Integer.parseInt((String) pair.get(1)));
      say(History.GIVEN, given);
      return Optional.of(given);
    } catch (IOException | ErrorReply e) {
      return Optional.empty();
    }
  }

  private boolean isMaster(Address given) {
    try {
      server = RespClient.connect(given, SOON);
      if (((List<?>) server.call("ROLE")).get(0).equals("master")) {
        return true;
      }
    } catch (IOException | ErrorReply e) {
      // As good as none.
    }
    disconnect();
    return false;
  }

  private void disconnect() {
    if (server != null) {
      try {
        server.close();
      } catch (IOException e) {
        // It is of no use any more, whatever the system says about it.
        server = null;
      }
      server = null;
    }
  }

  /** One line, whole when it is there. */
  private void say(Object... words) {
    StringBuilder line = new StringBuilder();
    for (Object word : words) {
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    history.print(line.append('\n'));
    history.flush();
  }
}
