package io.vedette.sentinel.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How many connections are begun before the I/O thread may do something else. */
class PacerTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final EventLoop loop = channel.eventLoop();
  private long nanos;
  private int begun;
  private final Pacer pacer = new Pacer(loop, () -> nanos);

  private void ask(int times, long micros) {
    for (int i = 0; i < times; i++) {
      pacer.run(
          () -> {
            nanos += TimeUnit.MICROSECONDS.toNanos(micros);
            begun++;
          });
    }
  }

  private int begunInNextTurn() {
    int before = begun;
    channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    return begun - before;
  }

  @Test
  void manyThatTakeNoTimeAreBegunTogether() {
    ask(1_000, 50);
    assertThat(begun).isEqualTo(40);
    assertThat(begunInNextTurn()).isEqualTo(40);
    assertThat(begunInNextTurn()).isEqualTo(40);
  }

  @Test
  void ofThoseThatTakeLongOneAtATime() {
    ask(3, 20_000);
    assertThat(begun).isEqualTo(1);
    assertThat(begunInNextTurn()).isEqualTo(1);
    assertThat(begunInNextTurn()).isEqualTo(1);
    assertThat(begunInNextTurn()).isZero();
  }

  @Test
  void whoComesLaterWaitsBehindTheOthersThenGoesAtOnceAgain() {
    ask(2, 20_000);
    begunInNextTurn();
    ask(1, 1);
    assertThat(begun).isEqualTo(2);
    begunInNextTurn();
    begunInNextTurn();
    ask(1, 1);
    assertThat(begun).isEqualTo(4);
  }
}
