package io.vedette.sentinel.options;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * By what it is seen that a file has changed, symbolic links followed: a mounted ConfigMap is
 * replaced by turning a link.
 *
 * @param text when, how long, and which file it really is
 */
record FileStamp(String text) {
  static FileStamp of(Path file) {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return new FileStamp(found.lastModifiedTime() + " " + found.size() + " " + found.fileKey());
    } catch (IOException e) {
      return new FileStamp("can't be read");
    }
  }
}
