package io.vedette.quorum.options;

import java.util.Optional;

/**
 * What the values of an option are, and how they are written.
 *
 * @param <T> immutable
 */
public interface OptionType<T> {
  /** Why a text is not such a value: what was expected; empty: it is one. */
  Optional<String> whyNot(String text);

  /** The value a text stands for; only if nothing speaks against it. */
  T parse(String text);

  /** The text for a value. */
  String show(T value);

  /** What is allowed, for the operator: {@code yes or no}, {@code 0 to 60000 ms}. */
  String range();

  /** Whether a value is shown to nobody: neither in the log, nor in an event. */
  default boolean isSecret() {
    return false;
  }

  /** {@code yes} or {@code no}. */
  static OptionType<Boolean> yesNo() {
    return new YesNo();
  }

  /**
   * A whole number.
   *
   * @param least the smallest allowed
   * @param most the largest allowed
   * @param unit what is counted: {@code ms}, {@code bytes}
   */
  static OptionType<Long> number(long least, long most, String unit) {
    return new WholeNumber(least, most, unit);
  }

  /**
   * Text of one line, perhaps none.
   *
   * @param what is expected, for the operator
   */
  static OptionType<String> text(String what) {
    return new Text(what, false);
  }

  /** The same, but it is shown to nobody. */
  static OptionType<String> secret(String what) {
    return new Text(what, true);
  }

  /** See {@link #text} and {@link #secret}. */
  record Text(String what, boolean isSecret) implements OptionType<String> {
    @Override
    public Optional<String> whyNot(String text) {
      return text.chars().anyMatch(c -> c < ' ' || c == 0x7f)
          ? Optional.of("expected " + what + " without control characters")
          : Optional.empty();
    }

    @Override
    public String parse(String text) {
      return text;
    }

    @Override
    public String show(String value) {
      return value;
    }

    @Override
    public String range() {
      return what;
    }
  }

  /** See {@link #yesNo}. */
  record YesNo() implements OptionType<Boolean> {
    @Override
    public Optional<String> whyNot(String text) {
      return text.equals("yes") || text.equals("no")
          ? Optional.empty()
          : Optional.of("expected yes or no");
    }

    @Override
    public Boolean parse(String text) {
      return text.equals("yes");
    }

    @Override
    public String show(Boolean value) {
      return value ? "yes" : "no";
    }

    @Override
    public String range() {
      return "yes or no";
    }
  }

  /** See {@link #number}. */
  record WholeNumber(long least, long most, String unit) implements OptionType<Long> {
    @Override
    public Optional<String> whyNot(String text) {
      try {
        long value = Long.parseLong(text);
        if (value >= least && value <= most) {
          return Optional.empty();
        }
      } catch (NumberFormatException e) {
        // Said below.
      }
      return Optional.of("expected a whole number, " + range());
    }

    @Override
    public Long parse(String text) {
      return Long.valueOf(text);
    }

    @Override
    public String show(Long value) {
      return value.toString();
    }

    @Override
    public String range() {
      return least + " to " + most + " " + unit;
    }
  }
}
