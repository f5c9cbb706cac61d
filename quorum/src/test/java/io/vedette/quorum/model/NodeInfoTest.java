package io.vedette.quorum.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is read out of the whole text of INFO. */
class NodeInfoTest {
  private static final Address MASTER = new Address("10.0.0.1", 6379);

  private static NodeInfo saying(String raw) {
    return new NodeInfo(
        Optional.empty(),
        Optional.of(Role.REPLICA),
        Optional.of(MASTER),
        true,
        0,
        NodeInfo.DEFAULT_PRIORITY,
        0,
        true,
        0,
        "",
        "",
        1,
        List.of(),
        -1,
        true,
        true,
        raw);
  }

  @Test
  void aLineIsAWholeLine() {
    assertThat(saying("loading:1").isLoading()).isTrue();
    assertThat(saying("# Persistence\r\nloading:1\r\nx:1\r\n").isLoading()).isTrue();
    assertThat(saying("async_loading:1\nloading:1\n").isLoading()).as("the second").isTrue();
    assertThat(saying("async_loading:1\n").isLoading()).isFalse();
    assertThat(saying("loading:10\n").isLoading()).isFalse();
    assertThat(saying("loading:0\n").isLoading()).isFalse();
  }

  @Test
  void aLogWithKeysInItIsData() {
    assertThat(saying("aof_enabled:1\ndb0:keys=1,expires=0\n").hasDataOfItsOwnLog()).isTrue();
    assertThat(saying("aof_enabled:1\n").hasDataOfItsOwnLog()).isFalse();
    assertThat(saying("aof_enabled:0\ndb0:keys=1\n").hasDataOfItsOwnLog()).isFalse();
  }

  @Test
  void whoHandsOverSaysToWhom() {
    assertThat(saying("master_failover_state:failover-in-progress\n").handsOverTo())
        .contains(MASTER);
    assertThat(saying("master_failover_state:no-failover\n").handsOverTo()).isEmpty();
  }
}
