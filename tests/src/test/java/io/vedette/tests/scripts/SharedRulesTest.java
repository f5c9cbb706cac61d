package io.vedette.tests.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.tests.harness.OsProcess.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for all scripts, shown with one of them. */
class SharedRulesTest {
  private static final String OLD = "10.0.0.1 6379";
  private static final String NEW = "10.0.0.2 6380";

  @TempDir Path temp;
  private Path settings;

  @BeforeEach
  void makeFolder() throws IOException {
    settings = Files.createDirectory(temp.resolve("notify.d"));
  }

  private Script write(Path script) {
    return Script.at(script).set("VEDETTE_NOTIFY_DIR", settings.toString());
  }

  private Script write() {
    return write(Script.folder().resolve("write-master-address.sh"));
  }

  private void file(String name, String... lines) throws IOException {
    Files.write(settings.resolve(name), List.of(lines));
  }

  @Test
  void settingsMayStandInAFileOfTheScriptAndTheEnvironmentWins() throws IOException {
    Path one = Files.createDirectory(temp.resolve("a folder"));
    Path other = Files.createDirectory(temp.resolve("other"));
    file(
        "write-master-address.env",
        "# where",
        "",
        "VEDETTE_MASTER_DIR=\"" + one + "\"",
        "VEDETTE_UNUSED='$(touch " + temp + "/executed)'");
    assertThat(write().reconfigure("m", OLD, NEW).exitCode()).isZero();
    assertThat(one.resolve("m.master")).exists();
    Outcome outcome =
        write().set("VEDETTE_MASTER_DIR", other.toString()).reconfigure("m", OLD, NEW);
    assertThat(outcome.exitCode()).isZero();
    assertThat(other.resolve("m.master")).exists();
    assertThat(temp.resolve("executed")).doesNotExist();
  }

  @Test
  void aLinkHasSettingsOfItsOwn() throws IOException {
    Path link = temp.resolve("write-cache.sh");
    Files.createSymbolicLink(link, Script.folder().resolve("write-master-address.sh"));
    file("write-cache.env", "VEDETTE_MASTER_DIR=" + temp);
    Outcome outcome = write(link).reconfigure("cache", OLD, NEW);
    assertThat(outcome.output()).isEmpty();
    assertThat(temp.resolve("cache.master")).exists();
    Files.delete(link);
  }

  @Test
  void whatIsWrongInTheFileIsNamedWithItsLine() throws IOException {
    file("write-master-address.env", "VEDETTE_MASTER_DIR=/tmp", "export A=b");
    Outcome outcome = write().reconfigure("m", OLD, NEW);
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.output())
        .isEqualTo(
            "write-master-address: "
                + settings
                + "/write-master-address.env:2: expected VARIABLE=value, in capitals\n");
  }

  @Test
  void aRunThatComesTooLateDoesNotBringAnOldMasterBack() throws IOException {
    FakeTools tools = new FakeTools(temp.resolve("tools")).add("asked", "echo 10.0.0.3:6379");
    Script script =
        write()
            .with(tools)
            .set("VEDETTE_MASTER_DIR", temp.toString())
            .set("VEDETTE_MASTER_COMMAND", "asked nicely");
    Outcome late = script.reconfigure("m", OLD, NEW);
    assertThat(late.exitCode()).isEqualTo(1);
    assertThat(late.output()).contains("the master of m is 10.0.0.3:6379, no more");
    assertThat(temp.resolve("m.master")).doesNotExist();
    assertThat(tools.calls("asked")).contains("nicely|m|");

    tools.add("asked", "echo 10.0.0.2 6380");
    assertThat(script.reconfigure("m", OLD, NEW).exitCode()).isZero();
    Files.delete(temp.resolve("m.master"));
    // Nobody answers: what the coordinator said when it called counts.
    tools.add("asked", "exit 1");
    assertThat(script.reconfigure("m", OLD, NEW).exitCode()).isZero();
    assertThat(temp.resolve("m.master")).exists();
  }

  @Test
  void severalRunSideBySideAndTheWorstOutcomeThatMayChangeCounts() throws IOException {
    FakeTools tools = new FakeTools(temp.resolve("tools"));
    tools.add("good").add("later", "exit 1").add("never", "exit 2");
    Script script =
        Script.of("several.sh").set("VEDETTE_NOTIFY_DIR", settings.toString()).with(tools);
    assertThat(several(script, tools, "good", "good").exitCode()).isZero();
    assertThat(several(script, tools, "good", "never").exitCode()).isEqualTo(2);
    assertThat(several(script, tools, "later", "never").exitCode()).isEqualTo(1);
    assertThat(several(script, tools, "never", "later").exitCode()).isEqualTo(1);
    assertThat(tools.calls("good")).hasSize(3).containsOnly("+sdown|master m 1 2|");
    Outcome missing = several(script, tools, "good", "gone");
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.output()).contains("gone is not there, or not executable");
    assertThat(tools.calls("good")).hasSize(3);
    assertThat(script.run("m", "leader", "start", "a", "1", "b", "2").exitCode()).isZero();
  }

  private static Outcome several(Script script, FakeTools tools, String first, String second) {
    String scripts = tools.folder().resolve(first) + " " + tools.folder().resolve(second);
    return script.set("VEDETTE_NOTIFICATION_SCRIPTS", scripts).run("+sdown", "master m 1 2");
  }

  @Test
  void eachIsInTheTableAndSaysWhatItTakes() throws IOException {
    String table = Files.readString(Script.folder().resolve("README.md"));
    try (Stream<Path> files = Files.list(Script.folder())) {
      List<Path> scripts =
          files
              .filter(file -> file.toString().endsWith(".sh"))
              .filter(file -> !file.endsWith("common.sh"))
              .toList();
      assertThat(scripts).hasSizeGreaterThan(10);
      for (Path script : scripts) {
        assertThat(table).contains("| `" + script.getFileName() + "` |");
        assertThat(script).isExecutable();
        assertThat(Files.readString(script))
            .startsWith("#!/bin/sh\n")
            .contains("# Arguments ", "# Settings ", "# Exit codes ");
      }
    }
  }
}
