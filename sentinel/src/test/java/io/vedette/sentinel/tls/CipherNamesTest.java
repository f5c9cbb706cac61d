package io.vedette.sentinel.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OpenSSL's names and words, for a Java that has these ciphers. */
class CipherNamesTest {
  private static final String TLS13 = "TLS_AES_256_GCM_SHA384";
  private static final String ECDHE_GCM = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
  private static final String ECDSA_CHACHA = "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256";
  private static final String DSS = "TLS_DHE_DSS_WITH_AES_256_CBC_SHA256";
  private static final String RSA_SHA1 = "TLS_RSA_WITH_AES_256_CBC_SHA";
  private static final String NOT_OFFERED = "TLS_RSA_WITH_AES_128_CBC_SHA";

  private final CipherNames names =
      new CipherNames(
          new SSLParameters(new String[] {TLS13, ECDHE_GCM, ECDSA_CHACHA, DSS, RSA_SHA1}),
          new SSLParameters(
              new String[] {TLS13, ECDHE_GCM, ECDSA_CHACHA, DSS, RSA_SHA1, NOT_OFFERED}));

  @ParameterizedTest
  @CsvSource({
    ECDHE_GCM + ", ECDHE-RSA-AES128-GCM-SHA256",
    ECDSA_CHACHA + ", ECDHE-ECDSA-CHACHA20-POLY1305",
    DSS + ", DHE-DSS-AES256-SHA256",
    RSA_SHA1 + ", AES256-SHA",
    TLS13 + ", " + TLS13,
  })
  void namesAreOpenssls(String javaName, String openSslName) {
    assertThat(CipherNames.openSslName(javaName)).isEqualTo(openSslName);
  }

  @Test
  void nothingAskedForIsWhatJavaOffers() throws Exception {
    assertThat(names.enabled(Optional.empty(), Optional.empty()))
        .containsExactly(TLS13, ECDHE_GCM, ECDSA_CHACHA, DSS, RSA_SHA1);
  }

  @Test
  void listsAreUnderstoodAsOpensslDoes() throws Exception {
    assertThat(upTo12("ECDHE-RSA-AES128-GCM-SHA256:AES256-SHA"))
        .containsExactly(ECDHE_GCM, RSA_SHA1);
    assertThat(upTo12("AES256-SHA:" + ECDHE_GCM)).containsExactly(RSA_SHA1, ECDHE_GCM);
    assertThat(upTo12("DEFAULT:!MEDIUM")).containsExactly(ECDHE_GCM, ECDSA_CHACHA, DSS, RSA_SHA1);
    assertThat(upTo12("HIGH:!aNULL:!DSS:-kRSA")).containsExactly(ECDHE_GCM, ECDSA_CHACHA);
    assertThat(upTo12("!DSS:ALL:@STRENGTH")).containsExactly(ECDHE_GCM, ECDSA_CHACHA, RSA_SHA1);
    assertThat(upTo12("ECDHE+AESGCM")).containsExactly(ECDHE_GCM);
    assertThat(upTo12("AES128-SHA")).containsExactly(NOT_OFFERED);
  }

  private List<String> upTo12(String list) throws TlsException {
    List<String> all = names.enabled(Optional.of(list), Optional.empty());
    assertThat(all.get(0)).isEqualTo(TLS13);
    return all.subList(1, all.size());
  }

  @Test
  void whatJavaDoesNotHaveIsRefused() {
    assertThatThrownBy(() -> names.enabled(Optional.of("DEFAULT:foo"), Optional.empty()))
        .hasMessage("'foo' is not a cipher that this Java has");
    assertThatThrownBy(() -> names.enabled(Optional.of("RC4:MD5"), Optional.empty()))
        .hasMessage("no cipher that this Java has is left of it");
    assertThatThrownBy(() -> names.enabled(Optional.empty(), Optional.of("AES256-SHA")))
        .hasMessage("'AES256-SHA' is not a cipher of TLS 1.3 that this Java has");
  }
}
