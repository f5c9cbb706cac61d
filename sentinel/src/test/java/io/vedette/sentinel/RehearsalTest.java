package io.vedette.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RehearsalTest {
  @Test
  void leadsTheCoreThroughAWholeFailover() {
    assertThat(Rehearsal.failOverOnce()).isTrue();
  }
}
