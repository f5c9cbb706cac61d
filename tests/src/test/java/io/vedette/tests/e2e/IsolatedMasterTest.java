package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.model.Address;
import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.ClusterSettings;
import io.vedette.tests.harness.CoordinatorKind;
import io.vedette.tests.harness.DataNode;
import io.vedette.tests.harness.OsProcess;
import io.vedette.tests.harness.OtherHost;
import io.vedette.tests.harness.RecordedEvent;
import io.vedette.tests.harness.RequiresRedis;
import io.vedette.tests.harness.RequiresRoot;
import io.vedette.tests.harness.StuckWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The master's host is cut off, with a coordinator and a client that writes. */
@RequiresRedis
@RequiresRoot
class IsolatedMasterTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @Test
  void isFencedBeforeAnotherIsMasterAndDemotedWhenItIsBack() throws Exception {
    try (OtherHost host = new OtherHost();
        Cluster cluster =
            fencing(host, Duration.ofSeconds(3)).options("refuse-when-isolated = yes").start()) {
      DataNode old = cluster.node(0);
      Path file = cluster.folder().resolve("written");
      OsProcess writer = StuckWriter.startOn(host, old.address(), file);
      cluster.until("the client writes", SOON, () -> (Long) old.call("DBSIZE") > 100);

      host.cut();
      RecordedEvent switched = cluster.awaitEvent("+switch-master", SOON);
      cluster.until(
          "the coordinator there names no master",
          SOON,
          () -> askThere(host, cluster.coordinator(0).address()).contains("ISOLATED"));
      host.heal();
      assertThat(writer.awaitExit(SOON)).isZero();
      DataNode promoted = cluster.awaitStable(SOON);

      assertThat(promoted).isNotEqualTo(old);
      StuckWriter.Log log = StuckWriter.Log.read(file);
      List<StuckWriter.Written> late =
          StuckWriter.missing(log.written(), promoted.address()).stream()
              .filter(one -> one.nanos() > switched.atNanos())
              .toList();
      assertThat(late).as("acknowledged by the old master when there was a new one").isEmpty();
      cluster.until("the fence is lifted", SOON, () -> !cluster.events("-master-fenced").isEmpty());
      assertThat(cluster.coordinator(0).logText()).contains("+master-fenced master mymaster");
    }
  }

  @Test
  void goesOnWhenTheNetworkIsWholeAgainAndNobodyHasReplacedIt() throws Exception {
    try (OtherHost host = new OtherHost();
        Cluster cluster =
            fencing(host, Duration.ofSeconds(2)).everyNode("replica-priority 0").start()) {
      DataNode master = cluster.node(0);
      Path file = cluster.folder().resolve("written");
      OsProcess writer = StuckWriter.startOn(host, master.address(), file);
      cluster.until("the client writes", SOON, () -> (Long) master.call("DBSIZE") > 100);

      host.cut();
      cluster.awaitEvent("-failover-abort-no-good-slave", SOON);
      host.heal();
      cluster.until("the fence is lifted", SOON, () -> !cluster.events("-master-fenced").isEmpty());

      Object before = master.call("DBSIZE");
      cluster.until(
          "the client goes on", SOON, () -> (Long) master.call("DBSIZE") > (Long) before + 100);
      assertThat(cluster.events("+switch-master")).isEmpty();
      writer.destroy();
    }
  }

  private static String askThere(OtherHost host, Address coordinator) {
    List<String> command =
        List.of(
            "redis-cli",
            "-h",
            coordinator.host(),
            "-p",
            Integer.toString(coordinator.port()),
            "SENTINEL",
            "GET-MASTER-ADDR-BY-NAME",
            "mymaster");
    return OsProcess.run(host.run(command), Path.of("/"), SOON).output();
  }

  private static ClusterSettings fencing(OtherHost host, Duration downAfter) {
    return Cluster.with(3, CoordinatorKind.VEDETTE)
        .downAfter(downAfter)
        .options("fence-isolated-master = yes")
        .masterOn(host);
  }
}
