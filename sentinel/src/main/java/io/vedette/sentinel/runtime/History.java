package io.vedette.sentinel.runtime;

import java.util.List;

/** The failovers a coordinator remembers. Any thread; nothing here waits. */
@FunctionalInterface
public interface History {
  /** All of them, those that run included, the latest first. */
  List<FailoverRecord> all();

  /**
   * The latest of a group, or of all groups, the latest first.
   *
   * @param group empty text: all
   */
  default List<FailoverRecord> latest(String group, int most) {
    return all().stream()
        .filter(record -> group.isEmpty() || record.group().value().equals(group))
        .limit(most)
        .toList();
  }
}
