package io.vedette.quorum.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.model.Address;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressListTest {
  private final AddressList type = new AddressList();

  @Test
  void addressesAreDividedByBlanksAndNamedOnce() {
    List<Address> expected =
        List.of(
            new Address("10.0.0.21", 6379), new Address("fe80::1", 1), new Address("a", 65_535));
    String text = "  10.0.0.21:6379\t[fe80::1]:1   a:65535 10.0.0.21:6379 ";
    assertThat(type.whyNot(text)).isEmpty();
    assertThat(type.parse(text)).isEqualTo(expected);
    assertThat(type.parse("")).isEmpty();
    assertThat(type.show(List.of(new Address("a", 1), new Address("b", 2)))).isEqualTo("a:1 b:2");
    assertThat(type.range()).isEqualTo("HOST:PORT, divided by blanks");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        ":6379",
        "a:",
        "a:0",
        "a:65536",
        "a:000001",
        "a:99999999999",
        "a:6379x",
        "a:-1",
        "a:+1",
        "fe80::1:6379",
        "[fe80::1:6379",
        "fe80::1]:6379",
        "[a]:6379",
        "[]:6379",
      })
  void theFirstThatIsNoneIsNamed(String word) {
    assertThat(type.whyNot("b:1 " + word + " c")).contains("'" + word + "' is no HOST:PORT");
  }
}
