package io.vedette.quorum.options;

import java.util.Optional;

/**
 * Something an operator may choose. Each is one constant of a table; two are never equal.
 *
 * @param <T> what its values are
 */
public final class Option<T> {
  private final String name;
  private final OptionType<T> type;
  private final T defaultValue;
  private final String sentence;

  /**
   * A new one.
   *
   * @param name lower case, words divided by {@code -}, the unit last; no dot
   * @param type what its values are
   * @param defaultValue what holds if nobody says anything; it must be of the type
   * @param sentence what it does, for the operator; one line, or some
   */
  public Option(String name, OptionType<T> type, T defaultValue, String sentence) {
    if (type.whyNot(type.show(defaultValue)).isPresent()) {
      throw new IllegalArgumentException(name + ": its own default is not allowed");
    }
    this.name = name;
    this.type = type;
    this.defaultValue = defaultValue;
    this.sentence = sentence;
  }

  public String name() {
    return name;
  }

  public OptionType<T> type() {
    return type;
  }

  public T defaultValue() {
    return defaultValue;
  }

  public String sentence() {
    return sentence;
  }

  /** Its default, as an operator writes it. */
  public String shownDefault() {
    return type.show(defaultValue);
  }

  /** Why this text can't be a value of it, in the operator's words; empty: it can. */
  public Optional<String> whyNot(String text) {
    return type.whyNot(text);
  }

  @Override
  public String toString() {
    return name;
  }
}
