package io.vedette.sentinel.runtime;

import io.vedette.quorum.EventType;
import io.vedette.quorum.options.OptionType;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Events by their names, or by patterns with {@code *}, divided by blanks. */
record EventPatterns() implements OptionType<Set<EventType>> {
  private static final String ALL = "*";

  @Override
  public Optional<String> whyNot(String text) {
    return words(text).stream()
        .filter(word -> matching(word).isEmpty())
        .findFirst()
        .map(word -> "there is no event " + word);
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split("\\s+", -1)).filter(word -> !word.isEmpty()).toList();
  }

  private static Set<EventType> matching(String word) {
    String regex =
        Arrays.stream(word.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    Pattern pattern = Pattern.compile(regex);
    Set<EventType> found = EnumSet.noneOf(EventType.class);
    for (EventType type : EventType.values()) {
      if (pattern.matcher(type.channel()).matches()) {
        found.add(type);
      }
    }
    return found;
  }

  @Override
  public Set<EventType> parse(String text) {
    Set<EventType> wanted = EnumSet.noneOf(EventType.class);
    words(text).forEach(word -> wanted.addAll(matching(word)));
    return Collections.unmodifiableSet(wanted);
  }

  @Override
  public String show(Set<EventType> value) {
    return value.size() == EventType.values().length
        ? ALL
        : value.stream().map(EventType::channel).collect(Collectors.joining(" "));
  }

  @Override
  public String range() {
    return "names of events, or patterns with *, divided by blanks";
  }
}
