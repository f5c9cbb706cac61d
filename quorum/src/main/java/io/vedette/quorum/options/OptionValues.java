package io.vedette.quorum.options;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was chosen; for everything else, its default. Immutable. */
public final class OptionValues {
  /** Nothing was chosen. */
  public static final OptionValues DEFAULTS = new OptionValues(Map.of());

  private final Map<Option<?>, Object> chosen;

  private OptionValues(Map<Option<?>, Object> chosen) {
    this.chosen = Collections.unmodifiableMap(chosen);
  }

  /** The value of an option. */
  public <T> T get(Option<T> option) {
    @SuppressWarnings("unchecked") // with() is the only way in.
    T value = (T) chosen.get(option);
    return value == null ? option.defaultValue() : value;
  }

  /** The same with another value for one option. */
  public <T> OptionValues with(Option<T> option, T value) {
    Map<Option<?>, Object> changed = new LinkedHashMap<>(chosen);
    changed.put(option, value);
    return new OptionValues(changed);
  }

  /**
   * The same with another value for one option.
   *
   * @param text nothing speaks against it ({@link Option#whyNot})
   */
  public <T> OptionValues withText(Option<T> option, String text) {
    return with(option, option.type().parse(text));
  }

  /** The value of an option, as an operator writes it. */
  public <T> String shown(Option<T> option) {
    return option.type().show(get(option));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OptionValues values && chosen.equals(values.chosen);
  }

  @Override
  public int hashCode() {
    return chosen.hashCode();
  }

  @Override
  public String toString() {
    return chosen.toString();
  }
}
