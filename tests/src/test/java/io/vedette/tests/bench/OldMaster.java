package io.vedette.tests.bench;

import io.vedette.quorum.model.Address;
import io.vedette.tests.bench.Options.Fault;
import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.ClusterSettings;
import io.vedette.tests.harness.CoordinatorKind;
import io.vedette.tests.harness.DataNode;
import io.vedette.tests.harness.OsProcess;
import io.vedette.tests.harness.OtherHost;
import io.vedette.tests.harness.StuckWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;

/** Measures how long a replaced master goes on taking writes, and what they are worth. */
final class OldMaster {
  /** How long the network is cut. */
  private static final Duration CUT = Duration.ofSeconds(15);

  private static final Duration GIVE_UP = Duration.ofSeconds(40);

  /** As many writes show that the client is at work. */
  private static final long AT_WORK = 1_000;

  private final Duration downAfter;
  private final Random random = new Random();

  OldMaster(Duration downAfter) {
    this.downAfter = downAfter;
  }

  Demotion measure(CoordinatorKind kind, Fault fault, int number) throws InterruptedException {
    try {
      return fault.isPartition() ? partition(kind, fault, number) : comeBack(kind, fault, number);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Demotion comeBack(CoordinatorKind kind, Fault fault, int number)
      throws IOException, InterruptedException {
    try (Cluster cluster = Cluster.with(3, kind).downAfter(downAfter).start()) {
      DataNode old = cluster.node(0);
      if (fault == Fault.RETURN) {
        old.kill();
      } else {
        old.suspend();
      }
      DataNode promoted = cluster.awaitFailoverFrom(old, downAfter.plus(GIVE_UP));
      pause();
      StuckWriter writer = new StuckWriter(old.address());
      Thread thread = new Thread(writer, "stuck writer");
      thread.setDaemon(true);
      thread.start();
      if (fault == Fault.RETURN) {
        old.launch();
      } else {
        old.resume();
      }
      thread.join(GIVE_UP.toMillis());
      if (thread.isAlive()) {
        thread.interrupt();
        old.kill();
        thread.join();
      }
      StuckWriter.Log log = writer.log();
      long first = log.written().isEmpty() ? log.refusedNanos() : log.written().get(0).nanos();
      return result(kind, fault, number, log, first, Long.MAX_VALUE, promoted.address());
    }
  }

  private Demotion partition(CoordinatorKind kind, Fault fault, int number)
      throws IOException, InterruptedException {
    try (OtherHost host = new OtherHost();
        Cluster cluster = settings(kind, fault).masterOn(host).start()) {
      DataNode old = cluster.node(0);
      Path file = cluster.folder().resolve("written");
      OsProcess writer = StuckWriter.startOn(host, old.address(), file);
      cluster.until("the client writes", GIVE_UP, () -> (Long) old.call("DBSIZE") > AT_WORK);
      pause();
      long cut = System.nanoTime();
      host.cut();
      Thread.sleep(CUT.toMillis());
      long healed = System.nanoTime();
      host.heal();
      writer.awaitExit(GIVE_UP);
      Address master =
          cluster
              .until(
                  "a majority names a master", GIVE_UP, cluster::majorityMaster, m -> m.isPresent())
              .orElseThrow();
      long late = cut + downAfter.toNanos() / 2;
      return result(kind, fault, number, StuckWriter.Log.read(file), healed, late, master);
    }
  }

  private ClusterSettings settings(CoordinatorKind kind, Fault fault) {
    ClusterSettings settings = Cluster.with(3, kind).downAfter(downAfter);
    if (fault == Fault.PARTITION_MIN_REPLICAS) {
      settings.everyNode("min-replicas-to-write 1", "min-replicas-max-lag 2");
    } else if (fault == Fault.PARTITION_FENCED) {
      settings.options("fence-isolated-master = yes");
    }
    return settings;
  }

  /** What happens is to hit no particular phase of anybody's periods. */
  private void pause() throws InterruptedException {
    Thread.sleep(1_000 + random.nextInt(2_000));
  }

  private static Demotion result(
      CoordinatorKind kind,
      Fault fault,
      int number,
      StuckWriter.Log log,
      long beginNanos,
      long lateNanos,
      Address master)
      throws IOException {
    List<StuckWriter.Written> lost = StuckWriter.missing(log.written(), master);
    long late = lost.stream().filter(one -> one.nanos() > lateNanos).count();
    OptionalDouble demoted =
        log.refusedNanos() == 0
            ? OptionalDouble.empty()
            : OptionalDouble.of((log.refusedNanos() - beginNanos) / 1e6);
    return new Demotion(
        kind, fault, number, demoted, log.written().size(), lost.size(), (int) late);
  }
}
