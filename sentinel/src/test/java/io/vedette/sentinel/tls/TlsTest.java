package io.vedette.sentinel.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.vedette.sentinel.runtime.TlsSettings;
import io.vedette.sentinel.runtime.TlsSettings.AuthClients;
import io.vedette.sentinel.runtime.TlsSettings.KeyFiles;
import io.vedette.sentinel.runtime.TlsSettings.Sessions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Certificates that change, and settings that can't be used. */
@RequiresOpenssl
class TlsTest {
  private static final Duration LOOK = Duration.ofMillis(20);

  @TempDir static Path folder;
  private static TestAuthority authority;

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(Tls.class);

  @BeforeAll
  static void makeAuthority() {
    authority = new TestAuthority(folder, "ca");
  }

  @BeforeEach
  void listen() {
    logger.setLevel(Level.INFO);
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void listenNoMore() {
    logger.detachAppender(log);
    logger.setLevel(null);
  }

  private List<String> logged() {
    return List.copyOf(log.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void badCertificateIsLoggedOnceAndNotTakenOver() throws Exception {
    KeyFiles files = authority.issue("server");
    TlsSettings settings = authority.settings(1, AuthClients.NO, files);
    try (Tls tls = Tls.load(settings, LOOK)) {
      Object before = tls.material();

      TestAuthority.replace(files.certificate(), authority.issue("renewed").certificate());

      await().until(() -> !logged().isEmpty());
      await().during(LOOK.multipliedBy(10)).until(() -> logged().size() == 1);
      assertThat(logged())
          .containsExactly(
              "TLS: certificates or keys have changed and are not taken over: tls-key-file: "
                  + files.key()
                  + " is not the key of the certificate in "
                  + files.certificate());
      assertThat(tls.material()).isSameAs(before);
      assertThat(tls.serverHandler(UnpooledByteBufAllocator.DEFAULT)).isNotNull();

      TestAuthority.replace(files.key(), folder.resolve("renewed.key"));

      await().until(() -> tls.material() != before);
      await().until(() -> logged().size() == 2);
      assertThat(logged().get(1)).contains("are read again");
    }
  }

  @Test
  void whatDoesNotChangeIsNotReadAgain() throws Exception {
    TlsSettings settings = authority.settings(1, AuthClients.NO, authority.issue("quiet"));
    try (Tls tls = Tls.load(settings, LOOK)) {
      Object before = tls.material();
      await().during(LOOK.multipliedBy(10)).until(() -> tls.material() == before);
      assertThat(logged()).isEmpty();
    }
  }

  @Test
  void foldersOfAuthoritiesAreReadAsOpensslNamesThem() throws Exception {
    KeyFiles files = authority.issue("server");
    Path empty = Files.createDirectories(folder.resolve("empty"));
    Path rehashed = Files.createDirectories(folder.resolve("rehashed"));
    Files.copy(authority.certificate(), rehashed.resolve("ca.pem"));
    authority.openssl("rehash", rehashed.toString());

    Tls.load(with(files, Optional.of(rehashed), List.of()), LOOK).close();
    assertWrong(with(files, Optional.of(empty), List.of()), "tls-ca-cert-dir", "'openssl rehash'");
    assertWrong(
        with(files, Optional.of(files.key()), List.of()), "tls-ca-cert-dir", "is not a folder");
  }

  @Test
  void protocolsAreThoseThatThisJavaSpeaks() throws Exception {
    KeyFiles files = authority.issue("server");

    Tls.load(with(files, Optional.empty(), List.of("tlsv1.3", "TLSv1.1")), LOOK).close();
    assertThat(logged()).anyMatch(line -> line.startsWith("tls-protocols: TLSv1.1 is not spoken"));
    assertWrong(
        with(files, Optional.empty(), List.of("SSLv3")),
        "tls-protocols",
        "'SSLv3' is none of TLSv1, TLSv1.1, TLSv1.2, TLSv1.3");
    assertWrong(
        with(files, Optional.empty(), List.of("TLSv1")), "tls-protocols", "switched off TLSv1 ");
  }

  private static void assertWrong(TlsSettings settings, String directive, String message) {
    assertThatThrownBy(() -> Tls.load(settings, LOOK))
        .isInstanceOfSatisfying(
            TlsException.class, e -> assertThat(e.directive()).isEqualTo(directive))
        .hasMessageContaining(message);
  }

  private static TlsSettings with(KeyFiles files, Optional<Path> caDir, List<String> protocols) {
    return new TlsSettings(
        1,
        false,
        AuthClients.YES,
        files,
        Optional.empty(),
        Optional.of(authority.certificate()),
        caDir,
        protocols,
        Optional.empty(),
        Optional.empty(),
        true,
        new Sessions(false, 0, 0));
  }
}
