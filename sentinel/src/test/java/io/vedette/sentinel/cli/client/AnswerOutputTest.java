package io.vedette.sentinel.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.protocol.RedisStateMachine;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerOutputTest {
  private static AnswerOutput read(String bytes) {
    AnswerOutput output = new AnswerOutput();
    ByteBuf buffer = Unpooled.copiedBuffer(bytes, StandardCharsets.UTF_8);
    RedisStateMachine machine = new RedisStateMachine();
    assertThat(machine.decode(buffer, output)).isTrue();
    assertThat(buffer.isReadable()).isFalse();
    buffer.release();
    return output;
  }

  @Test
  void oneValueIsItself() {
    assertThat(read("+OK\r\n").get()).isEqualTo("OK");
    assertThat(read("$2\r\nab\r\n").get()).isEqualTo("ab");
    assertThat(read(":12\r\n").get()).isEqualTo(12L);
    assertThat(read("$-1\r\n").get()).isNull();
    assertThat(read("*-1\r\n").get()).isNull();
    assertThat(read("*0\r\n").get()).isEqualTo(List.of());
  }

  @Test
  void listsKeepTheirDepth() {
    assertThat(read("*3\r\n*2\r\n:1\r\n*1\r\n:2\r\n*0\r\n$1\r\nx\r\n").get())
        .isEqualTo(List.of(List.of(1L, List.of(2L)), List.of(), "x"));
    assertThat(read("*3\r\n*-1\r\n$-1\r\n+x\r\n").get()).isEqualTo(Arrays.asList(null, null, "x"));
  }

  @Test
  void anErrorIsNoAnswer() {
    assertThat(read("-ERR no\r\n").getError()).isEqualTo("ERR no");
    assertThat(read("*2\r\n-ERR no\r\n:1\r\n").get()).isEqualTo(List.of("ERR no", 1L));
  }
}
