package io.vedette.sentinel.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.Input;
import io.vedette.quorum.Input.LinkLoss;
import io.vedette.quorum.Input.PingAnswer;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.LinkTarget;
import io.vedette.quorum.model.RunId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What links do while passwords change, against real servers. */
@RequiresRedis
class LoginTest {
  private static final RunId SELF = new RunId("a".repeat(40));
  private static final LinkId LINK = new LinkId(1);
  private static final LinkId NEXT = new LinkId(2);

  /** Where HELLO has a name of its own, even its old one, it is not used: RESP2 is spoken. */
  private static final Map<String, String> RESP2 = Map.of("HELLO", "HELLO");

  private final Heard heard = new Heard();
  private final AtomicReference<Login> ofPeers = new AtomicReference<>(Login.NONE);
  private final LettuceLinks links =
      new LettuceLinks(
          heard, SELF, ofPeers::get, LettuceLinks.DEFAULT_CONNECT_TIMEOUT, Optional.empty());

  @AfterEach
  void close() {
    links.close();
  }

  private static LinkTarget node(RedisProcess redis, String user, String password, boolean resp2) {
    return new LinkTarget.DataNode(
        new GroupName("mymaster"),
        redis.address(),
        Optional.ofNullable(user),
        Optional.ofNullable(password),
        resp2 ? RESP2 : Map.of());
  }

  private static LinkTarget peer(RedisProcess sentinel) {
    return new LinkTarget.Peer(new RunId("b".repeat(40)), sentinel.address());
  }

  private Optional<String> up(LinkId link, LinkTarget target) {
    links.connect(link, target);
    return heard.next(Input.LinkUp.class).refusal();
  }

  private Optional<String> logIn(LinkTarget target) {
    links.logIn(LINK, target);
    return heard.next(Input.LoginReply.class).refusal();
  }

  private void assertPongs(LinkId link) {
    links.ping(link);
    assertThat(heard.next(Input.PingReply.class).answer()).isEqualTo(PingAnswer.PONG);
    assertThat(heard.all(Input.LinkLost.class)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLinkThatStandsGoesOnWhateverIsSaidToItsNewPassword(boolean resp2) {
    try (RedisProcess redis = RedisProcess.server("requirepass old")) {
      assertThat(up(LINK, node(redis, null, "old", resp2))).isEmpty();

      assertThat(logIn(node(redis, null, "new", resp2)).orElseThrow()).startsWith("WRONGPASS");
      assertPongs(LINK);

      redis.cli("-a", "old", "config", "set", "requirepass", "new");
      assertThat(logIn(node(redis, null, "new", resp2))).isEmpty();
      assertPongs(LINK);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aNewLinkFallsBackOnThePasswordThatWasAcceptedLast(boolean resp2) {
    try (RedisProcess redis = RedisProcess.server("requirepass old")) {
      up(LINK, node(redis, null, "old", resp2));
      links.disconnect(LINK);

      assertThat(up(NEXT, node(redis, null, "new", resp2)).orElseThrow()).startsWith("WRONGPASS");
      assertPongs(NEXT);
      links.disconnect(NEXT);

      redis.cli("-a", "old", "config", "set", "requirepass", "other");
      links.connect(new LinkId(3), node(redis, null, "new", resp2));
      assertThat(heard.next(Input.LinkLost.class).cause()).isEqualTo(LinkLoss.AUTH);
      redis.cli("-a", "other", "config", "set", "requirepass", "new");
      assertThat(up(new LinkId(4), node(redis, null, "new", resp2))).isEmpty();
    }
  }

  @Test
  void anotherUserIsTakenOnAsWell() {
    try (RedisProcess redis =
        RedisProcess.server("user one on >1 allchannels +@all", "user two on >2 +@all &*")) {
      up(LINK, node(redis, "one", "1", false));
      assertThat(logIn(node(redis, "two", "2", false))).isEmpty();
      assertPongs(LINK);
      assertThat(redis.cli("client", "list")).contains("user=two").doesNotContain("user=one");
    }
  }

  @Test
  void withoutAPasswordAnyMoreTheLinkIsMadeAnew() {
    try (RedisProcess redis = RedisProcess.server()) {
      up(LINK, node(redis, null, "needless", false));
      links.logIn(LINK, node(redis, null, null, false));
      assertThat(heard.next(Input.LinkLost.class).cause()).isEqualTo(LinkLoss.OTHER);
      assertThat(up(NEXT, node(redis, null, null, false))).isEmpty();
    }
  }

  @Test
  void aUserThatMayNotPingIsToldApartFromASilentServer() {
    try (RedisProcess redis =
        RedisProcess.server("user default on nopass allchannels +@all -ping")) {
      up(LINK, node(redis, null, null, false));
      links.ping(LINK);
      assertThat(heard.next(Input.PingReply.class).answer()).isEqualTo(PingAnswer.DENIED);
    }
  }

  @Test
  void peersAreLoggedInAtInTheSameWay() {
    try (RedisProcess sentinel =
        RedisProcess.sentinel("requirepass old", "sentinel monitor m 127.0.0.1 1 2")) {
      ofPeers.set(new Login(Optional.empty(), Optional.of("old")));
      assertThat(up(LINK, peer(sentinel))).isEmpty();

      ofPeers.set(new Login(Optional.empty(), Optional.of("new")));
      assertThat(logIn(peer(sentinel)).orElseThrow()).startsWith("WRONGPASS");
      assertPongs(LINK);
      assertThat(up(NEXT, peer(sentinel)).orElseThrow()).startsWith("WRONGPASS");
      assertPongs(NEXT);

      sentinel.cli("-a", "old", "acl", "setuser", "default", ">new");
      assertThat(logIn(peer(sentinel))).isEmpty();
      assertPongs(LINK);
    }
  }
}
