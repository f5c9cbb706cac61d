package io.vedette.sentinel.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void blanksPartWords() {
    assertThat(Words.split("  a\t b\rc\u000b d ")).contains(List.of("a", "b", "c\u000b", "d"));
    assertThat(Words.split("   ")).contains(List.of());
  }

  @Test
  void doubleQuotesHoldEscapes() {
    assertThat(Words.split("\"a b\\n\\r\\t\\b\\a\\x41\\q\\\"\\\\\""))
        .contains(List.of("a b\n\r\t\b\u0007Aq\"\\"));
    assertThat(Words.split("\"\\xzz\\x4\"")).contains(List.of("xzzx4"));
  }

  @Test
  void singleQuotesHoldAllButAnEscapedQuote() {
    assertThat(Words.split("'a\\n\\'b' ''")).contains(List.of("a\\n'b", ""));
  }

  @Test
  void aQuoteMayBeginInsideAWordAndMustEndIt() {
    assertThat(Words.split("ab\"c d\"")).contains(List.of("abc d"));
    assertThat(Words.split("\"a\"b")).isEmpty();
    assertThat(Words.split("'a'b")).isEmpty();
  }

  @Test
  void unbalancedQuotesAreNoWords() {
    for (String line : List.of("\"", "'", "a \"b", "a 'b", "\"\\\"", "'\\'", "\"a\\")) {
      assertThat(Words.split(line)).as(line).isEmpty();
    }
  }

  @Test
  void bytesAreUtf8WhereTheyCanBe() {
    String bytes = new String("é€😀".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    assertThat(Words.split(bytes)).contains(List.of("é€😀"));
    assertThat(Words.split("\u00ff")).contains(List.of("\u00ff"));
    assertThat(Words.join(List.of("é"))).isEqualTo("\"\\xc3\\xa9\"");
  }

  @Test
  void plainWordsAreNotQuoted() {
    assertThat(Words.join(List.of("sentinel", "monitor", "a-b.c_d", "::1", "1", "")))
        .isEqualTo("sentinel monitor a-b.c_d ::1 1 \"\"");
  }

  @Property(tries = 2000)
  void whatIsJoinedIsSplitIntoTheSameWords(@ForAll @NotEmpty @Size(max = 6) List<String> words) {
    // An unpaired surrogate is no text, and can't be written as any.
    List<String> text =
        words.stream()
            .map(word -> new String(word.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
            .toList();
    String line = Words.join(text);
    assertThat(Words.split(line)).contains(text);
    assertThat(line.chars()).allMatch(c -> c >= ' ' && c < 0x7f);
  }

  @Property(tries = 2000)
  void aLineOfAnyBytesKeepsItsWordsWhenQuotedAnew(@ForAll byte[] bytes) {
    String line = new String(bytes, StandardCharsets.ISO_8859_1);
    Optional<List<String>> words = Words.split(line);
    words.ifPresent(found -> assertThat(Words.split(Words.join(found))).contains(found));
  }
}
