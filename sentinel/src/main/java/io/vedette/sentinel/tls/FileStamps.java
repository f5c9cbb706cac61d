package io.vedette.sentinel.tls;

import io.vedette.sentinel.runtime.TlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * By what it is seen that files have changed, symbolic links followed: a mounted secret is replaced
 * by turning a link.
 *
 * @param stamps one line for each file
 */
record FileStamps(List<String> stamps) {
  /** The present state of all files that the settings name. */
  static FileStamps of(TlsSettings settings) {
    List<Path> files = new ArrayList<>();
    Stream.concat(Stream.of(settings.server()), settings.client().stream())
        .forEach(pair -> files.addAll(List.of(pair.certificate(), pair.key())));
    settings.caFile().ifPresent(files::add);
    settings.caDir().ifPresent(folder -> files.addAll(hashed(folder)));
    return new FileStamps(files.stream().map(FileStamps::stamp).toList());
  }

  private static List<Path> hashed(Path folder) {
    try {
      return Certificates.hashed(folder);
    } catch (IOException unreadable) {
      return List.of(folder);
    }
  }

  private static String stamp(Path file) {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return String.join(
          " ",
          file.toString(),
          String.valueOf(found.fileKey()),
          found.lastModifiedTime().toString(),
          Long.toString(found.size()));
    } catch (IOException e) {
      return file + " can't be read";
    }
  }
}
