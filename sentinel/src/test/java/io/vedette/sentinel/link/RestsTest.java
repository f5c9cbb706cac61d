package io.vedette.sentinel.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.SelectStrategy;
import org.junit.jupiter.api.Test;

class RestsTest {
  private static final int READY = 7;

  private int slept;
  private final Rests rests = new Rests(nanos -> slept++);

  private int look(boolean hasTasks) throws Exception {
    return rests.calculateStrategy(() -> READY, hasTasks);
  }

  @Test
  void withFewLinksWhateverComesIsReadAtOnce() throws Exception {
    rests.links(Rests.MANY_LINKS - 1);
    assertThat(look(false)).isEqualTo(SelectStrategy.SELECT);
    assertThat(slept).isZero();
  }

  @Test
  void withManyLinksItGathers() throws Exception {
    rests.links(Rests.MANY_LINKS);
    assertThat(look(false)).isEqualTo(SelectStrategy.SELECT);
    assertThat(slept).isEqualTo(1);
  }

  @Test
  void whatIsToBeDoneIsDoneFirst() throws Exception {
    rests.links(Rests.MANY_LINKS);
    assertThat(look(true)).isEqualTo(READY);
    assertThat(slept).isZero();
  }

  @Test
  void thereIsNoRestWhileSomethingIsUrgent() throws Exception {
    rests.links(Rests.MANY_LINKS);
    rests.hurry();
    look(false);
    assertThat(slept).isZero();
  }

  @Test
  void whoeverIsInAHurryEndsARest() throws Exception {
    Rests real = new Rests();
    real.links(Rests.MANY_LINKS);
    Thread thread =
        new Thread(
            () -> {
              try {
                for (int i = 0; i < 100; i++) {
                  real.calculateStrategy(() -> READY, false);
                }
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    thread.start();
    real.hurry();
    thread.join(20_000);
    assertThat(thread.isAlive()).isFalse();
  }
}
