package io.vedette.sentinel.conf;

import io.vedette.sentinel.conf.Layout.Line;
import io.vedette.sentinel.conf.Layout.Wanted;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A layout's lines by key, and what was wanted of them: with it, a state of which little has
 * changed is merged by that little, with the outcome that {@link Layout#merge} would have. While a
 * thousand masters fail, the file is written again and again, and each time a few groups differ.
 */
final class LinesByKey {
  /** Begins the keys of lines that nobody asks for by key; no directive has such a one. */
  private static final String NOBODY_S = "\n";

  private final Map<String, Line> lines = new LinkedHashMap<>();
  private final Set<String> repeated = new HashSet<>();
  private final Set<String> deleted;
  private final boolean isMarked;
  private List<Map<String, Wanted>> parts;

  /**
   * @param merged of these
   * @param parts what was wanted, by key: first of all what the command line wants, which any other
   *     part overrides; no others have keys in common
   * @param deleted keys whose lines were to go
   */
  LinesByKey(Layout merged, List<Map<String, Wanted>> parts, Set<String> deleted) {
    this.parts = parts;
    this.deleted = deleted;
    isMarked = merged.lines().stream().anyMatch(Line::isMarker);
    for (Line line : merged.lines()) {
      String key = line.words().isEmpty() ? NOBODY_S + lines.size() : line.key();
      if (lines.putIfAbsent(key, line) != null) {
        repeated.add(key);
        lines.put(NOBODY_S + lines.size(), line);
      }
    }
  }

  /**
   * The next layout; nothing where only a merge of everything can tell, after which this one is not
   * to be asked again.
   *
   * @param present the one that was made last
   */
  Optional<Layout> next(List<Map<String, Wanted>> wanted, Set<String> deletedNow, Layout present) {
    if (wanted.size() != parts.size() || !deletedNow.equals(deleted)) {
      return Optional.empty();
    }
    boolean isOther = false;
    for (int i = 0; i < wanted.size(); i++) {
      if (!wanted.get(i).equals(parts.get(i)) && !dropMissing(parts.get(i), wanted.get(i))) {
        return Optional.empty();
      }
    }
    for (int i = 0; i < wanted.size(); i++) {
      Map<String, Wanted> part = wanted.get(i);
      if (!part.equals(parts.get(i))) {
        isOther = true;
        if (!putAll(part)) {
          return Optional.empty();
        }
      }
    }
    parts = wanted;
    return Optional.of(isOther ? new Layout(List.copyOf(lines.values())) : present);
  }

  /** Drops what is wanted no more; false if it is not certain what then counts. */
  private boolean dropMissing(Map<String, Wanted> before, Map<String, Wanted> now) {
    for (String key : before.keySet()) {
      if (!now.containsKey(key)) {
        Line line = lines.get(key);
        if (line == null
            || !line.isState()
            || repeated.contains(key)
            || parts.get(0).containsKey(key)) {
          return false;
        }
        lines.remove(key);
      }
    }
    return true;
  }

  private boolean putAll(Map<String, Wanted> part) {
    for (Map.Entry<String, Wanted> entry : part.entrySet()) {
      String key = entry.getKey();
      Wanted want = entry.getValue();
      Line line = lines.get(key);
      if (repeated.contains(key) || want.words().isEmpty() || (line == null && !isMarked)) {
        return false;
      }
      if (line != null) {
        lines.put(key, line.saying(want));
      } else if (want.always()) {
        lines.put(key, new Line(want.line(), want.words()));
      }
    }
    return true;
  }
}
