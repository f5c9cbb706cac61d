package io.vedette.tests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.tests.harness.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The package, installed into a copy of this very system that is gone afterwards. */
@RequiresRoot
class DebianPackageTest {
  @TempDir Path temp;

  @Test
  void itIsInstalledUsedAndPurged() throws IOException {
    Path script =
        Files.writeString(
            temp.resolve("in-a-copy"),
            """
            set -eu
            mount -t tmpfs tmpfs "$1"
            mkdir "$1/upper" "$1/work" "$1/root"
            mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
            mount -t proc proc "$1/root/proc"
            mkdir -p "$1/root/tmp"
            cp "$2" "$1/root/tmp/vedette.deb"
            chroot "$1/root" /bin/sh -eu -c '
              export JAVA_HOME="$1" PATH=/usr/sbin:/usr/bin:/sbin:/bin
              # At first no class data can be made: a program that does nothing in time.
              mkdir /tmp/none
              printf "#!/bin/sh\\nexit 1\\n" >/tmp/none/timeout
              chmod +x /tmp/none/timeout
              # Java may be there without being a package of Debian: nothing else may be missing.
              PATH=/tmp/none:$PATH dpkg -i --force-depends-version --ignore-depends=default-jre-headless /tmp/vedette.deb
              getent passwd vedette
              stat -c "%n %U %G %a" /etc/vedette /etc/vedette/notify.d /var/lib/vedette
              vedette --version
              ls /lib/systemd/system/vedette.service /usr/share/man/man1/vedette.1
              /usr/share/vedette/notify-scripts/write-master-address.sh || echo "script: $?"
              # Another Java was installed.
              dpkg-trigger --by-package=vedette /usr/lib/jvm
              dpkg --triggers-only --pending
              echo "class data:" $(stat -c %a /usr/share/vedette/class-data /usr/share/vedette/class-data/*)
              vedette --version
              dpkg --remove vedette
              ls -d /usr/share/vedette 2>/dev/null || echo "removed"
              dpkg --purge vedette
              ls -d /usr/share/vedette /var/lib/vedette /etc/vedette 2>/dev/null || echo "all gone"
            ' - "$3"
            """);
    Path folder = Files.createDirectory(temp.resolve("copy"));
    String said =
        Tools.must(
            temp,
            "unshare",
            "--mount",
            "bash",
            script.toString(),
            folder.toString(),
            Tools.built(".deb").toString(),
            System.getProperty("java.home"));
    assertThat(said)
        .contains("vedette:x:")
        .contains("/etc/vedette root vedette 750\n")
        .contains("/etc/vedette/notify.d root vedette 750\n")
        .contains("/var/lib/vedette vedette vedette 750\n")
        .contains("vedette: no class data: it starts all the same")
        .contains("script: 2\n")
        .containsPattern("class data: 755 444 644\n")
        .contains("removed\n")
        .contains("all gone\n");
    assertThat(Path.of("/usr/share/vedette")).doesNotExist();
  }
}
