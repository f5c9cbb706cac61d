package io.vedette.tests.scripts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;

/** Programs for the front of PATH that write down how they were called. */
final class FakeTools {
  private final Path folder;

  FakeTools(Path folder) {
    try {
      this.folder = Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path folder() {
    return folder;
  }

  /**
   * A program that writes down its words, then does this.
   *
   * @param body lines for a shell
   */
  FakeTools add(String name, String... body) {
    String calls = folder.resolve(name) + ".calls";
    // In one write: scripts run side by side.
    String record =
        "line=; for word; do line=\"$line$word|\"; done\nprintf '%s\\n' \"$line\" >>'"
            + calls
            + "'\n";
    write(name, record + String.join("\n", body));
    return this;
  }

  private void write(String name, String body) {
    Path file = folder.resolve(name);
    try {
      Files.writeString(file, "#!/bin/sh\n" + body + "\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same, which also keeps what it reads. */
  FakeTools addReader(String name, String... body) {
    return add(name, "cat >>'" + folder.resolve(name) + ".read'\n" + String.join("\n", body));
  }

  /** Only these of the system's programs, and no others, are on the path. */
  FakeTools link(String... names) {
    for (String name : names) {
      write(name, "exec " + installed(name) + " \"$@\"");
    }
    return this;
  }

  /** Busybox behind these names. */
  FakeTools busybox(String... names) {
    for (String name : names) {
      write(name, "exec " + installed("busybox") + " " + name + " \"$@\"");
    }
    return this;
  }

  private static Path installed(String name) {
    return Arrays.stream(System.getenv("PATH").split(":", -1))
        .map(place -> Path.of(place, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(name + " is not installed"));
  }

  /** Its calls, each as its words with a bar behind each. */
  List<String> calls(String name) {
    return read(name + ".calls").lines().toList();
  }

  /** All that it has read. */
  String read(String file) {
    Path path = folder.resolve(file);
    try {
      return Files.exists(path) ? Files.readString(path) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
