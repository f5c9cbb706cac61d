package io.vedette.quorum.cluster;

import java.util.BitSet;
import java.util.StringJoiner;

/** Some of the 16,384 slots of a cluster. Immutable. */
public final class SlotSet {
  /** How many slots a cluster has. */
  public static final int ALL = 16_384;

  /** None of them. */
  public static final SlotSet NONE = new SlotSet(new BitSet());

  private final BitSet slots;

  private SlotSet(BitSet slots) {
    this.slots = slots;
  }

  /** Those whose bits are set; 0 to 16383. */
  public static SlotSet of(BitSet bits) {
    if (bits.length() > ALL) {
      throw new IllegalArgumentException("there is no slot " + (bits.length() - 1));
    }
    return new SlotSet((BitSet) bits.clone());
  }

  /** These and all between, both included; 0 to 16383, the first not above the last. */
  public static SlotSet range(int first, int last) {
    BitSet bits = new BitSet();
    bits.set(first, last + 1);
    return of(bits);
  }

  /** Those of both. */
  public SlotSet and(SlotSet others) {
    BitSet both = (BitSet) slots.clone();
    both.or(others.slots);
    return new SlotSet(both);
  }

  /** Those that are not in the other set. */
  public SlotSet without(SlotSet others) {
    BitSet left = (BitSet) slots.clone();
    left.andNot(others.slots);
    return new SlotSet(left);
  }

  /** How many. */
  public int count() {
    return slots.cardinality();
  }

  /** The lowest; -1: there is none. */
  public int first() {
    return slots.nextSetBit(0);
  }

  public boolean isEmpty() {
    return slots.isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SlotSet that && slots.equals(that.slots);
  }

  @Override
  public int hashCode() {
    return slots.hashCode();
  }

  /** As Redis writes them: {@code 0-5460,7000}; empty text: none. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(",");
    int first = slots.nextSetBit(0);
    while (first >= 0) {
      int last = slots.nextClearBit(first) - 1;
      text.add(first == last ? Integer.toString(first) : first + "-" + last);
      first = slots.nextSetBit(last + 1);
    }
    return text.toString();
  }
}
