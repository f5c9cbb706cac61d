package io.vedette.sentinel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.sentinel.FreePorts;
import io.vedette.sentinel.runtime.ProcessSettings;
import io.vedette.sentinel.runtime.TlsSettings;
import io.vedette.sentinel.runtime.TlsSettings.AuthClients;
import io.vedette.sentinel.runtime.TlsSettings.KeyFiles;
import io.vedette.sentinel.tls.RequiresOpenssl;
import io.vedette.sentinel.tls.TestAuthority;
import io.vedette.sentinel.tls.Tls;
import io.vedette.sentinel.tls.TlsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients on {@code tls-port}. */
@RequiresOpenssl
class TlsListeningTest {
  @TempDir static Path folder;
  private static TestAuthority authority;
  private static TestAuthority stranger;
  private static KeyFiles ofClient;
  private static KeyFiles ofStranger;

  private KeyFiles ofServer;
  private Tls tls;
  private RunningServer server;
  private int tlsPort;

  @BeforeAll
  static void makeAuthorities() throws IOException {
    authority = new TestAuthority(folder, "ca");
    // Of the same name, or Java's client would not show its certificates.
    stranger = new TestAuthority(Files.createDirectory(folder.resolve("stranger")), "ca");
    ofClient = authority.issue("client");
    ofStranger = stranger.issue("other-client");
  }

  @BeforeEach
  void makeCertificate() {
    ofServer = authority.issue("server");
  }

  @AfterEach
  void close() {
    server.close();
    tls.close();
  }

  private void start(AuthClients authClients) {
    start(authClients, new RunningServer.Settings());
  }

  private void start(AuthClients authClients, RunningServer.Settings settings) {
    tlsPort = FreePorts.next();
    TlsSettings ofTls = authority.settings(tlsPort, authClients, ofServer);
    settings.tls = Optional.of(ofTls);
    ProcessSettings built = settings.build();
    try {
      tls = Tls.load(ofTls);
    } catch (TlsException e) {
      throw new IllegalStateException(e);
    }
    server =
        new RunningServer(
            Views.healthy(),
            built,
            ServerLimits.DEFAULT,
            new RunningServer.Jobs(List.of()),
            Optional.of(tls));
  }

