package io.vedette.sentinel.conf;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Paths as operators write them. */
final class Paths {
  private Paths() {}

  /** The path seen from a folder, or empty if it can't be one. */
  static Optional<Path> resolve(Path folder, String path) {
    try {
      return Optional.of(folder.resolve(path).normalize());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
