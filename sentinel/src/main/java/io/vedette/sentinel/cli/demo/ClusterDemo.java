package io.vedette.sentinel.cli.demo;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import io.vedette.sentinel.cli.Screen;
import io.vedette.sentinel.cli.Screen.Tone;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The story of a Redis Cluster: one master dies, and the cluster heals itself; two die at once, and
 * the coordinators rescue it; the data are counted.
 */
public final class ClusterDemo {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int SLOTS = 16_384;
  private static final int WRITES = 1_000;

  private final Screen screen;
  private final CoordinatorProgram program;
  private final ClusterProcesses processes = new ClusterProcesses();
  private Timeline timeline;
  private RedisClient client;

  /**
   * Makes a temporary folder; starts nothing.
   *
   * @throws DemoFailure when there is no place for temporary files
   */
  public ClusterDemo(Screen screen, CoordinatorProgram program) throws DemoFailure {
    this.screen = screen;
    this.program = program;
  }

  /**
   * Tells it from start to end. What it started and wrote is gone when this returns or throws, and
   * also when the process is told to end meanwhile.
   *
   * @throws DemoFailure when something did not happen, or not in time
   */
  public void run() throws DemoFailure, InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(processes::close, "cleanup"));
    ClientResources resources =
        ClientResources.builder()
            .ioThreadPoolSize(2)
            .computationThreadPoolSize(2)
            .reconnectDelay(Delay.constant(Duration.ofMillis(20)))
            .build();
    client = RedisClient.create(resources);
    try {
      tell(resources);
    } catch (RedisException e) {
      throw new DemoFailure("a connection failed: " + e.getMessage(), e);
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
      processes.close();
      resources.shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
    screen.line("");
    screen.line(
        screen.paint(Tone.GOOD, "Everything happened as it should.") + " Nothing is left behind.");
  }

  private void tell(ClientResources resources) throws DemoFailure, InterruptedException {
    ServerProgram server =
        ServerProgram.find(System.getenv().getOrDefault("PATH", ""), processes.home());
    processes.prepare(server.file(), program.command());
    introduce(server);
    startServers();
    startCoordinators();
    try (ClusterClient writer = new ClusterClient(resources, processes.servers())) {
      await("the client has written", () -> writer.acknowledgedCount() >= WRITES);
      done("client", "writes (Lettuce's cluster support): %d so far", writer.acknowledgedCount());
      oneDies(writer);
      twoDie(writer);
      int lost = writer.countLost();
      screen.line("");
      done(
          "writes",
          "%d acknowledged, %d lost with the masters that died",
          writer.acknowledgedCount(),
          lost);
    }
  }

  private void introduce(ServerProgram server) {
    screen.line(screen.paint(Tone.STRONG, "A Redis Cluster, watched by " + program.name()));
    screen.line("");
    screen.line("  servers       %s, cluster-node-timeout %d", server.name(), nodeTimeout());
    for (int i = 0; i < ClusterProcesses.SHARDS; i++) {
      screen.line(
          "                %s  master, %s  its replica",
          processes.masters().get(i).address(), processes.replicas().get(i).address());
    }
    screen.line(
        "  coordinators  %d, quorum %d, down-after-ms %d, rescue-after-ms %d",
        processes.coordinators().size(),
        Cluster.QUORUM,
        ClusterProcesses.DOWN_AFTER_MS,
        ClusterProcesses.RESCUE_AFTER_MS);
    screen.line("");
  }

  private static int nodeTimeout() {
    return ClusterProcesses.NODE_TIMEOUT_MS;
  }

  private void startServers() throws DemoFailure, InterruptedException {
    for (Child server : processes.servers()) {
      processes.start(server);
    }
    for (Child server : processes.servers()) {
      await(server.address() + " answers", () -> ask(server, RedisCommands::ping).isPresent());
    }
    for (int i = 0; i < ClusterProcesses.SHARDS; i++) {
      int[] slots =
          IntStream.range(
                  SLOTS * i / ClusterProcesses.SHARDS, SLOTS * (i + 1) / ClusterProcesses.SHARDS)
              .toArray();
      long epoch = i + 1L;
      tell(processes.masters().get(i), commands -> commands.clusterAddSlots(slots));
      tell(processes.masters().get(i), commands -> commands.clusterSetConfigEpoch(epoch));
    }
    Child first = processes.masters().get(0);
    for (Child other : processes.servers().subList(1, processes.servers().size())) {
      tell(first, commands -> commands.clusterMeet(Cluster.HOST, other.port()));
    }
    await("all servers know each other", () -> processes.servers().stream().allMatch(this::meets));
    for (int i = 0; i < ClusterProcesses.SHARDS; i++) {
      String master = tell(processes.masters().get(i), RedisCommands::clusterMyId);
      tell(processes.replicas().get(i), commands -> commands.clusterReplicate(master));
    }
    await("the cluster serves", () -> processes.servers().stream().allMatch(this::serves));
    await("its replicas follow", () -> processes.replicas().stream().allMatch(this::follows));
  }

  private boolean meets(Child server) {
    return ask(server, RedisCommands::clusterNodes)
        .filter(
            text ->
                text.lines().filter(line -> line.contains(" connected")).count()
                    == processes.servers().size())
        .isPresent();
  }

  private boolean serves(Child server) {
    return ask(server, RedisCommands::clusterInfo)
        .filter(info -> info.contains("cluster_state:ok"))
        .isPresent();
  }

  private boolean follows(Child server) {
    return ask(server, commands -> commands.info("replication"))
        .filter(info -> info.contains("role:slave") && info.contains("master_link_status:up"))
        .isPresent();
  }

  private void startCoordinators() throws DemoFailure, InterruptedException {
    for (Child coordinator : processes.coordinators()) {
      processes.start(coordinator);
    }
    await(
        "each coordinator knows all shards and both others",
        () -> processes.coordinators().stream().allMatch(this::knowsAll));
    timeline = new Timeline(screen, new EventText(Map.of()));
    for (Child coordinator : processes.coordinators()) {
      StatefulRedisPubSubConnection<String, String> connection =
          client.connectPubSub(Questions.uri(coordinator));
      connection.addListener(timeline.listener(coordinator.name()));
      connection.sync().psubscribe("*");
    }
    done("started", "each coordinator knows all shards, and both others");
  }

  private boolean knowsAll(Child coordinator) {
    List<Map<String, String>> shards = shards(coordinator);
    return shards.size() == ClusterProcesses.SHARDS
        && shards.stream()
            .allMatch(
                shard ->
                    "master".equals(shard.get("flags"))
                        && "1".equals(shard.get("num-slaves"))
                        && "2".equals(shard.get("num-other-sentinels")));
  }

  private List<Map<String, String>> shards(Child coordinator) {
    try (StatefulRedisSentinelConnection<String, String> connection =
        client.connectSentinel(Questions.uri(coordinator))) {
      return connection.sync().masters();
    } catch (RedisException e) {
      return List.of();
    }
  }

  private void oneDies(ClusterClient writer) throws DemoFailure, InterruptedException {
    Child master = processes.masters().get(0);
    Child replica = processes.replicas().get(0);
    timeline.start();
    master.kill();
    timeline.note("demo", "kill -9 the master " + master.address());
    await("the cluster has replaced it", () -> areMasters(List.of(replica)));
    timeline.note("demo", "the cluster has healed itself, all coordinators tell so");
    awaitWriting(writer);
    processes.start(master);
    await("the old master is a replica", () -> follows(master));
    await("all coordinators see it", () -> processes.coordinators().stream().allMatch(this::calm));
    timeline.note("demo", "the old master is back, as a replica");
  }

  private boolean calm(Child coordinator) {
    return shards(coordinator).stream().allMatch(shard -> "master".equals(shard.get("flags")));
  }

  private void twoDie(ClusterClient writer) throws DemoFailure, InterruptedException {
    List<Child> dying = processes.masters().subList(1, ClusterProcesses.SHARDS);
    List<Child> heirs = processes.replicas().subList(1, ClusterProcesses.SHARDS);
    for (Child master : dying) {
      master.kill();
    }
    timeline.note("demo", "kill -9 two of three masters: no majority is left to vote");
    await("both are rescued", () -> areMasters(heirs));
    await(
        "the cluster serves again",
        () -> heirs.stream().allMatch(this::serves) && serves(processes.replicas().get(0)));
    timeline.note("demo", "all slots are served again");
    awaitWriting(writer);
    for (Child master : dying) {
      processes.start(master);
    }
    for (Child master : dying) {
      await("the dead are back as replicas", () -> follows(master));
    }
    timeline.note("demo", "the dead masters are back, as replicas");
  }

  /** Whether all coordinators give these to clients. */
  private boolean areMasters(List<Child> servers) {
    return processes.coordinators().stream()
        .map(this::shards)
        .allMatch(
            shards ->
                servers.stream()
                    .allMatch(
                        server ->
                            shards.stream()
                                .anyMatch(
                                    shard ->
                                        Integer.toString(server.port())
                                            .equals(shard.get("port")))));
  }

  private void awaitWriting(ClusterClient writer) throws DemoFailure, InterruptedException {
    long now = System.nanoTime();
    await("the client writes again", () -> writer.hasWrittenSince(now));
    timeline.note("client", "writes again");
  }

  private <T> T tell(Child server, Function<RedisCommands<String, String>, T> command) {
    try (StatefulRedisConnection<String, String> connection =
        client.connect(Questions.uri(server))) {
      return command.apply(connection.sync());
    }
  }

  private <T> Optional<T> ask(Child server, Function<RedisCommands<String, String>, T> question) {
    try {
      return Optional.ofNullable(tell(server, question));
    } catch (RedisException e) {
      return Optional.empty();
    }
  }

  private void await(String what, BooleanSupplier condition)
      throws DemoFailure, InterruptedException {
    processes.await(what, PATIENCE, condition);
  }

  private void done(String what, String format, Object... args) {
    screen.line(
        "%s  %-12s%s",
        screen.paint(Tone.GOOD, "ok"), what, String.format(Locale.ROOT, format, args));
  }
}
