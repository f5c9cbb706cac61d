package io.vedette.quorum.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.model.Timing;
import org.junit.jupiter.api.Test;

class TiltTest {
  private final Tilt tilt = new Tilt();

  @Test
  void aStepThatIsMoreThanTheTriggerLateBeginsIt() {
    assertThat(tilt.beginsWith(10_000, 12_000, Timing.DEFAULT)).isFalse();
    assertThat(tilt.beginsWith(10_000, 12_001, Timing.DEFAULT)).isTrue();
    assertThat(tilt.isOn()).isTrue();
    assertThat(tilt.count()).isEqualTo(1);
  }

  @Test
  void aStepThatWaitsForNothingIsNeverLate() {
    assertThat(tilt.beginsWith(Long.MAX_VALUE, 1_000_000, Timing.DEFAULT)).isFalse();
  }

  @Test
  void itLastsForThePeriodAfterTheLastLateStep() {
    tilt.beginsWith(0, 10_000, Timing.DEFAULT);
    assertThat(tilt.beginsWith(10_000, 20_000, Timing.DEFAULT)).as("it has begun").isFalse();
    assertThat(tilt.endsAt(49_999, Timing.DEFAULT)).isFalse();
    assertThat(tilt.endsAt(50_000, Timing.DEFAULT)).isTrue();
    assertThat(tilt.endsAt(50_001, Timing.DEFAULT)).as("once").isFalse();
    assertThat(tilt.count()).isEqualTo(1);
  }

  @Test
  void itCanEndBeforeItsTime() {
    tilt.beginsWith(0, 10_000, Timing.DEFAULT);
    tilt.end();
    assertThat(tilt.isOn()).isFalse();
    assertThat(tilt.endsAt(50_000, Timing.DEFAULT)).as("it has ended").isFalse();
  }
}
