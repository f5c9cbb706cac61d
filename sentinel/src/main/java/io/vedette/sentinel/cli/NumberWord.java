package io.vedette.sentinel.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A whole number, 1 or more. */
class NumberWord implements ITypeConverter<Long> {
  private final long most;
  private final String what;

  private NumberWord(long most, String what) {
    this.most = most;
    this.what = what;
  }

  /** A time: up to 30 days, which is as long as a pause may be. */
  static final class Seconds extends NumberWord {
    Seconds() {
      super(2_592_000, "seconds");
    }
  }

  /** How many failovers: no coordinator remembers more. */
  static final class Failovers extends NumberWord {
    Failovers() {
      super(500, "a number");
    }
  }

  @Override
  public Long convert(String word) {
    boolean isNumber = word.matches("\\d{1,9}");
    if (!isNumber || Long.parseLong(word) < 1 || Long.parseLong(word) > most) {
      throw new TypeConversionException(
          "expected " + what + ", 1 to " + most + ", not '" + word + "'");
    }
    return Long.valueOf(word);
  }
}