  private WireClient connect(SSLContext context) throws IOException {
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), tlsPort));
    return new WireClient(socket);
  }

  private static SSLContext client() {
    return authority.client(Optional.of(ofClient));
  }

  private static String subject(WireClient client) throws IOException {
    SSLSocket socket = (SSLSocket) client.socket();
    X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
    return shown.getSubjectX500Principal().getName();
  }

  @ParameterizedTest
  @EnumSource(AuthClients.class)
  void clientsAreServedBesideThoseOfThePlainPort(AuthClients authClients) throws IOException {
    start(authClients);
    try (WireClient plain = server.connect();
        WireClient encrypted = connect(client())) {
      assertThat(encrypted.call("PING")).isEqualTo("+PONG");
      assertThat(plain.call("PING")).isEqualTo("+PONG");
      assertThat(subject(encrypted)).isEqualTo("CN=server");
      // More than one record of TLS.
      assertThat(encrypted.call("PING", "x".repeat(40_000))).hasSizeGreaterThan(40_000);
      assertThat(encrypted.call("CLIENT", "LIST")).contains("addr=127.0.0.1:");
    }
  }

  @Test
  void plainPortMayBeOff() throws IOException {
    RunningServer.Settings settings = new RunningServer.Settings();
    settings.port = 0;
    start(AuthClients.YES, settings);
    try (WireClient client = connect(client())) {
      assertThat(client.call("PING")).isEqualTo("+PONG");
      assertThat(client.call("INFO", "server")).contains("tcp_port:" + tlsPort);
    }
  }

  @Test
  void certificateIsNeededUnlessItIsOptional() throws IOException {
    start(AuthClients.YES);
    assertRefused(authority.client(Optional.empty()));
    server.close();
    tls.close();
    start(AuthClients.OPTIONAL);
    try (WireClient client = connect(authority.client(Optional.empty()))) {
      assertThat(client.call("PING")).isEqualTo("+PONG");
    }
  }

  @ParameterizedTest
  @EnumSource(value = AuthClients.class, names = "NO", mode = EnumSource.Mode.EXCLUDE)
  void certificateOfAnotherAuthorityIsRefused(AuthClients authClients) throws IOException {
    start(authClients);
    assertRefused(authority.client(Optional.of(ofStranger)));
    try (WireClient client = connect(client())) {
      assertThat(client.call("PING")).isEqualTo("+PONG");
    }
  }

  private void assertRefused(SSLContext context) {
    assertThatThrownBy(
            () -> {
              try (WireClient client = connect(context)) {
                client.call("PING");
              }
            })
        .satisfiesAnyOf(
            e -> assertThat(e).isInstanceOf(UncheckedIOException.class),
            e -> assertThat(e).hasMessage("the server closed the connection"));
  }

  @Test
  void clientThatDoesNotTrustTheAuthorityGetsNoConnection() throws IOException {
    start(AuthClients.NO);
    assertThatThrownBy(
            () -> {
              try (WireClient client = connect(stranger.client(Optional.empty()))) {
                client.call("PING");
              }
            })
        .hasCauseInstanceOf(SSLHandshakeException.class);
  }

  @Test
  void plainClientOnTheTlsPortLosesItsOwnConnectionOnly() throws IOException {
    start(AuthClients.NO);
    try (WireClient encrypted = connect(client());
        WireClient plain =
            new WireClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), tlsPort))) {
      assertThat(encrypted.call("PING")).isEqualTo("+PONG");
      plain.send("*1\r\n$4\r\nPING\r\n");
      assertThat(plain.untilClosed()).doesNotContain("PONG");
      assertThat(encrypted.call("PING")).isEqualTo("+PONG");
      await().until(() -> server.server.stats().connectionsReceived.sum() == 2);
    }
  }

  /** They share what both hear; what TLS puts together with it must reach the one it is for. */
  @Test
  void subscribersThatHearDifferentThingsGetTheirOwn() throws IOException {
    start(AuthClients.NO);
    int count = 200;
    try (WireClient first = connect(client());
        WireClient second = connect(client())) {
      for (String channel : List.of("+tilt", "+sdown")) {
        first.call("SUBSCRIBE", channel);
      }
      for (String channel : List.of("+tilt", "-sdown")) {
        second.call("SUBSCRIBE", channel);
      }
      for (int i = 100; i < 100 + count; i++) {
        happens(EventType.TILT, "both" + i);
        happens(EventType.SDOWN, "one" + i);
        happens(EventType.SDOWN_CLEARED, "two" + i);
      }
      for (int i = 100; i < 100 + count; i++) {
        String both = "*3 $7 message $5 +tilt $7 both" + i;
        assertThat(first.reply()).isEqualTo(both);
        assertThat(first.reply()).isEqualTo("*3 $7 message $6 +sdown $6 one" + i);
        assertThat(second.reply()).isEqualTo(both);
        assertThat(second.reply()).isEqualTo("*3 $7 message $6 -sdown $6 two" + i);
      }
    }
  }

  private void happens(EventType type, String payload) {
    server.server.events().onEvent(new Event(type, payload, "", Optional.empty()));
  }

  @Test
  void newCertificatesAreForNewConnectionsAndOldConnectionsStay() throws Exception {
    start(AuthClients.YES);
    try (WireClient old = connect(client())) {
      assertThat(subject(old)).isEqualTo("CN=server");

      TestAuthority.replace(ofServer, authority.issue("renewed"));

      await("new connections see the new certificate")
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(100))
          .until(() -> "CN=renewed".equals(subjectSeen()));
      assertThat(old.call("PING")).isEqualTo("+PONG");
      assertThat(subject(old)).isEqualTo("CN=server");
    }
  }

  private String subjectSeen() throws IOException {
    try (WireClient client = connect(client())) {
      assertThat(client.call("PING")).isEqualTo("+PONG");
      return subject(client);
    }
  }
}
