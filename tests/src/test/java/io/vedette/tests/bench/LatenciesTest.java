package io.vedette.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatenciesTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 63, 64, 65, 127, 128, 129, 1_000_000, 123_456_789, Long.MAX_VALUE})
  void timeIsKeptToOnePartIn64(long nanos) {
    Latencies one = new Latencies();
    one.record(nanos);
    assertThat(one.percentileMs(1) * 1e6)
        .isCloseTo((double) nanos, Percentage.withPercentage(100.0 / 64));
  }

  @Test
  void percentilesAreOfWhatWasRecorded() {
    Latencies hundred = new Latencies();
    for (int ms = 1; ms <= 100; ms++) {
      hundred.record(ms * 1_000_000L);
    }
    assertThat(hundred.count()).isEqualTo(100);
    assertThat(hundred.percentileMs(0.5)).isCloseTo(50, Percentage.withPercentage(2));
    assertThat(hundred.percentileMs(0.99)).isCloseTo(99, Percentage.withPercentage(2));
    assertThat(hundred.percentileMs(1)).isCloseTo(100, Percentage.withPercentage(2));
  }

  @Test
  void clockThatStandsStillIsNoError() {
    Latencies one = new Latencies();
    one.record(-5);
    assertThat(one.percentileMs(1)).isZero();
  }

  @Test
  void nothingRecordedHasNoPercentile() {
    assertThatThrownBy(() -> new Latencies().percentileMs(0.99))
        .isInstanceOf(IllegalStateException.class);
  }
}
