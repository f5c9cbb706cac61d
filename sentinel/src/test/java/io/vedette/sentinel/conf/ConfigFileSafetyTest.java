package io.vedette.sentinel.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of the file when something is wrong with it, or with its place. */
class ConfigFileSafetyTest extends ConfigFileFixture {
  @Test
  void whatTheFileHeldBeforeTheLastSaveIsKeptBesideIt() throws Exception {
    SentinelConf conf = load("sentinel monitor m 127.0.0.1 6379 2\n");
    save(conf);
    String before = content();
    conf.stateStore().save(withSettings(conf, settings -> settings.quorum(1)));
    assertThat(folder.resolve("sentinel.conf.last-good")).hasContent(before);
    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder("sentinel.conf", "sentinel.conf.last-good");
  }

  @Test
  void aDamagedFileIsRefusedWithItsLineAndTheLastGoodCopy() throws Exception {
    save(load("sentinel monitor m 127.0.0.1 6379 2\n"));
    String copy = " (its last good copy: " + file() + ".last-good)";
    assertThatThrownBy(() -> load("port 26380\nsentinel mon"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(file() + ":2: 'sentinel mon': not a directive of sentinel.conf" + copy);
    assertThatThrownBy(() -> load(""))
        .isInstanceOf(ConfigException.class)
        .hasMessage(file() + ":1: the file is empty, and was not" + copy);
    assertThat(folder.resolve("sentinel.conf.last-good"))
        .hasContent("sentinel monitor m 127.0.0.1 6379 2");
  }

  @Test
  void aBrokenEditDoesNotReplaceTheLastGoodCopy() throws Exception {
    SentinelConf conf = load("sentinel monitor m 127.0.0.1 6379 2\n");
    save(conf);
    Files.writeString(file(), content() + "loglevel \"unbalanced\n");
    conf.stateStore().save(withSettings(conf, settings -> settings.quorum(1)));
    assertThat(folder.resolve("sentinel.conf.last-good"))
        .hasContent("sentinel monitor m 127.0.0.1 6379 2");
    Files.writeString(file(), content().replace("loglevel \"unbalanced\n", "# mended\n"));
    String mended = content();
    conf.stateStore().save(withSettings(conf, settings -> settings.quorum(3)));
    assertThat(folder.resolve("sentinel.conf.last-good")).hasContent(mended);
  }

  @Test
  void aWriteInPlaceThatWasInterruptedIsFinishedByTheNextStart() throws Exception {
    SentinelConf conf = load("# ours\nsentinel monitor m 127.0.0.1 6379 2\n");
    save(conf);
    String whole = content();
    Path pending = folder.resolve("sentinel.conf.rewrite");
    Files.writeString(pending, whole);
    Files.writeString(file(), whole.substring(0, 20));
    SentinelConf again = reload();
    assertThat(again.warnings()).singleElement().asString().contains("was interrupted");
    save(again);
    assertThat(content()).isEqualTo(whole);
    assertThat(pending).doesNotExist();
  }

  @Test
  void aFileThatIsGoneIsMadeAnew() throws Exception {
    SentinelConf conf = load("# ours\nsentinel monitor m 127.0.0.1 6379 2\n");
    save(conf);
    String before = content();
    Files.delete(file());
    save(conf);
    assertThat(content()).isEqualTo(before);
  }

  @Test
  void permissionsStay() throws Exception {
    SentinelConf conf = load("");
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--rw-"));
    save(conf);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-r--rw-");
  }

  @Test
  void aSymbolicLinkStaysAndItsTargetIsRewritten() throws Exception {
    Path real = Files.createDirectories(folder.resolve("real")).resolve("target.conf");
    Files.writeString(real, "# target\n");
    Files.createSymbolicLink(file(), Path.of("real/target.conf"));
    save(reload());
    assertThat(file()).isSymbolicLink();
    assertThat(Files.readString(real)).startsWith("# target\n").contains("sentinel myid");
    assertThat(real.getParent().toFile().list())
        .containsExactlyInAnyOrder("target.conf", "target.conf.last-good");
  }

  /** A folder in the place of the file can't be replaced by a file, not even by root. */
  @Test
  void aFailedSaveSaysWhyAndLeavesNothingBehind() throws Exception {
    SentinelConf conf = load("");
    Files.delete(file());
    Files.createDirectories(file().resolve("occupied"));
    assertThatThrownBy(() -> save(conf))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file().toString());
    assertThat(folder.toFile().list()).containsExactly("sentinel.conf");
    assertThat(file()).isDirectory();
  }

  @Test
  void aSaveThatFailedIsDoneByTheNextOne() throws Exception {
    Path inner = Files.createDirectories(folder.resolve("inner"));
    Path moved = folder.resolve("moved");
    Path file = Files.writeString(inner.resolve("sentinel.conf"), "# x\n");
    SentinelConf conf = SentinelConf.load(file, List.of());
    Files.move(inner, moved);
    assertThatThrownBy(() -> save(conf))
        .isInstanceOf(IOException.class)
        .hasMessage("can't write " + file + ": no such file");
    assertThat(Files.readString(moved.resolve("sentinel.conf"))).isEqualTo("# x\n");
    Files.move(moved, inner);
    save(conf);
    assertThat(Files.readString(file)).startsWith("# x\n").contains("sentinel myid");
  }
}
