package io.vedette.sentinel.runtime;

import io.vedette.quorum.options.Option;
import io.vedette.quorum.options.OptionTable;

/**
 * Vedette's own options of the process as a whole. A new one is a new constant here, and read where
 * it matters from {@link VedetteOptions#process()}; those of groups are in {@link
 * io.vedette.quorum.options.GroupOption}.
 */
public final class ProcessOption {
  /** All of them. */
  public static final OptionTable TABLE = new OptionTable();

  public static final Option<Long> OPTIONS_RELOAD_MS =
      TABLE.ms(
          "options-reload-ms",
          1_000,
          100,
          3_600_000,
          "How often this file is looked at. A change is taken over when it has stood for one"
              + " look.");

  private ProcessOption() {}
}
