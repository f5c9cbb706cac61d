package io.vedette.tests.bench;

import io.vedette.quorum.model.Address;
import io.vedette.tests.bench.LoadClient.Load;
import io.vedette.tests.bench.Workload.Figure;
import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.ClusterSettings;
import io.vedette.tests.harness.CoordinatorKind;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.Crowd;
import io.vedette.tests.harness.RespClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** One coordinator that is measured, with a master of its own that it watches. */
final class Contender implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Connections settle before the time is taken. */
  private static final Duration SETTLING = Duration.ofMillis(300);

  /** How many events make up one figure, their median. */
  private static final int EVENTS = 9;

  /** Connections of the bench itself, and a few more. */
  private static final int FEW = 10;

  private static final Pattern CONNECTED = Pattern.compile("connected_clients:[0-9]{1,5}");

  private final String label;
  private final Cluster cluster;
  private final CoordinatorNode coordinator;

  /** So that each event can be told from the others; all have as many digits. */
  private int failoverTimeout = 100_000;

  private Contender(String label, Cluster cluster) {
    this.label = label;
    this.cluster = cluster;
    this.coordinator = cluster.coordinator(0);
  }

  /** Starts it. */
  static Contender start(CoordinatorKind kind, Optional<String> javaOptions) {
    ClusterSettings settings = Cluster.with(1, kind).replicas(0).quorum(1);
    javaOptions.ifPresent(settings::javaOptions);
    String label = kind.label() + javaOptions.map(words -> " " + words).orElse("");
    return new Contender(label, settings.start());
  }

  String label() {
    return label;
  }

  double residentMb() {
    return Consumption.residentMb(coordinator.process().pid());
  }

  /** Has it do that, and measures. */
  Map<Figure, Double> measure(Workload workload, Duration time) throws IOException {
    return switch (workload) {
      case ADDRESS, ADDRESS_PIPELINED -> load(workload, time, addressRequest(), addressReply());
      case PING, PING_PIPELINED -> load(workload, time, "*1\r\n$4\r\nPING\r\n", "+PONG\r\n");
      case EVENT -> Map.of(Figure.TIME, eventMs());
      case CONNECT -> Map.of(Figure.TIME, connectMs());
    };
  }

  private String addressRequest() {
    return array("SENTINEL", "GET-MASTER-ADDR-BY-NAME", cluster.group());
  }

  private String addressReply() {
    Address master = cluster.node(0).address();
    return array(master.host(), Integer.toString(master.port()));
  }

  private static String array(String... words) {
    StringBuilder bytes = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      bytes.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }
    return bytes.toString();
  }

  private Map<Figure, Double> load(Workload workload, Duration time, String request, String reply)
      throws IOException {
    long server = coordinator.process().pid();
    long self = ProcessHandle.current().pid();
    try (LoadClient client =
        new LoadClient(
            coordinator.address(), Workload.CONNECTIONS, workload.depth(), request, reply)) {
      client.run(SETTLING);
      double serverBefore = Consumption.cpuSeconds(server);
      double selfBefore = Consumption.cpuSeconds(self);
      Load load = client.run(time);
      double requests = load.perSecond() * time.toMillis() / 1e3;
      Map<Figure, Double> figures = new EnumMap<>(Figure.class);
      figures.put(Figure.RATE, load.perSecond());
      figures.put(Figure.P99, load.p99Ms());
      figures.put(
          Figure.SERVER_CPU, (Consumption.cpuSeconds(server) - serverBefore) * 1e6 / requests);
      figures.put(Figure.CLIENT_CPU, (Consumption.cpuSeconds(self) - selfBefore) * 1e6 / requests);
      return figures;
    }
  }

  /** From the command that causes the event to the last subscriber. */
  private double eventMs() throws IOException {
    List<Double> times = new ArrayList<>();
    try (Crowd crowd =
            Crowd.connect(
                coordinator.address(),
                Workload.SUBSCRIBERS,
                "SUBSCRIBE +set\r\n",
                "subscribe",
                PATIENCE);
        RespClient operator = coordinator.connect()) {
      for (int i = 0; i < EVENTS; i++) {
        String value = Integer.toString(failoverTimeout++);
        crowd.expect("failover-timeout " + value);
        long begin = System.nanoTime();
        operator.send("SENTINEL", "SET", cluster.group(), "failover-timeout", value);
        times.add((crowd.await(PATIENCE) - begin) / 1e6);
        operator.read();
      }
    }
    awaitQuiet();
    return Summary.of(times).median();
  }

  private double connectMs() {
    long begin = System.nanoTime();
    Crowd crowd =
        Crowd.connect(coordinator.address(), Workload.OPENED, "PING\r\n", "+PONG\r\n", PATIENCE);
    double ms = (System.nanoTime() - begin) / 1e6;
    crowd.close();
    awaitQuiet();
    return ms;
  }

  /**
   * Until it has seen that the connections are closed: that is not to be measured with the next.
   */
  private void awaitQuiet() {
    cluster.until(label + " has seen all clients go", PATIENCE, () -> connected() < FEW);
  }

  private int connected() {
    String info = (String) coordinator.call("INFO", "clients");
    return CONNECTED
        .matcher(info)
        .results()
        .mapToInt(found -> Integer.parseInt(found.group().substring("connected_clients:".length())))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    cluster.close();
  }
}
