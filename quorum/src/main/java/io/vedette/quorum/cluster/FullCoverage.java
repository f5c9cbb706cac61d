package io.vedette.quorum.cluster;

/**
 * Whether a node serves only as long as every slot has a master that is up: Redis's {@code
 * cluster-require-full-coverage}.
 */
public enum FullCoverage {
  REQUIRED("yes"),
  NOT_REQUIRED("no"),

  /** It does not say, or may not be asked. */
  UNKNOWN("");

  private final String word;

  FullCoverage(String word) {
    this.word = word;
  }

  /** By Redis's word for it. */
  public static FullCoverage of(String word) {
    return word.equals(REQUIRED.word)
        ? REQUIRED
        : word.equals(NOT_REQUIRED.word) ? NOT_REQUIRED : UNKNOWN;
  }

  /** Redis's: {@code yes} or {@code no}; empty where it is not known. */
  public String word() {
    return word;
  }
}
