package io.vedette.sentinel.conf;

import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.view.CoordinatorView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;

/** What tests of a sentinel.conf that is written have in common: the file, and how it is used. */
abstract class ConfigFileFixture {
  @TempDir Path folder;

  Path file() {
    return folder.resolve("sentinel.conf");
  }

  String content() throws IOException {
    return Files.readString(file(), StandardCharsets.ISO_8859_1);
  }

  SentinelConf load(String content, String... overrides) throws Exception {
    Files.writeString(file(), content, StandardCharsets.ISO_8859_1);
    return SentinelConf.load(file(), List.of(overrides));
  }

  SentinelConf reload(String... overrides) throws ConfigException {
    return SentinelConf.load(file(), List.of(overrides));
  }

  static void save(SentinelConf conf) throws IOException {
    conf.stateStore().save(Views.of(conf.coordinatorConfig()));
  }

  static CoordinatorView withSettings(
      SentinelConf conf, UnaryOperator<GroupSettings.Builder> change) {
    return Views.changed(
        conf.coordinatorConfig(),
        "m",
        group ->
            new GroupConfig(
                group.name(),
                group.master(),
                change.apply(group.settings().change()).build(),
                group.configEpoch(),
                group.leaderEpoch(),
                group.replicas(),
                group.peers()));
  }
}
