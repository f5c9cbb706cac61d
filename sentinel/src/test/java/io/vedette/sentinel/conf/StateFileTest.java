package io.vedette.sentinel.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.CoordinatorConfig;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.Timing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The state in a folder of its own, and what becomes of edits of the configuration. */
class StateFileTest extends ConfigFileFixture {
  private static final String MONITOR = "sentinel monitor m 10.0.0.1 6379 2\n";
  private static final String CONF = MONITOR + "sentinel down-after-milliseconds m 500\n";
  private static final Address PROMOTED = new Address("10.0.0.2", 6379);

  private Path states;

  @BeforeEach
  void aStateFolder() throws IOException {
    states = Files.createDirectory(folder.resolve("states"));
  }

  private Path stateFile() {
    return states.resolve("sentinel.state.conf");
  }

  @Override
  SentinelConf load(String content, String... overrides) throws Exception {
    Files.writeString(file(), content, StandardCharsets.ISO_8859_1);
    return SentinelConf.load(file(), List.of(overrides), states);
  }

  private static GroupConfig group(SentinelConf conf) {
    return conf.coordinatorConfig().groups().get(0);
  }

  @Test
  void theConfigurationIsNeverWrittenAndTheStateIsReadAgain() throws Exception {
    SentinelConf conf = load(CONF + "sentinel announce-ip 10.1.1.1\n", "--port", "26390");
    String before = Files.readString(file());
    conf.stateStore()
        .save(
            Views.changed(
                conf.coordinatorConfig(),
                "m",
                group -> Views.switched(group, PROMOTED, new Epoch(3))));
    assertThat(file()).hasContent(before);
    SentinelConf again = load(before, "--port", "26390");
    assertThat(again.coordinatorConfig().self()).isEqualTo(conf.coordinatorConfig().self());
    assertThat(again.coordinatorConfig().announceHost()).contains("10.1.1.1");
    assertThat(again.settings().port()).isEqualTo(26390);
    assertThat(group(again).master()).isEqualTo(PROMOTED);
    assertThat(group(again).leaderEpoch()).isEqualTo(new Epoch(3));
    assertThat(group(again).settings().downAfterMs()).isEqualTo(500);
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("sentinel.conf", "states");
  }

  @Test
  void theStateCanBeReadByItsOwnerOnly() throws Exception {
    save(load(CONF));
    assertThat(Files.getPosixFilePermissions(stateFile())).hasSize(2);
  }

  @Test
  void whatWasSetAtRunTimeStaysEvenIfItIsTheDefault() throws Exception {
    String content = CONF + "sentinel auth-pass m secret\n";
    SentinelConf conf = load(content);
    conf.stateStore()
        .save(withSettings(conf, settings -> settings.quorum(3).downAfterMs(30_000).authPass("")));
    GroupSettings settings = group(load(content)).settings();
    assertThat(settings.downAfterMs()).isEqualTo(30_000);
    assertThat(settings.quorum()).isEqualTo(3);
    assertThat(settings.authPass()).isEmpty();
  }

  @Test
  void whatTheOwnerHasEditedSinceWinsAndOnlyThat() throws Exception {
    String content = CONF + "sentinel parallel-syncs m 2\nsentinel announce-ip 10.1.1.1\n";
    SentinelConf conf = load(content);
    conf.stateStore()
        .save(
            withSettings(conf, settings -> settings.downAfterMs(7).failoverTimeoutMs(9).quorum(3)));
    String edited =
        content
            .replace("m 500", "m 800")
            .replace("6379 2", "6379 1")
            .replace("sentinel parallel-syncs m 2\n", "")
            .replace("10.1.1.1", "10.1.1.2");
    SentinelConf again = load(edited);
    GroupSettings settings = group(again).settings();
    assertThat(settings.downAfterMs()).as("edited").isEqualTo(800);
    assertThat(settings.quorum()).as("edited").isEqualTo(1);
    assertThat(settings.parallelSyncs()).as("line removed: the default").isEqualTo(1);
    assertThat(settings.failoverTimeoutMs()).as("set at run time").isEqualTo(9);
    assertThat(again.coordinatorConfig().announceHost()).contains("10.1.1.2");
    save(again);
    assertThat(load(edited).coordinatorConfig()).isEqualTo(again.coordinatorConfig());
  }

  @Test
  void aMasterKnownByTheStateCountsAndAnotherInTheConfigurationIsWarnedOf() throws Exception {
    SentinelConf conf = load(CONF);
    conf.stateStore()
        .save(
            Views.changed(
                conf.coordinatorConfig(),
                "m",
                group -> Views.switched(group, PROMOTED, new Epoch(3))));
    assertThat(load(CONF).warnings()).as("an old address alone is no reason").isEmpty();
    SentinelConf edited = load(CONF.replace("10.0.0.1", "10.0.0.9"));
    assertThat(group(edited).master()).isEqualTo(PROMOTED);
    assertThat(edited.warnings()).singleElement().asString().contains("sentinel.conf:1: ");
  }

