package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vedette.quorum.model.Address;
import io.vedette.tests.harness.ErrorReply;
import io.vedette.tests.harness.Executables;
import io.vedette.tests.harness.FreePorts;
import io.vedette.tests.harness.OsProcess;
import io.vedette.tests.harness.RequiresRedis;
import io.vedette.tests.harness.RespClient;
import io.vedette.tests.harness.TlsFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SENTINEL CONFIG SET of the options of TLS: for new connections, all or none, and for good. */
@RequiresRedis
class TlsConfigSetTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path folder;
  private final int port = FreePorts.next();
  private final int tlsPort = FreePorts.next();
  private Path config;
  private OsProcess process;
  private SSLContext client;

  @BeforeEach
  void start() throws Exception {
    make("a", "-nodes");
    make("b", "-passout pass:bee");
    client = client("a", "b");
    config = folder.resolve("sentinel.conf");
    Files.write(
        config,
        List.of(
            "port " + port,
            "bind 127.0.0.1",
            "tls-port " + tlsPort,
            "tls-auth-clients no",
            "tls-cert-file a.crt",
            "tls-key-file a.key",
            "dir " + folder,
            "sentinel monitor m 127.0.0.1 " + FreePorts.next() + " 2"));
    launch();
  }

  private void launch(String... options) {
    List<String> command = new ArrayList<>(Executables.vedette(config));
    command.addAll(List.of(options));
    process = OsProcess.start(command, folder, folder.resolve("log"));
    await().atMost(SOON).ignoreExceptions().until(() -> "PONG".equals(call("PING")));
  }

  @AfterEach
  void end() {
    process.destroy();
  }

  private void make(String name, String secret) {
    TlsFiles.openssl(
        folder,
        "req -x509 -newkey rsa:2048 -days 2 -subj /CN=%s -keyout %s.key -out %s.crt %s"
            .formatted(name, name, name, secret));
  }

  private SSLContext client(String... trusted) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (String name : trusted) {
      try (InputStream in = Files.newInputStream(folder.resolve(name + ".crt"))) {
        store.setCertificateEntry(
            name, CertificateFactory.getInstance("X.509").generateCertificate(in));
      }
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private Object call(String... words) throws IOException {
    try (RespClient plain = RespClient.connect(new Address("127.0.0.1", port), SOON)) {
      return plain.call(words);
    }
  }

  private Object set(String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of("SENTINEL", "CONFIG", "SET"));
    all.addAll(List.of(words));
    return call(all.toArray(String[]::new));
  }

  private void assertRefused(String message, String... words) {
    assertThatThrownBy(() -> set(words))
        .isInstanceOf(ErrorReply.class)
        .hasMessageContaining(message);
  }

  private SSLSocket connect() throws IOException {
    SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket();
    socket.setSoTimeout((int) SOON.toMillis());
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), tlsPort));
    return socket;
  }

  private static String pong(SSLSocket socket) throws IOException {
    socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
    return new String(socket.getInputStream().readNBytes(7), StandardCharsets.US_ASCII).strip();
  }

  /** Whose certificate a new connection sees. */
  private String shown() throws IOException {
    try (SSLSocket socket = connect()) {
      assertThat(pong(socket)).isEqualTo("+PONG");
      X509Certificate first = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return first.getSubjectX500Principal().getName();
    }
  }

  @Test
  void aCertificateIsReplacedWithItsKeyAndOldConnectionsGoOn() throws IOException {
    try (SSLSocket old = connect()) {
      assertThat(pong(old)).isEqualTo("+PONG");
      assertThat(shown()).isEqualTo("CN=a");

      assertRefused("is not the key of the certificate in", "tls-cert-file", "b.crt");
      assertRefused(
          "SENTINEL CONFIG SET: 'tls-key-file b.key': " + folder.resolve("b.key") + " is encrypted",
          "tls-cert-file",
          "b.crt",
          "tls-key-file",
          "b.key");
      assertRefused(
          "argument must be 'yes', 'no' or 'optional'",
          "loglevel",
          "debug",
          "tls-auth-clients",
          "x");
      assertRefused("needs 'tls-ca-cert-file'", "tls-auth-clients", "yes");
      assertRefused("'tls-protocols SSLv3': ", "tls-protocols", "SSLv3");
      assertRefused("wrong passphrase", bee("wasp"));
      assertThat(shown()).isEqualTo("CN=a");
      assertThat(call("SENTINEL", "CONFIG", "GET", "tls-cert-file", "loglevel").toString())
          .contains("a.crt", "notice");

      assertThat(set(bee("bee"))).isEqualTo("OK");
      assertThat(shown()).isEqualTo("CN=b");
      assertThat(pong(old)).isEqualTo("+PONG");
    }
    assertThat(call("SENTINEL", "CONFIG", "GET", "tls-*").toString())
        .contains("b.crt", "TLSv1.2", "******")
        .doesNotContain("bee");
    assertThat(Files.readAllLines(config))
        .contains("tls-cert-file b.crt", "tls-key-file-pass bee")
        .doesNotContain("tls-cert-file a.crt");
    assertThat(Files.readString(folder.resolve("log"))).doesNotContain("bee", "wasp");
    process.destroy();
    launch();
    assertThat(shown()).isEqualTo("CN=b");
  }

  private static String[] bee(String passphrase) {
    return new String[] {
      "tls-cert-file",
      "b.crt",
      "tls-key-file",
      "b.key",
      "tls-key-file-pass",
      passphrase,
      "tls-protocols",
      "TLSv1.2"
    };
  }
}
