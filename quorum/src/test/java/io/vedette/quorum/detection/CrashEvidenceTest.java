package io.vedette.quorum.detection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CrashEvidenceTest {
  private static final long CONFIRM_MS = 200;
  private CrashEvidence crash;

  @BeforeEach
  void aConnectionThatStood() {
    crash = new CrashEvidence();
    crash.connected();
  }

  private boolean isConvincing() {
    return crash.isConvincing(CONFIRM_MS);
  }

  private void refusedAt(long... times) {
    for (long time : times) {
      crash.refused(time);
    }
  }

  @Test
  void closedAndRefusedForLongEnoughIsACrash() {
    crash.closed();
    refusedAt(1_000, 1_100, 1_199);
    assertThat(isConvincing()).isFalse();
    assertThat(crash.isOpen()).isTrue();
    refusedAt(1_200);
    assertThat(isConvincing()).isTrue();
    assertThat(crash.isOpen()).isFalse();
  }

  @Test
  void refusalsAloneAreNone() {
    refusedAt(1_000, 1_100, 1_200);
    assertThat(isConvincing()).as("it was never seen alive, or the link was given up").isFalse();
  }

  @Test
  void twoRefusalsAreTooFewHoweverFarApart() {
    crash.closed();
    refusedAt(1_000, 9_000);
    assertThat(isConvincing()).isFalse();
  }

  @Test
  void anAttemptWithoutAnAnswerBeginsItAnew() {
    crash.closed();
    refusedAt(1_000, 1_100);
    crash.unclear();
    refusedAt(1_200, 1_300, 1_399);
    assertThat(isConvincing()).isFalse();
    refusedAt(1_400);
    assertThat(isConvincing()).isTrue();
  }

  @Test
  void onceBelievedOnlyAConnectionEndsIt() {
    crash.closed();
    refusedAt(1_000, 1_100, 1_200);
    assertThat(isConvincing()).isTrue();
    crash.unclear();
    assertThat(isConvincing()).as("the whole host may be gone by now").isTrue();
    crash.connected();
    assertThat(isConvincing()).isFalse();
    assertThat(crash.isBelieved()).isFalse();
  }
}
