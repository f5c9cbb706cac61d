package io.vedette.tests.simulation.world;

/**
 * A write in the history of a group: what a server holds is a write with all those before it, so a
 * data set is one reference, and what it does not hold can't be made up.
 */
final class Write {
  private final Write before;
  private final int depth;

  Write(Write before) {
    this.before = before;
    depth = depthOf(before) + 1;
  }

  /** The one that stood last when this came; null: none. */
  Write before() {
    return before;
  }

  /** How many there are with this one. */
  int depth() {
    return depth;
  }

  /** Whether a data set that ends with {@code last} holds this write. */
  boolean isIn(Write last) {
    Write each = last;
    while (each != null && each.depth > depth) {
      each = each.before;
    }
    return each == this;
  }

  /** How many writes a data set holds. */
  static int depthOf(Write last) {
    return last == null ? 0 : last.depth;
  }

  /** The data set without its last writes. */
  static Write without(Write last, int count) {
    Write each = last;
    for (int i = 0; i < count && each != null; i++) {
      each = each.before;
    }
    return each;
  }
}