  @Test
  void groupsOfTheOwnerAndGroupsOfTheRunTimeComeAndGoEachByThemselves() throws Exception {
    String other = "sentinel monitor other 10.0.0.5 6379 2\n";
    SentinelConf conf = load(CONF + other);
    CoordinatorConfig config = conf.coordinatorConfig();
    GroupConfig added =
        GroupConfig.fresh(
            new GroupName("added"),
            new Address("10.0.0.6", 6379),
            GroupSettings.defaults(1, Timing.DEFAULT));
    List<GroupConfig> groups = new ArrayList<>(List.of(added));
    groups.add(config.groups().get(0)); // other was removed at run time
    conf.stateStore().save(Views.of(config, groups));
    assertThat(names(load(CONF + other))).containsExactlyInAnyOrder("m", "added");

    String fresh = "sentinel monitor fresh 10.0.0.7 6379 2\nsentinel failover-timeout fresh 5\n";
    SentinelConf edited = load(other + fresh);
    assertThat(names(edited)).containsExactlyInAnyOrder("added", "fresh");
    save(edited);
    assertThat(names(load(other + fresh))).containsExactlyInAnyOrder("added", "fresh");
  }

  private static List<String> names(SentinelConf conf) {
    return conf.coordinatorConfig().groups().stream().map(group -> group.name().value()).toList();
  }

  @Test
  void theLastOfARepeatedLineCountsAndARepeatedGroupIsRefused() throws Exception {
    save(load(CONF + "sentinel down-after-milliseconds m 900\n"));
    assertThat(
            group(load(CONF + "sentinel down-after-milliseconds m 900\n")).settings().downAfterMs())
        .isEqualTo(900);
    assertThatThrownBy(() -> load(CONF + MONITOR)).hasMessageContaining("Duplicate master name");
  }

  @Test
  void aHalfWrittenOrDamagedStateIsRefusedWithItsLineAndTheLastGoodCopy() throws Exception {
    SentinelConf conf = load(CONF);
    save(conf);
    String first = Files.readString(stateFile());
    conf.stateStore().save(withSettings(conf, settings -> settings.downAfterMs(7)));
    String whole = Files.readString(stateFile());
    String copy = "its last good copy: " + stateFile() + ".last-good";
    assertThat(Path.of(stateFile() + ".last-good")).hasContent(first);

    for (int length = 0; length < whole.length() - 1; length++) {
      Files.writeString(stateFile(), whole.substring(0, length));
      assertThatThrownBy(() -> load(CONF))
          .as("cut")
          .isInstanceOf(ConfigException.class)
          .hasMessageStartingWith(stateFile() + ":")
          .hasMessageContaining(copy);
    }
    Files.writeString(stateFile(), whole.replace("sentinel current-epoch", "sentinel curr?nt"));
    assertThatThrownBy(() -> load(CONF))
        .hasMessageContaining("not a directive of sentinel.conf")
        .hasMessageContaining(copy);
    Files.writeString(stateFile(), whole.replace("myid ", "auth-pass m \"secret "));
    assertThatThrownBy(() -> load(CONF))
        .hasMessageStartingWith(stateFile() + ":2: unbalanced quotes (")
        .hasMessageNotContaining("secret");
    Files.delete(stateFile());
    assertThatThrownBy(() -> load(CONF)).hasMessageContaining("the file is gone");
    assertThat(Path.of(stateFile() + ".last-good")).hasContent(first);
  }

  @Test
  void whatTheStateNeverSpeaksOfIsAlwaysTheOwners() throws Exception {
    String content = CONF + "sentinel deny-scripts-reconfig no\nsentinel sentinel-pass x\n";
    save(load(content));
    SentinelConf again = load(content);
    assertThat(again.settings().denyScriptsReconfig()).isFalse();
    assertThat(again.settings().sentinelPass()).contains("x");
    assertThat(load(CONF).settings().denyScriptsReconfig()).isTrue();
  }

  @Test
  void aStateDamagedAtRunTimeIsWrittenAnewAndNotKeptAsGood() throws Exception {
    SentinelConf conf = load(CONF);
    save(conf);
    String first = Files.readString(stateFile());
    conf.stateStore().save(withSettings(conf, settings -> settings.downAfterMs(7)));
    Files.writeString(stateFile(), "rubbish");
    conf.stateStore().save(withSettings(conf, settings -> settings.downAfterMs(7)));
    assertThat(group(load(CONF)).settings().downAfterMs()).isEqualTo(7);
    assertThat(Path.of(stateFile() + ".last-good")).hasContent(first);
  }

  @Test
  void aStateFolderThatIsNotThereIsRefused() {
    Path nowhere = folder.resolve("nowhere");
    assertThatThrownBy(() -> SentinelConf.load(file(), List.of(), nowhere))
        .isInstanceOf(ConfigException.class);
  }

  @Test
  void savingTheSameAgainDoesNotTouchTheFile() throws Exception {
    SentinelConf conf = load(CONF);
    save(conf);
    Object before = Files.getLastModifiedTime(stateFile());
    save(conf);
    assertThat(Files.getLastModifiedTime(stateFile())).isEqualTo(before);
    Files.delete(stateFile());
    save(conf);
    assertThat(stateFile()).exists();
  }
}
