package io.vedette.sentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.model.Address;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PastFailoversTest {
  private static final Address ONE = new Address("10.0.0.11", 26379);
  private static final Address OTHER = new Address("10.0.0.12", 26379);

  private final PastFailovers past = new PastFailovers();

  private static List<Object> healed(String to, long startedAtMs) {
    return List.of(
        List.of(
            "group",
            "shop-1",
            "epoch",
            "0",
            "to",
            to,
            "cause",
            "down",
            "result",
            "done",
            "started-at",
            Long.toString(startedAtMs)));
  }

  @Test
  void whatAClusterHasDoneByItselfIsOneForAllWhoSawItAndNoOthers() {
    past.add(ONE, healed("10.0.0.1:6379", 1_000_000));
    past.add(OTHER, healed("10.0.0.1:6379", 1_000_700));
    past.add(ONE, healed("10.0.0.2:6379", 1_005_000));
    past.add(OTHER, healed("10.0.0.1:6379", 1_060_000));
    List<Map<String, Object>> latest = past.latest(10);
    assertThat(latest)
        .extracting(failover -> failover.get("to"))
        .containsExactly("10.0.0.1:6379", "10.0.0.2:6379", "10.0.0.1:6379");

    StringWriter out = new StringWriter();
    HistoryText.print(latest.get(0), new Screen(new PrintWriter(out), false));
    assertThat(out.toString())
        .contains("the master was down; the cluster has replaced it by itself");
  }
}
