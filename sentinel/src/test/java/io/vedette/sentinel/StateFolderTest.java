package io.vedette.sentinel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.sentinel.conf.ConfigException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StateFolderTest {
  @Test
  void theOptionIsTakenOutOfTheCommandLineAndWinsOverTheEnvironment() throws ConfigException {
    List<String> words = List.of("--port", "1", "--vedette-state-dir", "/a", "--loglevel", "debug");
    assertThat(StateFolder.of(words, "/b"))
        .isEqualTo(
            new StateFolder(
                Optional.of(Path.of("/a")), List.of("--port", "1", "--loglevel", "debug")));
  }

  @Test
  void theEnvironmentAloneIsEnoughAndEmptyMeansNone() throws ConfigException {
    List<String> words = List.of("--port", "1");
    assertThat(StateFolder.of(words, "/b"))
        .isEqualTo(new StateFolder(Optional.of(Path.of("/b")), words));
    assertThat(StateFolder.of(words, "")).isEqualTo(new StateFolder(Optional.empty(), words));
    assertThat(StateFolder.of(words, null)).isEqualTo(new StateFolder(Optional.empty(), words));
  }

  @Test
  void anOptionWithoutAFolderIsRefused() {
    assertThatThrownBy(() -> StateFolder.of(List.of("--vedette-state-dir"), null))
        .isInstanceOf(ConfigException.class)
        .hasMessage("command line: '--vedette-state-dir': expected a folder");
  }
}
