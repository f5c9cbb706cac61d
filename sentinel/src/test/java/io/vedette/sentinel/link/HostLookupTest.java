package io.vedette.sentinel.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.quorum.Input;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostLookupTest {
  private final CountDownLatch awake = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private final BlockingQueue<Input> answers = new LinkedBlockingQueue<>();
  private final HostLookup lookup = new HostLookup(this::resolve, Duration.ofMillis(300));

  @AfterEach
  void wakeWhatHangs() {
    awake.countDown();
  }

  private InetAddress[] resolve(String name) throws UnknownHostException {
    asked.incrementAndGet();
    switch (name) {
      case "both" -> {
        return new InetAddress[] {
          InetAddress.getByName("2001:db8:0:0:0:0:0:1"), InetAddress.getByName("10.0.0.1")
        };
      }
      case "hangs" -> {
        try {
          awake.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        return new InetAddress[] {InetAddress.getByName("10.0.0.2")};
      }
      default -> throw new UnknownHostException(name + ": Name or service not known");
    }
  }

  private Input answerFor(String name) throws InterruptedException {
    lookup.answering(answers::add).resolve(name);
    return answers.poll(30, TimeUnit.SECONDS);
  }

  @Test
  void addressesComeInTheirOrderAndInTheirUsualForm() throws Exception {
    assertThat(answerFor("both"))
        .isEqualTo(new Input.HostResolved("both", List.of("2001:db8::1", "10.0.0.1")));
  }

  @Test
  void anUnknownNameHasAReason() throws Exception {
    assertThat(answerFor("nobody"))
        .isEqualTo(new Input.HostUnresolved("nobody", "Name or service not known"));
  }

  @Test
  void whatHangsIsGivenUpAndHoldsOneThreadHoweverOftenItIsAsked() throws Exception {
    Input late = new Input.HostUnresolved("hangs", "no answer within 300 ms");
    assertThat(answerFor("hangs")).isEqualTo(late);
    assertThat(answerFor("hangs")).isEqualTo(late);
    assertThat(asked).hasValue(1);
    assertThat(answerFor("both")).as("others go on").isInstanceOf(Input.HostResolved.class);
    awake.countDown();
    await()
        .atMost(30, TimeUnit.SECONDS)
        .until(() -> answerFor("hangs") instanceof Input.HostResolved);
  }

  @Test
  void atTheStartWhatIsFoundInTimeIsTaken() {
    assertThat(lookup.lookUpAll(List.of("both", "hangs", "nobody"), Duration.ofMillis(200)))
        .containsOnlyKeys("both");
  }
}
