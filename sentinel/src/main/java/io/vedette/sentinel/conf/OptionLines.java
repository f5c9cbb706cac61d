package io.vedette.sentinel.conf;

import io.vedette.sentinel.conf.Layout.Wanted;
import io.vedette.sentinel.runtime.LiveOptions;
import io.vedette.sentinel.runtime.LiveOptions.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The lines that hold the options changed while the process runs; the others stay as they are. */
final class OptionLines {
  private final Map<String, Wanted> lines = new LinkedHashMap<>();
  private final boolean everChanged;

  private OptionLines(boolean everChanged) {
    this.everChanged = everChanged;
  }

  /** The lines by key; without words where a line is to go. */
  static Map<String, Wanted> of(LiveOptions options) {
    Values begun = options.begun();
    Values now = options.current();
    OptionLines lines = new OptionLines(options.everChanged());
    lines.sentinel(
        "resolve-hostnames", yesNo(begun.resolveHostnames()), yesNo(now.resolveHostnames()));
    lines.sentinel(
        "announce-hostnames", yesNo(begun.announceHostnames()), yesNo(now.announceHostnames()));
    lines.sentinel("sentinel-user", begun.sentinelUser(), now.sentinelUser());
    lines.sentinel("sentinel-pass", begun.sentinelPass(), now.sentinelPass());
    boolean other = begun.logLevel() != now.logLevel();
    String level = now.logLevel().name().toLowerCase(Locale.ROOT);
    lines.put(List.of("loglevel", level), other);
    options
        .tls()
        .changed()
        .forEach((name, value) -> lines.lines.put(name, new Wanted(List.of(name, value), true)));
    return lines.lines;
  }

  private static Optional<String> yesNo(boolean yes) {
    return Optional.of(yes ? "yes" : "no");
  }

  private void sentinel(String option, Optional<String> begun, Optional<String> now) {
    if (now.isPresent()) {
      put(List.of("sentinel", option, now.get()), !now.equals(begun));
    } else if (everChanged) {
      lines.put(Key.sentinel(option), new Wanted(List.of(), false));
    }
  }

  /** What was changed and is now as it began replaces a line, but adds none. */
  private void put(List<String> words, boolean differs) {
    if (everChanged) {
      lines.put(Key.of(words), new Wanted(words, differs));
    }
  }
}
