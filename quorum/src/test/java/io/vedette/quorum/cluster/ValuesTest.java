package io.vedette.quorum.cluster;

import static io.vedette.quorum.cluster.Lines.id;
import static io.vedette.quorum.cluster.Lines.master;
import static io.vedette.quorum.cluster.Lines.replica;
import static io.vedette.quorum.cluster.Lines.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.Timing;
import io.vedette.quorum.options.ClusterOption;
import io.vedette.quorum.options.OptionValues;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ValuesTest {
  private static final SlotSet SLOTS = SlotSet.range(0, 9);

  @Test
  void aNodeIdIsFortyHexadecimalDigits() {
    String digits = "0123456789abcdef".repeat(2) + "01234567";
    assertThat(new NodeId(digits)).hasToString(digits);
    assertThat(new NodeId(digits).shortened()).isEqualTo("01234567");
    assertThatThrownBy(() -> new NodeId("x" + digits.substring(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'x123");
  }

  @Test
  void votersAreTheMastersWithSlots() {
    ClusterReport report =
        report(master(1, 1, SLOTS), master(2, 2, SlotSet.NONE), replica(3, 1, 1));
    assertThat(report.voters()).isEqualTo(1);
    assertThat(report.line(id(3))).isPresent();
    assertThat(report.line(id(4))).isEmpty();
  }

  @Test
  void aReportIsAlsoAboutWhoMakesIt() {
    Map<NodeId, NodeLine> others = Map.of(id(2), master(2, 2, SLOTS));
    assertThatThrownBy(() -> new ClusterReport(id(1), others, true, 9, NodeOptions.UNKNOWN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anAddressThatANodeKnowsItselfIsNotReplaced() {
    ClusterReport report = report(master(1, 1, SLOTS));
    assertThat(report.at(new Address("10.9.9.9", 1))).isSameAs(report);
  }

  @Test
  void whoIsConnectedAndNotSuspectIsReachable() {
    assertThat(line(false, false, true).isReachable()).isTrue();
    assertThat(line(true, false, true).isReachable()).isFalse();
    assertThat(line(false, true, true).isReachable()).isFalse();
    assertThat(line(false, false, false).isReachable()).isFalse();
  }

  @Test
  void aClusterIsFoundByItsNodesAndShowsNoSecrets() {
    GroupName name = new GroupName("shop");
    assertThatThrownBy(() -> new ClusterConfig(name, OptionValues.DEFAULTS))
        .isInstanceOf(IllegalArgumentException.class);
    OptionValues options =
        OptionValues.DEFAULTS
            .withText(ClusterOption.NODES, "10.0.0.1:6379")
            .withText(ClusterOption.AUTH_USER, "vedette")
            .withText(ClusterOption.AUTH_PASS, "secret")
            .withText(ClusterOption.QUORUM, "3")
            .withText(ClusterOption.DOWN_AFTER_MS, "700");
    ClusterConfig config = new ClusterConfig(name, options);
    assertThat(config).hasToString("shop [10.0.0.1:6379]");
    GroupSettings settings = config.settings(Timing.DEFAULT);
    assertThat(settings.quorum()).isEqualTo(3);
    assertThat(settings.downAfterMs()).isEqualTo(700);
    assertThat(settings.failoverTimeoutMs()).isEqualTo(10_000);
    assertThat(settings.authUser()).contains("vedette");
    assertThat(settings.authPass()).contains("secret");
  }

  private static NodeLine line(boolean isSuspect, boolean isFailed, boolean isConnected) {
    return new NodeLine(
        id(1),
        Optional.empty(),
        true,
        Optional.empty(),
        1,
        SLOTS,
        0,
        isSuspect,
        isFailed,
        isConnected,
        false);
  }
}
