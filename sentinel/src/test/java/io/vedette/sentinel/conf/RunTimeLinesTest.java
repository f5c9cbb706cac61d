package io.vedette.sentinel.conf;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.sentinel.runtime.AclSettings.UserLine;
import io.vedette.sentinel.runtime.ProcessSettings.LogLevel;
import io.vedette.sentinel.runtime.TlsOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options and users that were changed at run time, where the state has a folder of its own. */
class RunTimeLinesTest {
  private static final String CONF =
      """
      sentinel monitor m 10.0.0.1 6379 2
      sentinel sentinel-user who
      sentinel sentinel-pass one
      loglevel notice
      requirepass secret
      user alice on >a +@all
      user bob on >b +@all
      tls-cert-file a.crt
      """;

  @TempDir Path folder;
  private Path states;
  private final Map<String, Optional<List<String>>> users = new LinkedHashMap<>();

  @BeforeEach
  void aStateFolder() throws Exception {
    states = Files.createDirectory(folder.resolve("states"));
  }

  private SentinelConf load(String content) throws Exception {
    Path file = Files.writeString(folder.resolve("sentinel.conf"), content);
    SentinelConf conf = SentinelConf.load(file, List.of(), states);
    users.clear();
    conf.users(() -> users);
    return conf;
  }

  private static void save(SentinelConf conf) throws Exception {
    conf.stateStore().save(Views.of(conf.coordinatorConfig()));
  }

  private static Map<String, List<String>> usersOf(SentinelConf conf) {
    Map<String, List<String>> found = new LinkedHashMap<>();
    for (UserLine user : conf.settings().acl().users()) {
      found.put(user.name(), user.rules());
    }
    return found;
  }

  /** TLS's options as SENTINEL CONFIG SET leaves them. */
  private record Changed(Map<String, String> changed) implements TlsOptions {
    @Override
    public Map<String, String> shown() {
      return changed;
    }

    @Override
    public CompletionStage<Optional<String>> change(Map<String, String> values) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
  }

  private SentinelConf changed() throws Exception {
    SentinelConf conf = load(CONF);
    conf.options()
        .change(
            old ->
                old.withLogLevel(LogLevel.WARNING)
                    .withSentinelUser(Optional.empty())
                    .withSentinelPass(Optional.of("two words"))
                    .withResolveHostnames(true));
    conf.options().tls(new Changed(Map.of("tls-cert-file", "b.crt")));
    users.put("alice", Optional.of(List.of("off", "-@all")));
    users.put("bob", Optional.empty());
    users.put("carol", Optional.of(List.of("on", "nopass", "+ping")));
    users.put("default", Optional.of(List.of("on", "#" + "0".repeat(64), "+@all")));
    save(conf);
    return conf;
  }

  private static void assertChanged(SentinelConf conf) {
    assertThat(conf.settings().logLevel()).isEqualTo(LogLevel.WARNING);
    assertThat(conf.settings().sentinelUser()).isEmpty();
    assertThat(conf.settings().sentinelPass()).contains("two words");
    assertThat(conf.settings().resolveHostnames()).isTrue();
    assertThat(conf.tls().shown()).containsEntry("tls-cert-file", "b.crt");
    assertThat(usersOf(conf)).containsOnlyKeys("alice", "carol", "default");
    assertThat(usersOf(conf)).containsEntry("alice", List.of("off", "-@all"));
  }

  @Test
  void theyHoldAfterARestartAndAfterTheNextOne() throws Exception {
    changed();
    SentinelConf again = load(CONF);
    assertChanged(again);
    assertThat(again.warnings()).noneMatch(line -> line.contains("user"));
    save(again);
    SentinelConf third = load(CONF);
    assertChanged(third);
    third.options().change(old -> old.withLogLevel(LogLevel.NOTICE));
    users.put("bob", Optional.of(List.of("on")));
    users.put("carol", Optional.empty());
    save(third);
    SentinelConf fourth = load(CONF);
    assertThat(fourth.settings().logLevel()).isEqualTo(LogLevel.NOTICE);
    assertThat(fourth.settings().sentinelPass()).contains("two words");
    assertThat(usersOf(fourth)).containsOnlyKeys("alice", "bob", "default");
  }

  @Test
  void whatTheOwnerHasEditedSinceWins() throws Exception {
    changed();
    SentinelConf edited =
        load(
            CONF.replace("loglevel notice", "loglevel verbose")
                .replace("sentinel-pass one", "sentinel-pass three")
                .replace("alice on >a", "alice on >c")
                .replace("bob on >b", "bob on >d")
                .replace("requirepass secret", "requirepass other")
                .replace("a.crt", "c.crt"));
    assertThat(edited.settings().logLevel()).isEqualTo(LogLevel.VERBOSE);
    assertThat(edited.settings().sentinelPass()).contains("three");
    assertThat(edited.settings().sentinelUser()).as("not edited").isEmpty();
    assertThat(edited.tls().shown()).containsEntry("tls-cert-file", "c.crt");
    assertThat(usersOf(edited))
        .as("requirepass is the default user's")
        .containsOnlyKeys("alice", "bob", "carol");
    assertThat(usersOf(edited).get("alice")).contains(">c");
    save(edited);
    assertThat(Files.readString(states.resolve("sentinel.state.conf")))
        .doesNotContain("two words", "#- user");
  }

  @Test
  void anAclFileMakesTheUsersOfTheStateVoidAndThatIsSaid() throws Exception {
    changed();
    Path aclFile = Files.writeString(folder.resolve("users.acl"), "user default on nopass +@all");
    SentinelConf edited =
        load(CONF.replaceAll("user (alice|bob).*\n", "") + "aclfile " + aclFile + "\n");
    assertThat(edited.settings().acl().users()).isEmpty();
    assertThat(edited.warnings()).anyMatch(line -> line.contains("user 'carol' is forgotten"));
  }

  @Test
  void withoutChangesTheStateSaysNothingOfThem() throws Exception {
    save(load(CONF));
    assertThat(Files.readAllLines(states.resolve("sentinel.state.conf")))
        .noneMatch(line -> line.startsWith("user ") || line.startsWith("loglevel "))
        .noneMatch(line -> line.startsWith("sentinel sentinel-"));
  }
}
