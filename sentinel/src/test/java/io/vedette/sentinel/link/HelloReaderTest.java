package io.vedette.sentinel.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.gossip.Hello;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HelloReaderTest {
  private final HelloReader reader = new HelloReader();

  private static byte[] payload(int epoch) {
    String text = "10.0.0.1,26379," + "a".repeat(40) + "," + epoch + ",mymaster,10.0.0.2,6379,0";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void sameBytesAreTheSameHello() {
    Hello first = reader.read(payload(7)).orElseThrow().hello();
    assertThat(first.currentEpoch().value()).isEqualTo(7);
    assertThat(reader.read(payload(7)).orElseThrow().hello()).isSameAs(first);
  }

  @Test
  void whatIsDifferentIsReadAnewWhicheverPlaceItHas() {
    for (int round = 0; round < 2; round++) {
      for (int epoch = 0; epoch < 5_000; epoch++) {
        byte[] payload = payload(epoch);
        assertThat(reader.read(payload).orElseThrow().hello().currentEpoch().value())
            .isEqualTo(epoch);
        // Whoever reads into the same bytes next does not change what was kept.
        payload[0] = 'x';
      }
    }
  }

  @Test
  void withManyLinksMostHaveAPlaceOfTheirOwn() {
    reader.expect(3_000);
    Set<Hello> read = Collections.newSetFromMap(new IdentityHashMap<>());
    read.addAll(readAll(3_000));
    reader.expect(1);
    read.addAll(readAll(3_000));
    assertThat(read.size()).isLessThan(4_000);
    reader.expect(Integer.MAX_VALUE / 4);
    assertThat(readAll(10)).hasSize(10);
  }

  private List<Hello> readAll(int epochs) {
    return IntStream.range(0, epochs)
        .mapToObj(i -> reader.read(payload(i)).orElseThrow().hello())
        .toList();
  }

  @Test
  void whatIsNoHelloIsNeverOne() {
    byte[] payload = "10.0.0.1,26379".getBytes(StandardCharsets.UTF_8);
    assertThat(reader.read(payload)).isEmpty();
    assertThat(reader.read(payload)).isEmpty();
  }
}
