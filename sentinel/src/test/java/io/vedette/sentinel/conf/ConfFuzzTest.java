package io.vedette.sentinel.conf;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.sentinel.fuzz.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is in the file: it is read or refused with a {@link ConfigException}, nothing else. */
class ConfFuzzTest {
  private static final String GOOD =
      """
      port 26380
      bind 127.0.0.1 -::1
      requirepass "a\\x20b"
      sentinel myid aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
      sentinel monitor m 127.0.0.1 6379 2
      sentinel down-after-milliseconds m 500
      sentinel auth-pass m 'x y'
      sentinel rename-command m CONFIG c
      sentinel known-replica m 127.0.0.1 6380
      sentinel known-sentinel m ::1 26381 bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
      sentinel config-epoch m 1
      sentinel current-epoch 1
      user default on nopass ~* &* +@all
      include nothing-there-*.conf
      """;

  @TempDir Path folder;

  private static final List<String> WORDS =
      List.of(
          "\n",
          "\r\n",
          " ",
          "\"",
          "'",
          "\\",
          "\\x",
          "#",
          "sentinel ",
          "monitor ",
          "port ",
          "m ",
          "include ",
          "user ",
          "127.0.0.1",
          "tls-port 1\n",
          "dir ",
          "\0",
          "\u00e9");

  @Test
  void whateverIsInItItIsRefusedOrReadAndThenSavedForGood() {
    AtomicInteger read = new AtomicInteger();
    Fuzz.of("conf", List.of(GOOD, ""), WORDS)
        .run(1_500, (input, random) -> read.addAndGet(check(input) ? 1 : 0));
    assertThat(read).hasValueGreaterThan(50);
  }

  private boolean check(byte[] content) throws IOException {
    Path file = Files.write(folder.resolve("fuzz.conf"), content);
    SentinelConf conf;
    try {
      conf = SentinelConf.load(file, List.of());
    } catch (ConfigException e) {
      assertThat(e.getMessage().chars().noneMatch(Character::isISOControl)).isTrue();
      assertThat(Files.readAllBytes(file)).isEqualTo(content);
      return false;
    }
    conf.stateStore().save(Views.of(conf.coordinatorConfig()));
    byte[] saved = Files.readAllBytes(file);
    try {
      SentinelConf again = SentinelConf.load(file, List.of());
      assertThat(again.coordinatorConfig()).isEqualTo(conf.coordinatorConfig());
      // In which line a user stands changes when a line of the state before it is dropped.
      assertThat(again.settings())
          .usingRecursiveComparison()
          .ignoringFields("acl.users.place")
          .isEqualTo(conf.settings());
      again.stateStore().save(Views.of(again.coordinatorConfig()));
    } catch (ConfigException e) {
      throw new AssertionError("what was saved can't be read", e);
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(saved);
    return true;
  }
}
