package io.vedette.sentinel.server.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vedette.sentinel.fuzz.Fuzz;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever clients send: requests within the limits, or a refusal, however it is cut in pieces. */
class RespFuzzTest {
  private static final RequestLimits LIMITS = new RequestLimits(20, 300, 2_000, 200);

  private static final List<String> CORPUS =
      List.of(
          "*1\r\n$4\r\nPING\r\n",
          "*3\r\n$8\r\nSENTINEL\r\n$23\r\nGET-MASTER-ADDR-BY-NAME\r\n$8\r\nmymaster\r\n",
          "*2\r\n$4\r\nECHO\r\n$0\r\n\r\n*1\r\n$4\r\nQUIT\r\n",
          "PING\r\nSENTINEL get-master-addr-by-name \"my master\"\r\n",
          "*0\r\n*-1\r\n\r\nAUTH 'x y' \"\\x41\\n\"\n");

  private static final List<String> WORDS =
      List.of("\r\n", "\r", "\n", "*", "$", "*1\r\n", "$1\r\n", "\"", "'", "\\", "\\x", "\0", " ");

  @Test
  void piecesMakeNoDifferenceAndNothingElseHappens() {
    Fuzz.of("resp", CORPUS, WORDS)
        .run(
            30_000,
            (input, random) -> {
              boolean stranger = random.nextBoolean();
              Outcome whole = read(input, stranger, new Random(), input.length);
              Outcome pieces = read(input, stranger, random, 1 + random.nextInt(12));
              assertThat(pieces).isEqualTo(whole);
            });
  }

  private record Outcome(List<List<String>> requests, String refusal) {}

  private static Outcome read(byte[] input, boolean stranger, Random random, int longestPiece) {
    RespDecoder decoder = new RespDecoder(LIMITS);
    List<List<String>> requests = new ArrayList<>();
    ByteBuf in = Unpooled.buffer(input.length);
    int sent = 0;
    try {
      while (sent < input.length) {
        int piece = longestPiece == input.length ? longestPiece : 1 + random.nextInt(longestPiece);
        int end = Math.min(input.length, sent + piece);
        in.writeBytes(input, sent, end - sent);
        sent = end;
        List<String> request = decoder.next(in, stranger);
        while (request != null) {
          requests.add(withinLimits(request));
          request = decoder.next(in, stranger);
        }
      }
      return new Outcome(requests, "");
    } catch (ProtocolException refused) {
      return new Outcome(requests, refused.getMessage());
    } finally {
      in.release();
    }
  }

  private static List<String> withinLimits(List<String> request) {
    assertThat(request).isNotEmpty();
    // A line typed by hand has a limit of its own.
    int longest = Math.max(LIMITS.bulkBytes(), LIMITS.inlineBytes());
    assertThat(request).allMatch(word -> word.length() <= longest);
    return request;
  }
}
