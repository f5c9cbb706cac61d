package io.vedette.sentinel.http;

import java.util.function.LongSupplier;

/**
 * A number of the process that is measured elsewhere.
 *
 * @param name of the metric, words divided by dots
 * @param help what it is
 * @param label the name of its label; empty text: it has none
 * @param labelValue the value of that
 * @param value what it is now; any thread
 */
public record Sample(
    String name, String help, String label, String labelValue, LongSupplier value) {
  /** One without a label. */
  public static Sample of(String name, String help, LongSupplier value) {
    return new Sample(name, help, "", "", value);
  }
}
