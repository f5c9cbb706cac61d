package io.vedette.sentinel.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.Input;
import io.vedette.quorum.Input.LinkLoss;
import io.vedette.quorum.Input.PingAnswer;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.LinkTarget;
import io.vedette.quorum.model.RunId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a link to a peer does against a real redis-sentinel. */
@RequiresRedis
class PeerLinkTest {
  private static final RunId SELF = new RunId("a".repeat(40));
  private static final GroupName GROUP = new GroupName("mymaster");
  private static final Address MASTER = new Address("127.0.0.1", 1);
  private static final LinkId LINK = new LinkId(1);

  private final Heard heard = new Heard();
  private final AtomicReference<Login> login = new AtomicReference<>(Login.NONE);
  private final LettuceLinks links =
      new LettuceLinks(
          heard, SELF, login::get, LettuceLinks.DEFAULT_CONNECT_TIMEOUT, Optional.empty());

  @AfterEach
  void close() {
    links.close();
  }

  private static LinkTarget peer(RedisProcess sentinel) {
    return new LinkTarget.Peer(new RunId("b".repeat(40)), sentinel.address());
  }

  private Input.PeerReply ask(Optional<RunId> candidate) {
    links.askPeer(LINK, GROUP, MASTER, new Epoch(5), candidate);
    return heard.next(Input.PeerReply.class);
  }

  @Test
  void asksForAnOpinionAndForAVote() {
    try (RedisProcess sentinel =
        RedisProcess.sentinel(
            "sentinel monitor mymaster 127.0.0.1 1 2",
            "sentinel down-after-milliseconds mymaster 60000")) {
      links.connect(LINK, peer(sentinel));
      heard.next(Input.LinkUp.class);
      links.ping(LINK);
      assertThat(heard.next(Input.PingReply.class).answer()).isEqualTo(PingAnswer.PONG);
      assertThat(sentinel.cli("client", "list")).contains("name=sentinel-aaaaaaaa-cmd");

      assertThat(ask(Optional.empty()))
          .isEqualTo(new Input.PeerReply(LINK, GROUP, MASTER, false, Optional.empty(), Epoch.ZERO));
      assertThat(ask(Optional.of(SELF)))
          .isEqualTo(
              new Input.PeerReply(LINK, GROUP, MASTER, false, Optional.of(SELF), new Epoch(5)));
      assertThat(links.malformedPeerReplies()).isZero();
    }
  }

  @Test
  void anAnswerThatMakesNoSenseIsCountedAndNothingElse() {
    // A data server refuses the question: that is no answer.
    try (RedisProcess redis = RedisProcess.server()) {
      links.connect(LINK, peer(redis));
      heard.next(Input.LinkUp.class);
      links.askPeer(LINK, GROUP, MASTER, new Epoch(5), Optional.empty());
      links.ping(LINK);
      heard.next(Input.PingReply.class);
      assertThat(links.malformedPeerReplies()).isEqualTo(1);
      assertThat(heard.all()).isEmpty();
    }
  }

  @Test
  void aChangedPasswordTakesEffectOnTheNextConnection() {
    try (RedisProcess sentinel = RedisProcess.sentinel("requirepass secret")) {
      links.connect(LINK, peer(sentinel));
      assertThat(heard.next(Input.LinkLost.class).cause()).isEqualTo(LinkLoss.AUTH);
      login.set(new Login(Optional.empty(), Optional.of("wrong")));
      links.connect(new LinkId(2), peer(sentinel));
      assertThat(heard.next(Input.LinkLost.class).cause()).isEqualTo(LinkLoss.AUTH);
      login.set(new Login(Optional.of("default"), Optional.of("secret")));
      links.connect(new LinkId(3), peer(sentinel));
      assertThat(heard.next(Input.LinkUp.class).link()).isEqualTo(new LinkId(3));
      assertThat(heard.all()).isEmpty();
    }
  }

  @Test
  void aPeerThatHangsUpBeforeItAnswersIsALossLikeAnyOther() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread rude =
          new Thread(
              () -> {
                try (Socket client = socket.accept()) {
                  assertThat(client.getInputStream().read(new byte[1024])).isPositive();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      rude.start();
      links.connect(
          LINK,
          new LinkTarget.Peer(
              new RunId("b".repeat(40)), new Address("127.0.0.1", socket.getLocalPort())));
      assertThat(heard.next(Input.LinkLost.class))
          .isEqualTo(new Input.LinkLost(LINK, LinkLoss.CLOSED, "closed by the other side"));
      assertThat(heard.all()).isEmpty();
    }
  }

  @Test
  void aStoppedPeerIsATimeoutNotALink() {
    try (RedisProcess sentinel = RedisProcess.sentinel()) {
      sentinel.signal("STOP");
      links.connect(LINK, peer(sentinel));
      assertThat(heard.next(Input.LinkLost.class).cause()).isEqualTo(LinkLoss.TIMEOUT);
      sentinel.signal("CONT");
      assertThat(heard.all()).isEmpty();
    }
  }
}
