package io.vedette.sentinel.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.gossip.Hello;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HelloReaderTest {
  private final HelloReader reader = new HelloReader();

  private static byte[] payload(int epoch) {
    String text = "10.0.0.1,26379," + "a".repeat(40) + "," + epoch + ",mymaster,10.0.0.2,6379,0";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void sameBytesAreTheSameHello() {
    Hello first = reader.read(payload(7)).orElseThrow();
    assertThat(first.currentEpoch().value()).isEqualTo(7);
    assertThat(reader.read(payload(7)).orElseThrow()).isSameAs(first);
  }

  @Test
  void whatIsDifferentIsReadAnewWhicheverPlaceItHas() {
    for (int round = 0; round < 2; round++) {
      for (int epoch = 0; epoch < 5_000; epoch++) {
        byte[] payload = payload(epoch);
        assertThat(reader.read(payload).orElseThrow().currentEpoch().value()).isEqualTo(epoch);
        // Whoever reads into the same bytes next does not change what was kept.
        payload[0] = 'x';
      }
    }
  }

  @Test
  void whatIsNoHelloIsNeverOne() {
    byte[] payload = "10.0.0.1,26379".getBytes(StandardCharsets.UTF_8);
    assertThat(reader.read(payload)).isEmpty();
    assertThat(reader.read(payload)).isEmpty();
  }
}
