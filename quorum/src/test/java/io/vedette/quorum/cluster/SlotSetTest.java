package io.vedette.quorum.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class SlotSetTest {
  @Test
  void isWrittenAsRedisWritesIt() {
    SlotSet slots = SlotSet.range(0, 5460).and(SlotSet.range(7000, 7000));
    assertThat(slots).hasToString("0-5460,7000");
    assertThat(slots.count()).isEqualTo(5462);
    assertThat(slots.first()).isZero();
    assertThat(SlotSet.NONE).hasToString("");
    assertThat(SlotSet.NONE.first()).isEqualTo(-1);
  }

  @Test
  void anotherSetIsMadeAndNoneIsChanged() {
    SlotSet all = SlotSet.range(0, SlotSet.ALL - 1);
    SlotSet left = all.without(SlotSet.range(10, 20));
    assertThat(left).hasToString("0-9,21-16383");
    assertThat(all.count()).isEqualTo(SlotSet.ALL);
    assertThat(left.and(SlotSet.range(10, 20))).isEqualTo(all).hasSameHashCodeAs(all);
    assertThat(left.isEmpty()).isFalse();
    assertThat(left.without(all)).isEqualTo(SlotSet.NONE);
  }

  @Test
  void thereAreNoSlotsBeyondTheLast() {
    BitSet bits = new BitSet();
    bits.set(SlotSet.ALL);
    assertThatThrownBy(() -> SlotSet.of(bits)).isInstanceOf(IllegalArgumentException.class);
  }
}
