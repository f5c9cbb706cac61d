package io.vedette.sentinel.server.resp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobPatternTest {
  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = true,
      quoteCharacter = '#',
      value = {
        "*, anything, true",
        "[-+]sdown, +sdown, true",
        "[-+]sdown, -sdown, true",
        "[-+]sdown, sdown, false",
        "switch-master, +switch-master, false",
        "+switch*, +switch-master, true",
        "h?llo, hello, true",
        "h?llo, hllo, false",
        "h[^e]llo, hallo, true",
        "h[^e]llo, hello, false",
        "h[a-c]llo, hbllo, true",
        "h[c-a]llo, hbllo, true",
        "h[a-c]llo, hdllo, false",
        "h\\*llo, h*llo, true",
        "h\\*llo, hello, false",
        "[\\]]x, ]x, true",
        "[abc, b, true",
        "[], a, false",
        "a\\, a\\, true",
        "a**b, ab, true",
        "a*b*c, aXbYc, true",
        "a*b*c, aXbY, false",
        "Hello, hello, false",
      })
  void matchesAsRedisDoes(String pattern, String text, boolean expected) {
    assertThat(new GlobPattern(pattern).matches(text)).isEqualTo(expected);
  }

  @Test
  void nothingMatchesOnlyNothingAndStars() {
    assertThat(new GlobPattern("").matches("")).isTrue();
    assertThat(new GlobPattern("**").matches("")).isTrue();
    assertThat(new GlobPattern("?").matches("")).isFalse();
    assertThat(new GlobPattern("").matches("a")).isFalse();
  }

  @Property(tries = 3000)
  void agreesWithTheObviousWay(
      @ForAll @StringLength(max = 7) @Chars({'a', 'b', '*', '?', '[', ']', '^', '-', '\\'})
          String pattern,
      @ForAll @StringLength(max = 5) @Chars({'a', 'b', '-', ']', '\\', '^'}) String text) {
    assertThat(new GlobPattern(pattern).matches(text))
        .as("%s against %s", pattern, text)
        .isEqualTo(obvious(pattern, text));
  }

  @Property(tries = 500)
  void escapedTextMatchesItself(@ForAll @StringLength(max = 12) String text) {
    StringBuilder pattern = new StringBuilder();
    text.chars().forEach(c -> pattern.append('\\').append((char) c));
    assertThat(new GlobPattern(pattern.toString()).matches(text)).isTrue();
  }

  @Test
  void manyStarsTakeNoLongerThanOne() {
    GlobPattern pattern = new GlobPattern("a*".repeat(50) + "b");
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(1), () -> assertThat(pattern.matches("a".repeat(2000))).isFalse());
  }

  /** By recursion, one branch for each way there is: slow, and plain to see through. */
  private static boolean obvious(String pattern, String text) {
    if (pattern.isEmpty()) {
      return text.isEmpty();
    }
    char first = pattern.charAt(0);
    if (first == '*') {
      return obvious(pattern.substring(1), text)
          || (!text.isEmpty() && obvious(pattern, text.substring(1)));
    }
    if (text.isEmpty()) {
      return false;
    }
    char c = text.charAt(0);
    String rest = text.substring(1);
    if (first == '?') {
      return obvious(pattern.substring(1), rest);
    }
    if (first == '[') {
      return obviousClass(pattern.substring(1), c, rest);
    }
    if (first == '\\' && pattern.length() > 1) {
      return pattern.charAt(1) == c && obvious(pattern.substring(2), rest);
    }
    return first == c && obvious(pattern.substring(1), rest);
  }

  private static boolean obviousClass(String afterBracket, char c, String restOfText) {
    boolean negated = afterBracket.startsWith("^");
    String left = negated ? afterBracket.substring(1) : afterBracket;
    boolean found = false;
    while (!left.isEmpty() && left.charAt(0) != ']') {
      if (left.charAt(0) == '\\' && left.length() > 1) {
        found |= left.charAt(1) == c;
        left = left.substring(2);
      } else if (left.length() > 2 && left.charAt(1) == '-') {
        char low = (char) Math.min(left.charAt(0), left.charAt(2));
        char high = (char) Math.max(left.charAt(0), left.charAt(2));
        found |= low <= c && c <= high;
        left = left.substring(3);
      } else {
        found |= left.charAt(0) == c;
        left = left.substring(1);
      }
    }
    String restOfPattern = left.isEmpty() ? "" : left.substring(1);
    return found != negated && obvious(restOfPattern, restOfText);
  }
}
