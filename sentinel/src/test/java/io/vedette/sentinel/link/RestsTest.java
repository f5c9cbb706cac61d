package io.vedette.sentinel.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.SelectStrategy;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
    Rests sound = new Rests(nanos -> LockSupport.parkNanos(TimeUnit.MINUTES.toNanos(2)));
    sound.links(Rests.MANY_LINKS);
    FutureTask<Integer> looking =
        new FutureTask<>(() -> sound.calculateStrategy(() -> READY, false));
    Thread thread = new Thread(looking, "looking");
    thread.setDaemon(true);
    thread.start();
    await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    sound.hurry();
    assertThat(looking.get(60, TimeUnit.SECONDS)).isEqualTo(SelectStrategy.SELECT);
  }
}
