package io.vedette.sentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.quorum.model.Address;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class AddressWordTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.1:5, 10.0.0.1, 5",
    "10.0.0.1, 10.0.0.1, 26379",
    "redis.example:26380, redis.example, 26380",
    "[::1]:7, ::1, 7",
    "[::1], ::1, 26379",
    "fe80::1, fe80::1, 26379"
  })
  void addressesAreUnderstood(String word, String host, int port) {
    assertThat(new AddressWord.Coordinator().convert(word)).isEqualTo(new Address(host, port));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":1", "a:", "a:0", "a:65536", "a:b", "a b:1", "[::1", "[]:1"})
  void othersAreRefused(String word) {
    assertThatThrownBy(() -> new AddressWord.Coordinator().convert(word))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("expected host:port, not '" + word + "'");
  }
}
