package io.vedette.sentinel.server.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownRequestsTest {
  private static final String PING = "*1\r\n$4\r\nPING\r\n";

  private final KnownRequests<String> known = new KnownRequests<>();

  /**
   * What is found at the beginning of these bytes; all of the request must be consumed, or none.
   */
  private String find(String bytes, int requestBytes) {
    ByteBuf in = Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1);
    try {
      String found = known.find(in);
      assertThat(in.readerIndex()).isEqualTo(found == null ? 0 : requestBytes);
      return found;
    } finally {
      in.release();
    }
  }

  /** It comes, is not known, and is taken apart the long way. */
  private void comes(String request) {
    assertThat(find(request, request.length())).isNull();
    known.learn(request, request.length());
  }

  @Test
  void requestIsKnownWhenItHasComeTwice() {
    comes(PING);
    comes(PING);
    assertThat(find(PING, PING.length())).isEqualTo(PING);
    assertThat(find(PING + "*1\r\n", PING.length())).isEqualTo(PING);
  }

  @Test
  void everyByteCounts() {
    comes(PING);
    comes(PING);
    for (int i = 0; i < PING.length(); i++) {
      StringBuilder other = new StringBuilder(PING);
      other.setCharAt(i, (char) (other.charAt(i) ^ 0x20));
      assertThat(find(other.toString(), 0)).as(other.toString()).isNull();
    }
  }

  @Test
  void halfARequestIsNotFound() {
    comes(PING);
    comes(PING);
    for (int length = 0; length < PING.length(); length++) {
      assertThat(find(PING.substring(0, length), 0)).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PING\r\nPING\r\n",
        "*0\r\n*1\r\n$4\r\nPING\r\n",
        "*01\r\n$4\r\nPING\r\n",
        "*1\r\n$04\r\nPING\r\n",
        "*1\r\t$4\r\nPING\r\n",
        "*-1\r\n$4\r\nPING\r\n",
        "*1\r\n$-1\r\nPING\r\n",
        "*1\r\n$9999\r\nPING\r\n",
      })
  void unusualFormsAreLeftToTheDecoder(String bytes) {
    comes(bytes);
    comes(bytes);
    comes(bytes);
  }

  @Test
  void manyWordsAreLeftToTheDecoder() {
    String bytes = "*9\r\n" + "$1\r\na\r\n".repeat(9);
    comes(bytes);
    comes(bytes);
    comes(bytes);
  }

  /** Whatever else came and went, and wherever it has its place. */
  @Property(tries = 200)
  void whatIsFoundIsWhatWasLearnt(
      @ForAll @NotEmpty @Size(max = 300)
          List<@StringLength(max = 3) @CharRange(from = 'a', to = 'd') String> words) {
    for (String word : words) {
      String request = "*2\r\n$4\r\nPING\r\n$" + word.length() + "\r\n" + word + "\r\n";
      for (int i = 0; i < 3; i++) {
        String found = find(request, request.length());
        if (found == null) {
          known.learn(request, request.length());
        } else {
          assertThat(found).isEqualTo(request);
        }
      }
      assertThat(find(request, request.length())).isEqualTo(request);
    }
  }

  @Test
  void whatWasConsumedTogetherWithSomethingElseIsNotLearnt() {
    assertThat(find(PING, PING.length())).isNull();
    known.learn(PING, PING.length() + 4);
    assertThat(find(PING, PING.length())).isNull();
    known.learn(PING, PING.length() + 4);
    assertThat(find(PING, PING.length())).isNull();
  }
}
