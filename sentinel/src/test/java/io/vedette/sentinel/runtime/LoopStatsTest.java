package io.vedette.sentinel.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoopStatsTest {
  private final LoopStats stats = new LoopStats();

  @Test
  void whatTookLongestLatelyIsRememberedBesideTheSum() {
    stats.saved(3_000);
    stats.saved(9_000);
    stats.saved(1_000);
    stats.notSaved();

    assertThat(stats.saves.count()).isEqualTo(3);
    assertThat(stats.saves.nanos()).isEqualTo(13_000);
    assertThat(stats.saves.worstNanos()).isEqualTo(9_000);
    assertThat(stats.failedSaves.sum()).isEqualTo(1);
  }

  @Test
  void aTimerIsNeverEarly() {
    stats.woken(-5_000);

    assertThat(stats.delays.count()).isEqualTo(1);
    assertThat(stats.delays.nanos()).isZero();
  }

  @Test
  void onlyWhileItWorksItIsBusy() {
    assertThat(stats.busyNanos()).isZero();

    stats.begins();
    assertThat(stats.busyNanos()).isPositive();

    stats.ends();
    assertThat(stats.busyNanos()).isZero();
    assertThat(stats.steps.count()).isEqualTo(1);
    assertThat(stats.steps.nanos()).isPositive();
  }
}
