package io.vedette.quorum.options;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** All options of one scope, in the order in which an operator reads of them. */
public final class OptionTable {
  private final List<Option<?>> options = new ArrayList<>();

  /** Puts a new option at the end. */
  public <T> Option<T> add(String name, OptionType<T> type, T defaultValue, String sentence) {
    Option<T> option = new Option<>(name, type, defaultValue, sentence);
    options.add(option);
    return option;
  }

  /** Puts a yes-or-no at the end. */
  public Option<Boolean> yesNo(String name, boolean defaultValue, String sentence) {
    return add(name, OptionType.yesNo(), defaultValue, sentence);
  }

  /** Puts a time in milliseconds at the end. */
  public Option<Long> ms(String name, long defaultValue, long least, long most, String sentence) {
    return add(name, OptionType.number(least, most, "ms"), defaultValue, sentence);
  }

  /** What is in it, unmodifiable. */
  public List<Option<?>> options() {
    return Collections.unmodifiableList(options);
  }
}
