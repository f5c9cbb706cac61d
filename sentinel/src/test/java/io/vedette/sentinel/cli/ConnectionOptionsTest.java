package io.vedette.sentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.quorum.model.Address;
import io.vedette.sentinel.cli.client.Access;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class ConnectionOptionsTest {
  @Command(name = "any")
  private static final class Any {
    @Mixin private final ConnectionOptions options = new ConnectionOptions();
  }

  private static ConnectionOptions parsed(String... words) {
    Any any = new Any();
    new CommandLine(any).parseArgs(words);
    return any.options;
  }

  @Test
  void withoutAWordItIsTheOneOnThisMachine() {
    assertThat(parsed().sentinels(Map.of())).containsExactly(new Address("127.0.0.1", 26379));
    assertThat(parsed().access(Map.of()))
        .isEqualTo(new Access(Optional.empty(), Optional.empty(), Optional.empty()));
  }

  @Test
  void theEnvironmentCountsWhereNoOptionIs() {
    Map<String, String> env =
        Map.of(
            "VEDETTE_SENTINELS", "a:1, b c:3",
            "VEDETTE_USER", "u",
            "VEDETTE_PASSWORD", "${p} 'q'");
    assertThat(parsed().sentinels(env))
        .containsExactly(new Address("a", 1), new Address("b", 26379), new Address("c", 3));
    assertThat(parsed().access(env).password()).hasValue("${p} 'q'");
    assertThat(parsed("--sentinel", "d:4", "--sentinel", "e:5").sentinels(env))
        .containsExactly(new Address("d", 4), new Address("e", 5));
    assertThat(parsed("--user", "v", "--password", "w").access(env))
        .isEqualTo(new Access(Optional.of("v"), Optional.of("w"), Optional.empty()));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> parsed().sentinels(Map.of("VEDETTE_SENTINELS", "a:b")))
        .isInstanceOf(ParameterException.class)
        .hasMessage("VEDETTE_SENTINELS: expected host:port, not 'a:b'");
    assertThatThrownBy(() -> parsed("--user", "v").access(Map.of()))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("a user needs a password");
    assertThatThrownBy(() -> parsed("--cert", "x").access(Map.of()))
        .hasMessage("--cert and --key go together");
    assertThatThrownBy(() -> parsed("--cacert", "/no/such/file").access(Map.of()))
        .hasMessage("can't read /no/such/file");
  }

  @Test
  void aFileOfTlsMeansTls() {
    assertThat(parsed("--tls").access(Map.of()).tls()).isPresent();
    assertThat(parsed("--cacert", "pom.xml").access(Map.of()).tls()).isPresent();
  }
}
