package io.vedette.tests.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.OsProcess;
import io.vedette.tests.harness.OsProcess.Outcome;
import io.vedette.tests.harness.OtherHost;
import io.vedette.tests.harness.RequiresRedis;
import io.vedette.tests.harness.RequiresRoot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vip.sh} on a machine of its own: a network namespace. */
@RequiresRedis
@RequiresRoot
class VirtualAddressTest {
  private static final String OLD = "10.0.0.1 6379";
  private static final String VIP = "198.51.100.7";

  @TempDir Path temp;

  private static Script vip(OtherHost host, String device) {
    return Script.of("vip.sh")
        .by(host.run(List.of()))
        .set("VEDETTE_VIP", VIP + "/32")
        .set("VEDETTE_VIP_DEVICE", device);
  }

  private String addresses(OtherHost host) {
    List<String> command = host.run(List.of("ip", "-o", "addr"));
    return OsProcess.run(command, temp, Duration.ofSeconds(20)).output();
  }

  private static void assertDone(Outcome outcome) {
    assertThat(outcome.output()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
  }

  @Test
  void theMachineWithTheNewMasterTakesTheAddressAndTheOtherGivesItUp() {
    try (OtherHost host = new OtherHost()) {
      String device = addresses(host).replaceAll("(?s).*\\d: (vdf\\w+) .*", "$1");
      Script script = vip(host, device);
      String here = host.there() + " 6379";
      assertDone(script.reconfigure("m", OLD, here));
      assertThat(addresses(host)).contains(VIP);
      assertDone(script.reconfigure("m", OLD, here));
      assertDone(script.reconfigure("m", here, OLD));
      assertThat(addresses(host)).doesNotContain(VIP);
      assertDone(script.reconfigure("m", here, OLD));
      Outcome outcome = vip(host, "none0").reconfigure("m", OLD, here);
      assertThat(outcome.exitCode()).isEqualTo(1);
      assertThat(outcome.output()).contains("can't take " + VIP);
    }
  }

  @Test
  void coordinatorsMoveItWhenAMasterDies() {
    try (OtherHost host = new OtherHost()) {
      String device = addresses(host).replaceAll("(?s).*\\d: (vdf\\w+) .*", "$1");
      Notified notified =
          new Notified(temp)
              .set("vip", "VEDETTE_VIP=" + VIP + "/32", "VEDETTE_VIP_DEVICE=" + device);
      // That machine has the address of all masters here, 127.0.0.1.
      String there = String.join(" ", host.run(List.of(Script.folder() + "/vip.sh")));
      Path script =
          notified.program(
              "vip-there",
              "export VEDETTE_NOTIFY_DIR=" + temp.resolve("notify.d"),
              "exec " + there + " \"$@\"");
      Cluster cluster =
          Cluster.ofThree()
              .replicas(1)
              .coordinatorConfig("sentinel client-reconfig-script mymaster " + script)
              .start();
      cluster.node(0).kill();
      cluster.until(
          "the address is there",
          cluster.settings().recoveryBound(),
          () -> addresses(host).contains(VIP));
      cluster.awaitStable(cluster.settings().recoveryBound());
      assertThat(cluster.events("-script-error")).isEmpty();
    }
  }
}
