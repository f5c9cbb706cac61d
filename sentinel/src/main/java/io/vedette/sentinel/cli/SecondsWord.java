package io.vedette.sentinel.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time in whole seconds: 1 to 30 days, which is as long as a pause may be. */
final class SecondsWord implements ITypeConverter<Long> {
  private static final long MOST = 2_592_000;

  @Override
  public Long convert(String word) {
    boolean isNumber = word.matches("\\d{1,9}");
    if (!isNumber || Long.parseLong(word) < 1 || Long.parseLong(word) > MOST) {
      throw new TypeConversionException("expected seconds, 1 to " + MOST + ", not '" + word + "'");
    }
    return Long.valueOf(word);
  }
}
