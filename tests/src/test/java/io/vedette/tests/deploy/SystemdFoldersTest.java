package io.vedette.tests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.tests.harness.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresRoot
class SystemdFoldersTest {
  private static final Path FOLDER = Tools.CONFIG.resolve("systemd");

  @TempDir Path temp;

  @Test
  void userAndFoldersAreMade() throws IOException {
    Path root = Files.createDirectories(temp.resolve("root"));
    Files.createDirectories(root.resolve("etc"));
    Path users = FOLDER.resolve("vedette.sysusers.conf");
    Tools.must(temp, "systemd-sysusers", "--root=" + root, users.toString());
    assertThat(Tools.read(root.resolve("etc/passwd"))).contains("vedette:x:");
    Path folders = FOLDER.resolve("vedette.tmpfiles.conf");
    Tools.must(temp, "systemd-tmpfiles", "--create", "--root=" + root, folders.toString());
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(root.resolve("var/lib/vedette"))))
        .isEqualTo("rwxr-x---");
    assertThat(root.resolve("etc/vedette/notify.d")).isDirectory();
  }
}
