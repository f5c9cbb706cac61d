package io.vedette.sentinel.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.quorum.Input;
import io.vedette.quorum.Input.LinkLoss;
import io.vedette.quorum.Input.PingAnswer;
import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.LinkTarget;
import io.vedette.quorum.model.RunId;
import io.vedette.sentinel.FreePorts;
import io.vedette.sentinel.runtime.TlsSettings;
import io.vedette.sentinel.runtime.TlsSettings.AuthClients;
import io.vedette.sentinel.runtime.TlsSettings.KeyFiles;
import io.vedette.sentinel.tls.RequiresOpenssl;
import io.vedette.sentinel.tls.TestAuthority;
import io.vedette.sentinel.tls.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links over TLS to real servers. */
@RequiresRedis
@RequiresOpenssl
class TlsLinkTest {
  private static final RunId SELF = new RunId("a".repeat(40));
  private static final GroupName GROUP = new GroupName("mymaster");
  private static final LinkId LINK = new LinkId(1);

  /** Roomy: this JVM makes its first handshake here. */
  private static final Duration TIMEOUT = Duration.ofSeconds(4);

  @TempDir static Path folder;
  private static TestAuthority authority;
  private static TestAuthority stranger;
  private static KeyFiles ofServer;
  private static KeyFiles ofClient;

  @BeforeAll
  static void makeAuthorities() throws IOException {
    authority = new TestAuthority(folder, "ca");
    stranger = new TestAuthority(Files.createDirectory(folder.resolve("stranger")), "ca");
    ofServer = authority.issue("a-name-that-is-not-the-host");
    ofClient = authority.issue("client");
  }

  private static String[] conf(int tlsPort, String... more) {
    String[] lines = {
      "tls-port " + tlsPort,
      "tls-cert-file " + ofServer.certificate(),
      "tls-key-file " + ofServer.key(),
      "tls-ca-cert-file " + authority.certificate()
    };
    return IntStream.range(0, lines.length + more.length)
        .mapToObj(i -> i < lines.length ? lines[i] : more[i - lines.length])
        .toArray(String[]::new);
  }

  private static LinkTarget node(int port) {
    return new LinkTarget.DataNode(
        GROUP, new Address("127.0.0.1", port), Optional.empty(), Optional.empty(), Map.of());
  }

  private static LettuceLinks links(Heard heard, Tls tls) {
    return new LettuceLinks(heard, SELF, () -> Login.NONE, TIMEOUT, Optional.of(tls));
  }

  private static TlsSettings settings() {
    return authority.settings(0, AuthClients.YES, ofClient);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void commandsAndMessagesGoOverTlsWhateverNameTheCertificateIsFor(String version)
      throws Exception {
    Heard heard = new Heard();
    int port = FreePorts.next();
    try (RedisProcess redis = RedisProcess.server(conf(port, "tls-protocols " + version));
        Tls tls = Tls.load(settings());
        LettuceLinks links = links(heard, tls)) {
      links.connect(LINK, node(port));
      heard.next(Input.LinkUp.class);
      links.ping(LINK);
      assertThat(heard.next(Input.PingReply.class).answer()).isEqualTo(PingAnswer.PONG);
      links.info(LINK);
      assertThat(heard.next(Input.InfoReply.class).info().role()).isNotNull();
      Hello hello =
          new Hello(
              new Address("127.0.0.1", 26379),
              new RunId("b".repeat(40)),
              new Epoch(1),
              GROUP,
              new Address("127.0.0.1", port),
              new Epoch(1));
      assertThat(redis.cli("publish", Hello.CHANNEL, hello.format())).isEqualTo("1");
      assertThat(heard.next(Input.HelloHeard.class).hello()).isEqualTo(hello);
    }
  }

  @Test
  void answersThatFillManyRecordsAreRead() throws Exception {
    Heard heard = new Heard();
    int port = FreePorts.next();
    try (RedisProcess redis = RedisProcess.server(conf(port, "databases 1000"));
        Tls tls = Tls.load(settings());
        LettuceLinks links = links(heard, tls)) {
      // INFO has a line for each database.
      redis.cli(
          "eval", "for i = 0, 999 do redis.call('select', i) redis.call('set', 'k', 'v') end", "0");
      assertThat(redis.cli("info")).hasSizeGreaterThan(20_000);
      links.connect(LINK, node(port));
      heard.next(Input.LinkUp.class);
      links.info(LINK);
      assertThat(heard.next(Input.InfoReply.class).info().role()).isNotNull();
      links.ping(LINK);
      assertThat(heard.next(Input.PingReply.class).answer()).isEqualTo(PingAnswer.PONG);
    }
  }

  @Test
  void serverOfAnotherAuthorityIsNotTrusted() throws Exception {
    Heard heard = new Heard();
    int port = FreePorts.next();
    try (RedisProcess redis = RedisProcess.server(conf(port));
        Tls tls = Tls.load(stranger.settings(0, AuthClients.YES, ofClient));
        LettuceLinks links = links(heard, tls)) {
      links.connect(LINK, node(port));
      Input.LinkLost lost = heard.next(Input.LinkLost.class);
      assertThat(lost.detail()).startsWith("TLS: ");
      assertThat(lost.cause()).isEqualTo(LinkLoss.OTHER);
      assertThat(redis.cli("ping")).isEqualTo("PONG");
    }
  }

  @Test
  void certificateThatTheServerDoesNotTrustEndsTheLink() throws Exception {
    Heard heard = new Heard();
    int port = FreePorts.next();
    KeyFiles ofStranger = stranger.issue("client");
    try (RedisProcess redis = RedisProcess.server(conf(port));
        Tls tls = Tls.load(authority.settings(0, AuthClients.YES, ofStranger));
        LettuceLinks links = links(heard, tls)) {
      links.connect(LINK, node(port));
      heard.next(Input.LinkLost.class);
      assertThat(heard.all(Input.LinkUp.class)).isEmpty();
      assertThat(redis.cli("ping")).isEqualTo("PONG");
    }
  }

  @Test
  void certificateThatHasChangedIsShownByTheNextLink() throws Exception {
    Heard heard = new Heard();
    int port = FreePorts.next();
    KeyFiles files = stranger.issue("soon-good");
    try (RedisProcess redis = RedisProcess.server(conf(port));
        Tls tls = Tls.load(authority.settings(0, AuthClients.YES, files));
        LettuceLinks links = links(heard, tls)) {
      links.connect(LINK, node(port));
      heard.next(Input.LinkLost.class);

      TestAuthority.replace(files, ofClient);

      await("a link comes up")
          .atMost(Duration.ofSeconds(20))
          .until(() -> comesUp(links, heard, port));
      assertThat(redis.cli("ping")).isEqualTo("PONG");
    }
  }

  private static boolean comesUp(LettuceLinks links, Heard heard, int port) {
    links.connect(LINK, node(port));
    await()
        .until(
            () ->
                !heard.all(Input.LinkUp.class).isEmpty()
                    || !heard.all(Input.LinkLost.class).isEmpty());
    boolean up = heard.all(Input.LinkLost.class).isEmpty();
    if (!up) {
      heard.next(Input.LinkLost.class);
    }
    return up;
  }
}
