package io.vedette.sentinel.conf;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.sentinel.runtime.ProcessSettings.LogLevel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionLinesTest {
  @TempDir Path folder;

  private SentinelConf load() throws Exception {
    return SentinelConf.load(folder.resolve("sentinel.conf"), List.of());
  }

  private String saved(SentinelConf conf) throws Exception {
    conf.stateStore().save(Views.of(conf.coordinatorConfig()));
    return Files.readString(conf.file());
  }

  @Test
  void whatIsChangedAtRunTimeIsThereAfterARestart() throws Exception {
    Files.writeString(folder.resolve("sentinel.conf"), "port 26379\nloglevel  Notice\n");
    SentinelConf conf = load();
    assertThat(saved(conf)).contains("loglevel  Notice\n").doesNotContain("hostnames");
    conf.options()
        .change(
            old ->
                old.withLogLevel(LogLevel.DEBUG)
                    .withResolveHostnames(true)
                    .withSentinelUser(Optional.of("two words")));
    assertThat(saved(conf))
        .contains("loglevel debug\n", "sentinel resolve-hostnames yes\n")
        .doesNotContain("announce-hostnames");

    SentinelConf again = load();
    assertThat(again.options().current()).isEqualTo(conf.options().current());
    again.options().change(old -> old.withSentinelUser(Optional.empty()));
    assertThat(saved(again)).doesNotContain("sentinel-user").contains("loglevel debug\n");
  }
}
