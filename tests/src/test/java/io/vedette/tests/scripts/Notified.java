package io.vedette.tests.scripts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Scripts with their settings, to be run by coordinators of a test. */
final class Notified {
  private final Path folder;
  private final Path settings;
  private String path = System.getenv("PATH");
  private String people = "";
  private String programs = "";

  /** Keeps its files in a folder that is there. */
  Notified(Path folder) {
    this.folder = folder;
    this.settings = folder.resolve("notify.d");
    try {
      Files.createDirectory(settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** These are told of events; names divided by blanks. */
  Notified people(String scripts) {
    people = scripts;
    return this;
  }

  /** These are told of new masters, and find these tools before all others. */
  Notified programs(String scripts, FakeTools tools) {
    programs = scripts;
    path = tools.folder() + ":" + path;
    return this;
  }

  /** Lines of a script's file of settings. */
  Notified set(String script, String... lines) {
    try {
      Files.write(settings.resolve(script + ".env"), List.of(lines));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** What a coordinator runs, which has none of this in its environment. */
  Path script() {
    set(
        "several",
        "VEDETTE_NOTIFICATION_SCRIPTS=" + people,
        "VEDETTE_CLIENT_RECONFIG_SCRIPTS=" + programs);
    return program(
        "several",
        "export VEDETTE_NOTIFY_DIR=" + settings + " PATH=" + path,
        "exec " + Script.folder() + "/several.sh \"$@\"");
  }

  /** A program of a few lines for a shell. */
  Path program(String name, String... lines) {
    Path file = folder.resolve(name);
    try {
      Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }
}
