package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.DataNode;
import io.vedette.tests.harness.ErrorReply;
import io.vedette.tests.harness.RequiresRedis;
import io.vedette.tests.harness.RespClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A replaced master comes back, with a client that writes to it whatever anybody says. */
@RequiresRedis
class ReturningMasterTest {
  /** A tenth of a second is usual; Sentinel takes 8 s at least. */
  private static final Duration BOUND = Duration.ofSeconds(4);

  @Test
  void restartedMasterIsDemotedWithinMoments() throws Exception {
    isDemoted("killed and restarted", DataNode::kill, DataNode::launch);
  }

  @Test
  void resumedMasterIsDemotedWithinMoments() throws Exception {
    isDemoted("hung and resumed", DataNode::suspend, DataNode::resume);
  }

  private static void isDemoted(String how, Consumer<DataNode> leave, Consumer<DataNode> comeBack)
      throws Exception {
    Cluster cluster = Cluster.ofThree().start();
    DataNode old = cluster.node(0);
    leave.accept(old);
    DataNode promoted = cluster.awaitFailoverFrom(old, cluster.settings().recoveryBound());

    Stuck client = new Stuck(old);
    client.start();
    comeBack.accept(old);
    client.join(Duration.ofSeconds(30).toMillis());

    show(how, cluster, client, promoted);
  }

  private static void show(String how, Cluster cluster, Stuck client, DataNode promoted) {
    assertThat(client.isAlive()).as("the old master goes on taking writes").isFalse();
    assertThat(cluster.awaitStable(cluster.settings().recoveryBound())).isEqualTo(promoted);
    long lost =
        client.acknowledged.stream().filter(key -> promoted.call("EXISTS", key).equals(0L)).count();
    System.out.printf(
        "%s: demoted %.3f s after its first answer, %d of %d acknowledged writes lost%n",
        how, client.nanos() / 1e9, lost, client.acknowledged.size());
    assertThat(Duration.ofNanos(client.nanos())).isLessThan(BOUND);
  }

  /** Writes to one server until that refuses, for being a replica. */
  private static final class Stuck extends Thread {
    private final DataNode server;
    private final List<String> acknowledged = new ArrayList<>();
    private long firstAnswer;
    private long refused;

    Stuck(DataNode server) {
      super("stuck client");
      this.server = server;
      setDaemon(true);
    }

    /** From its first answer to its refusal. */
    long nanos() {
      return firstAnswer == 0 ? 0 : refused - firstAnswer;
    }

    @Override
    public void run() {
      while (refused == 0) {
        try (RespClient client = server.connect()) {
          write(client);
        } catch (IOException e) {
          // Not there yet, or the connection was killed: it comes again, as bad clients do.
          Thread.onSpinWait();
        }
      }
    }

    private void write(RespClient client) throws IOException {
      while (true) {
        String key = "stuck:" + acknowledged.size();
        try {
          client.call("SET", key, "1");
        } catch (ErrorReply e) {
          if (e.getMessage().startsWith("READONLY")) {
            refused = System.nanoTime();
            return;
          }
          continue;
        }
        if (firstAnswer == 0) {
          firstAnswer = System.nanoTime();
        }
        acknowledged.add(key);
      }
    }
  }
}
