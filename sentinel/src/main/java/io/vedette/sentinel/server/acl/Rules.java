package io.vedette.sentinel.server.acl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is common to all rules. */
final class Rules {
  private Rules() {}

  static String lower(String rule) {
    return rule.toLowerCase(Locale.ROOT);
  }

  /** Whether there is a blank, as C sees it, or a null character. */
  static boolean hasBlanks(String text) {
    return text.chars().anyMatch(c -> c == ' ' || c == 0 || (c >= '\t' && c <= '\r'));
  }

  /** The rules, each selector's {@code ( … )} that came in several words joined to one. */
  static List<String> joinSelectors(List<String> words) throws UnmatchedException {
    List<String> joined = new ArrayList<>(words.size());
    StringBuilder open = null;
    String first = "";
    for (String word : words) {
      if (open != null) {
        open.append(' ').append(word);
      } else if (word.startsWith("(") && !word.endsWith(")")) {
        first = word;
        open = new StringBuilder(word);
        continue;
      } else {
        joined.add(word);
        continue;
      }
      if (word.endsWith(")")) {
        joined.add(open.toString());
        open = null;
      }
    }
    if (open != null) {
      throw new UnmatchedException(first);
    }
    return joined;
  }

  /** A parenthesis that is never closed. */
  static final class UnmatchedException extends Exception {
    private static final long serialVersionUID = 1L;

    UnmatchedException(String first) {
      super(first);
    }
  }
}
