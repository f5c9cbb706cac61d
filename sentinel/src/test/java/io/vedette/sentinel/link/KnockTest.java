package io.vedette.sentinel.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.quorum.Input.LinkLoss;
import io.vedette.quorum.model.Address;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KnockTest {
  private final IoThread thread = new IoThread();
  private final HostNames names = new HostNames();
  private final Knock knock = new Knock(thread.loop(), names, Duration.ofSeconds(5));

  @AfterEach
  void stop() {
    names.close();
    thread.shutdown(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  @Test
  void isAnsweredWhereSomebodyListensAndLeavesNoConnection() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Address there = new Address("127.0.0.1", server.getLocalPort());
      for (int i = 0; i < 3; i++) {
        var answered = thread.loop().submit(() -> knock.at(there)).get().toCompletableFuture();
        try (Socket caller = server.accept()) {
          answered.get(5, TimeUnit.SECONDS);
          assertThat(caller.getInputStream().read()).as("closed").isEqualTo(-1);
        }
      }
    }
  }

  @Test
  void failsAgainAndAgainWhereNobodyDoes() throws Exception {
    Address there;
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      there = new Address("127.0.0.1", server.getLocalPort());
    }
    for (int i = 0; i < 3; i++) {
      var answered = thread.loop().submit(() -> knock.at(there)).get().toCompletableFuture();
      assertThatThrownBy(() -> answered.orTimeout(5, TimeUnit.SECONDS).join())
          .isInstanceOf(CompletionException.class)
          .satisfies(e -> assertThat(Loss.of(e).cause()).isEqualTo(LinkLoss.REFUSED));
    }
  }

  @Test
  void isForThoseWhomTheLastAttemptDidNotReach() {
    Address there = new Address("10.0.0.1", 6379);
    assertThat(knock.isFirst(there)).isFalse();
    knock.failed(there);
    assertThat(knock.isFirst(there)).isTrue();
    knock.forget(there);
    assertThat(knock.isFirst(there)).isFalse();
  }
}
