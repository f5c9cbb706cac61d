package io.vedette.sentinel.server.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RespDecoderTest {
  private static final RequestLimits LIMITS = new RequestLimits(1000, 1000, 5000, 200);

  private final RespDecoder decoder = new RespDecoder(LIMITS);

  @Test
  void everySplitOfTheBytesGivesTheSameRequests() throws ProtocolException {
    String bytes = "*2~$4~PING~$3~a~~*0~PING \"x y\"~~*1~$0~~".replace("~", "\r\n");
    List<List<String>> expected =
        List.of(List.of("PING", "a\r\n"), List.of("PING", "x y"), List.of(""));
    for (int first = 0; first <= bytes.length(); first++) {
      for (int second = first; second <= bytes.length(); second++) {
        assertThat(decode(bytes, List.of(0, first, second))).isEqualTo(expected);
      }
    }
  }

  @Property(tries = 300)
  void whateverIsSentArrives(
      @ForAll @NotEmpty @Size(max = 5)
          List<@StringLength(max = 20) @CharRange(from = 0, to = 255) String> words,
      @ForAll @IntRange(min = 1, max = 40) int piece)
      throws ProtocolException {
    StringBuilder bytes = new StringBuilder("*" + words.size() + "\r\n");
    words.forEach(
        word -> bytes.append('$').append(word.length()).append("\r\n").append(word).append("\r\n"));
    List<Integer> cuts = new ArrayList<>();
    for (int at = 0; at < bytes.length(); at += piece) {
      cuts.add(at);
    }
    assertThat(decode(bytes.toString(), cuts)).containsExactly(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*1001 | invalid multibulk length",
        "*99999999999999999999 | invalid multibulk length",
        "*x | invalid multibulk length",
        "*+1 | invalid multibulk length",
        "*01 | invalid multibulk length",
        "* | invalid multibulk length",
        "*1~$2147483648 | invalid bulk length",
        "*1~$1001 | invalid bulk length",
        "*1~$-1 | invalid bulk length",
        "*1~$x | invalid bulk length",
        "*1~:1 | expected '$', got ':'",
        "PING \"a | unbalanced quotes in request",
        "PING \"a\"b | unbalanced quotes in request",
      })
  void nonsenseIsRefusedInRedisWords(String bytes, String error) {
    assertThatThrownBy(() -> next(bytes.replace("~", "\r\n") + "\r\n", false))
        .isInstanceOf(ProtocolException.class)
        .hasMessage(error);
  }

  @Test
  void linesWithoutAnEndAreRefused() {
    assertThatThrownBy(() -> next("*" + "1".repeat(100), false))
        .hasMessage("too big mbulk count string");
    assertThatThrownBy(() -> next("A".repeat(201), false)).hasMessage("too big inline request");
  }

  @Test
  void strangersHaveSmallerLimits() throws ProtocolException {
    assertThatThrownBy(() -> next("*11\r\n", true)).hasMessage("unauthenticated multibulk length");
    RespDecoder roomy = new RespDecoder(RequestLimits.DEFAULT);
    ByteBuf in = buffer("*1\r\n$16385\r\n");
    assertThatThrownBy(() -> roomy.next(in, true)).hasMessage("unauthenticated bulk length");
    assertThat(new RespDecoder(LIMITS).next(buffer("*10\r\n"), true)).isNull();
  }

  @Test
  void manySmallWordsAreTooMuchAsWell() {
    String bytes = "*1000\r\n" + "$0\r\n\r\n".repeat(100);
    assertThatThrownBy(() -> next(bytes, false)).hasMessage("too big request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PING a\\tb",
        "  PING   a\\tb  ",
        "\"PING\" a\\tb",
      })
  void backslashesMeanNothingOutsideQuotes(String line) throws ProtocolException {
    assertThat(next(line + "\r\n", false)).containsExactly("PING", "a\\tb");
  }

  @Test
  void quotesAreReadAsRedisReadsThem() throws ProtocolException {
    assertThat(next("A \"a\\x41\\n\\r\\t\\b\\a\\\"\\\\\\q\\xg1\"\n", false))
        .containsExactly("A", "aA\n\r\t\b\007\"\\qxg1");
    assertThat(next("A 'a\\'b\\n' x\"y z\"\n", false)).containsExactly("A", "a'b\\n", "xy z");
    assertThat(next("\"\"\n", false)).containsExactly("");
  }

  private List<String> next(String bytes, boolean stranger) throws ProtocolException {
    return decoder.next(buffer(bytes), stranger);
  }

  private static ByteBuf buffer(String bytes) {
    return Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1);
  }

  /** What comes of these bytes when they arrive in pieces that begin at the cuts. */
  private static List<List<String>> decode(String bytes, List<Integer> cuts)
      throws ProtocolException {
    RespDecoder decoder = new RespDecoder(LIMITS);
    ByteBuf in = Unpooled.buffer();
    List<List<String>> requests = new ArrayList<>();
    for (int i = 0; i < cuts.size(); i++) {
      int end = i + 1 < cuts.size() ? cuts.get(i + 1) : bytes.length();
      in.writeCharSequence(bytes.substring(cuts.get(i), end), StandardCharsets.ISO_8859_1);
      List<String> request = decoder.next(in, false);
      while (request != null) {
        requests.add(request);
        request = decoder.next(in, false);
      }
    }
    return requests;
  }
}
