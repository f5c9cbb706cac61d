package io.vedette.sentinel.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.sentinel.runtime.TlsSettings.KeyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Optional;
import javax.net.ssl.X509KeyManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which keys are understood, and what is said of those that are not. */
@RequiresOpenssl
class KeyPairFilesTest {
  @TempDir static Path folder;
  private static TestAuthority authority;

  @BeforeAll
  static void makeAuthority() {
    authority = new TestAuthority(folder, "ca");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RSA PKCS8 | PRIVATE KEY | genpkey -algorithm RSA -out KEY",
        "RSA PKCS1 | RSA PRIVATE KEY | genrsa -traditional -out KEY 2048",
        "EC PKCS8 | PRIVATE KEY | genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out KEY",
        "EC SEC1 | EC PRIVATE KEY | ecparam -genkey -name prime256v1 -noout -out KEY",
        "EC with parameters | EC PARAMETERS | ecparam -genkey -name secp384r1 -out KEY",
        "Ed25519 | PRIVATE KEY | genpkey -algorithm ED25519 -out KEY",
      })
  void plainKeysAreRead(String kind, String block, String makeKey) throws Exception {
    KeyFiles files = issue("plain", Optional.empty(), makeKey);

    assertThat(Files.readString(files.key())).as(kind).startsWith("-----BEGIN " + block + "--");
    assertThat(keyOf(files)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PKCS8 PBES2 | ENCRYPTED PRIVATE KEY | genpkey -algorithm RSA -aes256 -pass pass:a%c -out"
            + " KEY",
        "PKCS8 PBES2 3DES | ENCRYPTED PRIVATE KEY | genrsa -des3 -passout pass:a%c -out KEY 2048",
        "PKCS8 of req | ENCRYPTED PRIVATE KEY | req -newkey rsa:2048 -passout pass:a%c -subj /CN=x"
            + " -keyout KEY -out new.csr",
        "PKCS8 EC | ENCRYPTED PRIVATE KEY | genpkey -algorithm EC -pkeyopt"
            + " ec_paramgen_curve:P-256 -aes-128-cbc -pass pass:a%c -out KEY",
        "PKCS1 AES | RSA PRIVATE KEY | genrsa -traditional -aes256 -passout pass:a%c -out KEY 2048",
        "PKCS1 3DES | RSA PRIVATE KEY | genrsa -traditional -des3 -passout pass:a%c -out KEY 2048",
      })
  void encryptedKeysAreReadWithTheirPassphraseOnly(String kind, String block, String makeKey)
      throws Exception {
    KeyFiles files = issue("encrypted", Optional.of("a%c"), makeKey);

    assertThat(Files.readString(files.key())).as(kind).startsWith("-----BEGIN " + block + "--");
    assertThat(keyOf(files)).isNotNull();
    assertWrong(
        new KeyFiles(files.certificate(), files.key(), Optional.of("other")),
        "tls-key-file-pass",
        "wrong passphrase for " + files.key());
    assertWrong(
        new KeyFiles(files.certificate(), files.key(), Optional.empty()),
        "tls-key-file",
        files.key() + " is encrypted, and there is no passphrase in tls-key-file-pass");
  }

  @ParameterizedTest
  @CsvSource({
    "-v1 PBE-SHA1-3DES",
    "-v1 PBE-MD5-DES -provider legacy -provider default",
    "-v2 des3 -v2prf hmacWithSHA512",
    "-v2 aes-192-cbc -v2prf hmacWithSHA1 -iter 100000",
  })
  void keysConvertedByOpensslAreRead(String how) throws Exception {
    KeyFiles plain = authority.issue("converted");
    authority.openssl(
        ("pkcs8 -topk8 -in converted.key -out other.key -passout pass:a%c " + how).split(" ", -1));
    Path converted = folder.resolve("other.key");

    assertThat(keyOf(new KeyFiles(plain.certificate(), converted, Optional.of("a%c")))).isNotNull();
    assertWrong(
        new KeyFiles(plain.certificate(), converted, Optional.of("other")),
        "tls-key-file-pass",
        "wrong passphrase");
  }

  @Test
  void whatJavaCanNotDecryptIsRefusedWithTheWayOut() throws Exception {
    KeyFiles plain = authority.issue("scrypted");
    authority.openssl(
        "pkcs8 -topk8 -in scrypted.key -out scrypt.key -passout pass:a%c -scrypt".split(" ", -1));
    Path scrypt = folder.resolve("scrypt.key");
    assertWrong(
        new KeyFiles(plain.certificate(), scrypt, Optional.of("a%c")),
        "tls-key-file",
        "'openssl pkcs8 -topk8 -v2 aes256 -in KEY -out NEW' makes it one that it knows");

    String text = Files.readString(scrypt);
    Path cut = write("cut.key", text.substring(0, 200) + "\n-----END ENCRYPTED PRIVATE KEY-----");
    assertWrong(
        new KeyFiles(plain.certificate(), cut, Optional.of("a%c")), "tls-key-file", "damaged");
  }

  @Test
  void certificateAndKeyMayStandInOneFileWithCommentsAround() throws Exception {
    KeyFiles files = authority.issue("both");
    Path one = folder.resolve("both.pem");
    Files.writeString(
        one,
        "A key:\n"
            + Files.readString(files.key())
            + "\nand its certificate:\n"
            + Files.readString(files.certificate()));

    assertThat(keyOf(new KeyFiles(one, one, Optional.empty()))).isNotNull();
  }

  @Test
  void whatCanNotBeUsedIsSaidWithItsDirective() throws Exception {
    KeyFiles good = authority.issue("good");
    KeyFiles other = authority.issue("other");
    KeyFiles rsa = issue("rsa", Optional.empty(), "genrsa -out KEY 2048");
    Path none = folder.resolve("none");
    Path damaged = write("damaged", "-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----");
    Path truncated = write("cut", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----");

    assertWrong(with(none, good.key()), "tls-cert-file", none + " can't be read: no such file");
    assertWrong(
        with(folder, good.key()), "tls-cert-file", folder + " can't be read: it is a folder");
    assertWrong(with(good.key(), good.key()), "tls-cert-file", "holds no certificate in PEM");
    assertWrong(with(damaged, good.key()), "tls-cert-file", "holds a damaged block CERTIFICATE");
    assertWrong(with(truncated, good.key()), "tls-cert-file", "a certificate that can't be read");
    assertWrong(with(good.certificate(), none), "tls-key-file", "can't be read: no such file");
    assertWrong(
        with(good.certificate(), good.certificate()),
        "tls-key-file",
        "holds no private key in PEM");
    for (KeyFiles wrong : new KeyFiles[] {other, rsa}) {
      assertWrong(
          with(good.certificate(), wrong.key()),
          "tls-key-file",
          wrong.key() + " is not the key of the certificate in " + good.certificate());
    }
  }

  private static KeyFiles issue(String subject, Optional<String> passphrase, String makeKey) {
    return authority.issue(
        subject, passphrase, makeKey.replace("KEY", subject + ".key").split(" ", -1));
  }

  private static KeyFiles with(Path certificate, Path key) {
    return new KeyFiles(certificate, key, Optional.empty());
  }

  private static Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static PrivateKey keyOf(KeyFiles files) throws TlsException {
    X509KeyManager keys =
        (X509KeyManager) new KeyPairFiles("tls-", files).load().getKeyManagers()[0];
    return keys.getPrivateKey("key");
  }

  private static void assertWrong(KeyFiles files, String directive, String message) {
    assertThatThrownBy(() -> new KeyPairFiles("tls-", files).load())
        .isInstanceOfSatisfying(
            TlsException.class, e -> assertThat(e.directive()).isEqualTo(directive))
        .hasMessageContaining(message);
  }
}
