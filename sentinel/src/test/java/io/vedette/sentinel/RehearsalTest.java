package io.vedette.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.sentinel.link.LinkRehearsal;
import org.junit.jupiter.api.Test;

class RehearsalTest {
  @Test
  void leadsTheCoreThroughAWholeFailover() {
    assertThat(Rehearsal.failOverOnce()).isTrue();
  }

  @Test
  void changesTheRoleOfNobody() {
    assertThat(LinkRehearsal.run()).isTrue();
  }
}
