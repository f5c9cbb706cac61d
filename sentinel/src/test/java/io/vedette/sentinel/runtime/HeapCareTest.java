package io.vedette.sentinel.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.view.Flag;
import io.vedette.quorum.view.GroupView;
import io.vedette.sentinel.server.Views;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the heap is collected. */
class HeapCareTest {
  private static final long MB = 1 << 20;
  private static final List<GroupView> CALM = List.of(Views.group("g", Views.master()));

  private List<GroupView> groups = CALM;
  private long size;
  private long sizeOnceCollected;
  private int collected;

  private final HeapCare care =
      new HeapCare(
          () -> groups,
          () -> size,
          () -> {
            collected++;
            size = sizeOnceCollected;
          });

  private void look(long megabytes) {
    size = megabytes * MB;
    care.look();
  }

  @Test
  void onceAfterTheStartAndThenWhenItHasGrownByAQuarter() {
    sizeOnceCollected = 20 * MB;
    look(30);
    assertThat(collected).isZero();
    look(30);
    assertThat(collected).isEqualTo(1);
    look(29);
    assertThat(collected).isEqualTo(1);
    look(30);
    assertThat(collected).isEqualTo(2);
  }

  @Test
  void notWhileAMasterIsDownOrReplaced() {
    for (Flag trouble : List.of(Flag.S_DOWN, Flag.FAILOVER_IN_PROGRESS)) {
      groups = List.of(CALM.get(0), Views.group("h", Views.master(trouble)));
      look(30);
      assertThat(collected).isZero();
    }
    groups = CALM;
    look(30);
    assertThat(collected).as("others may be behind").isZero();
    look(30);
    assertThat(collected).isEqualTo(1);
  }

  @Test
  void aMasterThatStaysDownPutsItOffForTenMinutesOnly() {
    groups = List.of(Views.group("g", Views.master(Flag.S_DOWN)));
    for (int fiveSeconds = 0; fiveSeconds < 120; fiveSeconds++) {
      look(30);
    }
    assertThat(collected).isZero();
    look(30);
    assertThat(collected).isEqualTo(1);
  }
}
