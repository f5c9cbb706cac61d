package io.vedette.tests.simulation.invariant;

/** Something that must always be true is not. */
public final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String invariant;
  private final String sentence;

  /**
   * @param invariant the name of what does not hold
   * @param sentence what should be true
   * @param detail what is, instead
   */
  public Violation(String invariant, String sentence, String detail) {
    super(detail, null, false, false);
    this.invariant = invariant;
    this.sentence = sentence;
  }

  /** The class that says so. */
  public String invariant() {
    return invariant;
  }

  /** What should be true. */
  public String sentence() {
    return sentence;
  }
}
