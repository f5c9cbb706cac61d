package io.vedette.sentinel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.sentinel.conf.ConfigException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsPlaceTest {
  private static final Path CONF = Path.of("/etc/vedette/sentinel.conf");

  @Test
  void theFileIsBesideTheConfigurationUnlessItIsNamed() throws ConfigException {
    List<String> named = List.of("--vedette-options", "/a", "--port", "1");
    Map<String, String> environment = Map.of("VEDETTE_OPTIONS", "/b");

    assertThat(OptionsPlace.of(CONF, List.of(), Map.of()).file().path())
        .isEqualTo(Path.of("/etc/vedette/vedette.properties"));
    assertThat(OptionsPlace.of(CONF, List.of(), environment).file().path())
        .isEqualTo(Path.of("/b"));
    OptionsPlace place = OptionsPlace.of(CONF, named, environment);
    assertThat(place.file().path()).isEqualTo(Path.of("/a"));
    assertThat(place.others()).containsExactly("--port", "1");
  }

  @Test
  void anOptionWithoutAFileIsRefused() {
    assertThatThrownBy(() -> OptionsPlace.of(CONF, List.of("--vedette-options"), Map.of()))
        .hasMessage("command line: '--vedette-options': expected a file");
  }
}
