package io.vedette.sentinel.server.resp;

/**
 * Redis's globs: {@code *}, {@code ?}, {@code [abc]}, {@code [^abc]}, {@code [a-z]}, and a
 * backslash before a character that is meant as itself. Case matters. Takes at most pattern times
 * text steps, whatever the pattern.
 */
public final class GlobPattern {
  private final String pattern;

  public GlobPattern(String pattern) {
    this.pattern = pattern;
  }

  /** Whether all of the text is matched. */
  public boolean matches(String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int starText = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        starText = t;
      } else if (p < pattern.length() && matchesOne(p, text.charAt(t))) {
        p = after(p);
        t++;
      } else if (star >= 0) {
        // Only the last star needs to be tried again: an earlier one could take no more than it.
        p = star + 1;
        t = ++starText;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /** Whether the element that begins at {@code p}, not a star, matches a character. */
  private boolean matchesOne(int p, char c) {
    return switch (pattern.charAt(p)) {
      case '?' -> true;
      case '[' -> matchesClass(p + 1, c);
      case '\\' -> pattern.charAt(Math.min(p + 1, pattern.length() - 1)) == c;
      default -> pattern.charAt(p) == c;
    };
  }

  private boolean matchesClass(int first, char c) {
    int end = endOfClass(first);
    boolean negated = first < end && pattern.charAt(first) == '^';
    boolean found = false;
    int p = negated ? first + 1 : first;
    while (p < end) {
      char from = pattern.charAt(p);
      if (from == '\\' && p + 1 < end) {
        found |= pattern.charAt(p + 1) == c;
        p += 2;
      } else if (isRange(p)) {
        char to = pattern.charAt(p + 2);
        found |= Math.min(from, to) <= c && c <= Math.max(from, to);
        p += 3;
      } else {
        found |= from == c;
        p++;
      }
    }
    return found != negated;
  }

  /** Where a class's bracket closes; the end of the pattern if it does not, as in Redis. */
  private int endOfClass(int first) {
    int p = first < pattern.length() && pattern.charAt(first) == '^' ? first + 1 : first;
    while (p < pattern.length() && pattern.charAt(p) != ']') {
      if (pattern.charAt(p) == '\\' && p + 1 < pattern.length()) {
        p += 2;
      } else {
        p += isRange(p) ? 3 : 1;
      }
    }
    return Math.min(p, pattern.length());
  }

  private boolean isRange(int p) {
    return p + 2 < pattern.length() && pattern.charAt(p + 1) == '-';
  }

  private int after(int p) {
    return switch (pattern.charAt(p)) {
      case '[' -> Math.min(endOfClass(p + 1) + 1, pattern.length());
      case '\\' -> Math.min(p + 2, pattern.length());
      default -> p + 1;
    };
  }
}
