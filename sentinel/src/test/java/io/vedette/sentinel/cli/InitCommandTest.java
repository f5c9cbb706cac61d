package io.vedette.sentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitCommandTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int init(String... words) {
    List<String> all = new ArrayList<>(List.of("init", "--out", folder.toString()));
    all.addAll(List.of(words));
    Screen screen = new Screen(new PrintWriter(out), false);
    ConfigCheck none =
        (file, more) -> {
          throw new AssertionError("nothing is checked");
        };
    return VedetteCli.run(screen, new PrintWriter(err), none, all.toArray(String[]::new));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void eachHostGetsAFile() throws IOException {
    assertThat(init("10.0.0.11", "10.0.0.12", "10.0.0.13:26380", "--master", "10.0.0.21:6379"))
        .isZero();
    assertThat(files())
        .containsExactly(
            "sentinel-10.0.0.11-26379.conf",
            "sentinel-10.0.0.12-26379.conf",
            "sentinel-10.0.0.13-26380.conf");
    assertThat(folder.resolve("sentinel-10.0.0.13-26380.conf"))
        .content()
        .contains(
            "port 26380\n",
            "bind 10.0.0.13 127.0.0.1\n",
            "sentinel announce-ip 10.0.0.13\n",
            "sentinel monitor mymaster 10.0.0.21 6379 2\n")
        .doesNotContain("hostnames");
  }

  @Test
  void namesAreSwitchedOnWhereTheyAreUsed() {
    assertThat(init("a", "b", "c", "d", "e", "--master", "redis-1", "--group", "cache", "--json"))
        .isZero();
    assertThat(folder.resolve("sentinel-a-26379.conf"))
        .content()
        .contains(
            "sentinel resolve-hostnames yes\n",
            "sentinel announce-ip a\n",
            "sentinel monitor cache redis-1 6379 3\n")
        .doesNotContain("bind");
    assertThat(out.toString()).startsWith("{\"files\":[\"" + folder);
  }

  @Test
  void whatIsThereStays() throws IOException {
    Path there = folder.resolve("sentinel-b-26379.conf");
    Files.writeString(there, "mine");
    assertThat(init("a", "b", "c", "--master", "m:1")).isEqualTo(1);
    assertThat(there).hasContent("mine");
    assertThat(files()).hasSize(1);
    assertThat(err.toString()).hasLineCount(1).contains(there + " is there already");
  }

  @ParameterizedTest
  @CsvSource({
    "a b --master m:1, three coordinators",
    "a a b --master m:1, an address of its own",
    "a b c, --master",
    "a b c --master m:1 --quorum 4, expected 1 to 3",
    "a b c --master m:1 --quorum 0, expected 1 to 3",
    "a b c --master m:1 --group x/y, --group",
    "a b c --master m:1 --down-after 0, --down-after",
    "a b c:x --master m:1, expected host:port"
  })
  void whatWouldNotWorkIsRefused(String words, String why) throws IOException {
    assertThat(init(words.split(" ", -1))).isEqualTo(2);
    assertThat(err.toString()).hasLineCount(1).contains(why);
    assertThat(files()).isEmpty();
  }
}
