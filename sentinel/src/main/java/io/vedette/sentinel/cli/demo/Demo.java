package io.vedette.sentinel.cli.demo;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.vedette.sentinel.cli.Screen;
import io.vedette.sentinel.cli.Screen.Tone;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The story: all is well, the master dies, another takes over, the old one comes back. */
public final class Demo {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration SWITCH = Duration.ofSeconds(30);
  private static final Duration RETURN = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int WRITES_BEFORE_THE_KILL = 1000;
  private static final int WRITES_AFTER = 500;

  private final Screen screen;
  private final CoordinatorProgram program;
  private final boolean keep;
  private final Cluster cluster;

  /** How the rest of the story is told once there is something to tell. */
  private Timeline timeline;

  private RedisClient client;
  private Questions questions;

  /**
   * Makes a temporary folder; starts nothing.
   *
   * @param program the coordinators to show
   * @param keep whether it all goes on running afterwards, until the process is stopped
   * @throws DemoFailure when there is no place for temporary files
   */
  public Demo(Screen screen, CoordinatorProgram program, boolean keep) throws DemoFailure {
    this.screen = screen;
    this.program = program;
    this.keep = keep;
    this.cluster = new Cluster();
  }

  /**
   * Tells it from start to end. What it started and wrote is gone when this returns or throws, and
   * also when the process is told to end meanwhile.
   *
   * @throws DemoFailure when something did not happen, or not in time
   */
  public void run() throws DemoFailure, InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "cleanup"));
    ClientResources resources =
        ClientResources.builder()
            .ioThreadPoolSize(2)
            .computationThreadPoolSize(2)
            // By default Lettuce waits longer and longer between attempts, up to seconds.
            .reconnectDelay(Delay.constant(Duration.ofMillis(20)))
            .build();
    client = RedisClient.create(resources);
    questions = new Questions(client);
    try {
      tell();
    } catch (DemoFailure e) {
      showLogs();
      throw e;
    } catch (RedisException e) {
      showLogs();
      throw new DemoFailure("a connection failed: " + e.getMessage(), e);
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
      resources.shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
      cluster.close();
    }
    screen.line("");
    screen.line(
        screen.paint(Tone.GOOD, "Everything happened as it should.") + " Nothing is left behind.");
  }

  private void tell() throws DemoFailure, InterruptedException {
    ServerProgram server =
        ServerProgram.find(System.getenv().getOrDefault("PATH", ""), cluster.home());
    cluster.prepare(server.file(), program.command());
    introduce(server);
    startAll();
    try (Writer writer = startWriting()) {
      Child oldMaster = cluster.dataNodes().get(0);
      killMaster(oldMaster);
      Child newMaster = awaitSwitch(oldMaster);
      awaitWriting(writer);
      String survived = countWrites(writer, newMaster);
      Duration back = bringBack(oldMaster, newMaster);
      sumUp(writer, survived, newMaster, back);
    }
    if (keep) {
      keepRunning();
    }
  }

  private void introduce(ServerProgram server) {
    screen.line(screen.paint(Tone.STRONG, "A failover by " + program.name()));
    screen.line("");
    screen.line("  servers       %s", server.name());
    for (Child node : cluster.dataNodes()) {
      boolean master = node == cluster.dataNodes().get(0);
      screen.line("                %s  %s", node.address(), master ? "master" : "replica");
    }
    screen.line("  coordinators  %s", program.name());
    for (Child coordinator : cluster.coordinators()) {
      screen.line("                %s  %s", coordinator.address(), coordinator.name());
    }
    screen.line(
        "  settings      quorum %d, down-after-milliseconds %d",
        Cluster.QUORUM, Cluster.DOWN_AFTER_MS);
    screen.line("");
  }

  private void startAll() throws DemoFailure, InterruptedException {
    long begin = System.nanoTime();
    Child master = cluster.dataNodes().get(0);
    for (Child node : cluster.dataNodes()) {
      cluster.start(node);
    }
    for (Child replica : cluster.dataNodes().subList(1, cluster.dataNodes().size())) {
      cluster.await(
          "replica " + replica.address() + " follows its master",
          START,
          () -> follows(replica, master));
    }
    for (Child coordinator : cluster.coordinators()) {
      cluster.start(coordinator);
    }
    awaitAgreement("each coordinator knows both replicas and both others", START);
    timeline = new Timeline(screen, new EventText(namesByRunId()));
    for (Child coordinator : cluster.coordinators()) {
      StatefulRedisPubSubConnection<String, String> connection =
          client.connectPubSub(Questions.uri(coordinator));
      connection.addListener(timeline.listener(coordinator.name()));
      connection.sync().psubscribe("*");
    }
    done(
        "started",
        "in %.1f s: all know each other",
        seconds(Duration.ofNanos(System.nanoTime() - begin)));
  }

  private Map<String, String> namesByRunId() throws DemoFailure {
    Map<String, String> names = new HashMap<>();
    for (Child coordinator : cluster.coordinators()) {
      String runId =
          questions
              .runId(coordinator)
              .orElseThrow(() -> new DemoFailure(coordinator.name() + " does not say its run id"));
      names.put(runId, coordinator.name());
    }
    return names;
  }

  private Writer startWriting() throws DemoFailure, InterruptedException {
    List<Child> coordinators = cluster.coordinators();
    RedisURI.Builder uri =
        RedisURI.Builder.sentinel(Cluster.HOST, coordinators.get(0).port(), Cluster.GROUP);
    coordinators.stream().skip(1).forEach(other -> uri.withSentinel(Cluster.HOST, other.port()));
    Writer writer = new Writer(client, uri.withTimeout(SWITCH).build());
    cluster.await(
        "the client has written " + WRITES_BEFORE_THE_KILL + " keys",
        START,
        () -> writer.acknowledgedCount() >= WRITES_BEFORE_THE_KILL);
    done("client", "writes (Lettuce, by the group's name): %d so far", writer.acknowledgedCount());
    return writer;
  }

  private void killMaster(Child master) throws InterruptedException {
    timeline.start();
    master.kill();
    timeline.note("demo", "kill -9 " + master.pid() + ", the master " + master.address());
  }

  private Child awaitSwitch(Child oldMaster) throws DemoFailure, InterruptedException {
    List<Child> coordinators = cluster.coordinators();
    cluster.await(
        "a coordinator calls the master down", SWITCH, () -> timeline.agreed().isPresent());
    cluster.await(
        "a majority has switched", SWITCH, () -> timeline.switched(majority()).isPresent());
    cluster.await(
        "all coordinators name one new master",
        SWITCH,
        () ->
            coordinators.stream()
                    .map(questions::masterPort)
                    .filter(port -> port.isPresent() && port.get() != oldMaster.port())
                    .count()
                == coordinators.size());
    int port = questions.masterPort(coordinators.get(0)).orElseThrow();
    Child master = cluster.dataNode(port);
    for (Child coordinator : coordinators) {
      if (questions.masterPort(coordinator).orElse(0) != port) {
        throw new DemoFailure("the coordinators name different masters");
      }
    }
    cluster.await(
        "it has the role",
        SWITCH,
        () -> "master".equals(questions.replication(master).get("role")));
    return master;
  }

  private void awaitWriting(Writer writer) throws DemoFailure, InterruptedException {
    int before = writer.acknowledgedCount();
    cluster.await("the client writes again", SWITCH, () -> writer.acknowledgedCount() > before);
    timeline.note(
        "client", "writes again, after " + writer.longestPause().toMillis() + " ms without");
    cluster.await(
        "the client goes on writing",
        SWITCH,
        () -> writer.acknowledgedCount() >= before + WRITES_AFTER);
  }

  /** Says how many of the acknowledged writes are on the new master. */
  private String countWrites(Writer writer, Child master) throws DemoFailure {
    List<Integer> acknowledged = writer.acknowledged();
    int held =
        questions
            .held(master, acknowledged)
            .orElseThrow(() -> new DemoFailure("the new master does not say what it holds"));
    timeline.note(
        "demo", String.format("of %d acknowledged writes, it holds %d", acknowledged.size(), held));
    return text(
        "%d acknowledged, %d on the new master, %d lost",
        acknowledged.size(), held, acknowledged.size() - held);
  }

  private Duration bringBack(Child oldMaster, Child newMaster)
      throws DemoFailure, InterruptedException {
    cluster.start(oldMaster);
    Duration start = timeline.now();
    timeline.note("demo", "starts the old master again");
    cluster.await("the old master is a replica", RETURN, () -> follows(oldMaster, newMaster));
    Duration took = timeline.now().minus(start);
    timeline.note("demo", "the old master follows the new one");
    for (Child node : cluster.dataNodes()) {
      if (node != newMaster) {
        cluster.await(
            node.address() + " follows the new master", RETURN, () -> follows(node, newMaster));
      }
    }
    awaitAgreement("each coordinator sees the new master and two replicas", RETURN);
    return took;
  }

  private void sumUp(Writer writer, String survived, Child master, Duration back) {
    screen.line("");
    Duration switched = timeline.switched(majority()).orElseThrow();
    Duration agreed = timeline.agreed().orElseThrow();
    done("new master", "%s, %d ms after the kill,", master.address(), switched.toMillis());
    more("%d ms after the first +odown", switched.minus(agreed).toMillis());
    done(
        "client",
        "%d ms without a write, %d failed meanwhile",
        writer.longestPause().toMillis(),
        writer.refusedCount());
    done("writes", "%s", survived);
    done("old master", "a replica again, %.1f s after its start", seconds(back));
  }

  private int majority() {
    return cluster.coordinators().size() / 2 + 1;
  }

  private void keepRunning() throws DemoFailure, InterruptedException {
    screen.line("");
    screen.line(screen.paint(Tone.STRONG, "It goes on running until Ctrl-C. In another terminal:"));
    screen.line("");
    Child coordinator = cluster.coordinators().get(0);
    String cli = "  redis-cli -p " + coordinator.port() + " ";
    screen.line(cli + "SENTINEL GET-MASTER-ADDR-BY-NAME " + Cluster.GROUP);
    screen.line(cli + "SENTINEL REPLICAS " + Cluster.GROUP);
    screen.line(cli + "SENTINEL FAILOVER " + Cluster.GROUP);
    for (Child node : cluster.dataNodes()) {
      screen.line(
          "  redis-cli -p %d INFO replication        (process %d)", node.port(), node.pid());
    }
    screen.line("");
    screen.line("Files are in %s. New events:", cluster.home());
    while (!cluster.isClosed()) {
      Thread.sleep(POLL.toMillis());
    }
    throw new DemoFailure("stopped");
  }

  private boolean follows(Child replica, Child master) {
    Map<String, String> info = questions.replication(replica);
    return "slave".equals(info.get("role"))
        && String.valueOf(master.port()).equals(info.get("master_port"))
        && "up".equals(info.get("master_link_status"));
  }

  private void awaitAgreement(String what, Duration patience)
      throws DemoFailure, InterruptedException {
    int replicas = cluster.dataNodes().size() - 1;
    int peers = cluster.coordinators().size() - 1;
    for (Child coordinator : cluster.coordinators()) {
      cluster.await(what, patience, () -> questions.seesAll(coordinator, replicas, peers));
    }
  }

  /** The coordinators' last words, unless they were told to stop. */
  private void showLogs() {
    if (cluster.isClosed()) {
      return;
    }
    for (Child coordinator : cluster.coordinators()) {
      for (String line : coordinator.logTail(5)) {
        screen.line(screen.paint(Tone.FAINT, coordinator.name() + "| " + line));
      }
    }
  }

  private void done(String what, String format, Object... args) {
    screen.line("%s  %-12s%s", screen.paint(Tone.GOOD, "ok"), what, text(format, args));
  }

  private void more(String format, Object... args) {
    screen.line("%16s%s", "", text(format, args));
  }

  private static String text(String format, Object... args) {
    return String.format(Locale.ROOT, format, args);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
