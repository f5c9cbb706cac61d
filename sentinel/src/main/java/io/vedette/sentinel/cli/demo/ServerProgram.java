package io.vedette.sentinel.cli.demo;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program that serves data.
 *
 * @param file what to run
 * @param name what it calls itself and its version, for people: {@code Redis 7.0.15}
 */
record ServerProgram(Path file, String name) {
  private static final List<String> NAMES = List.of("redis-server", "valkey-server");
  private static final Pattern VERSION = Pattern.compile("(\\w+) server v=(\\S+)");

  /**
   * The one in {@code path} (in the form of the environment's PATH), else the one that comes in the
   * embedded-redis library, unpacked into {@code scratch}.
   */
  static ServerProgram find(String path, Path scratch) throws DemoFailure {
    for (String name : NAMES) {
      Optional<ServerProgram> found = inPath(name, path).flatMap(file -> tried(file, ""));
      if (found.isPresent()) {
        return found.get();
      }
    }
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String cpu = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    for (String resource : bundled(os, cpu)) {
      Optional<ServerProgram> found = tried(unpack(resource, scratch), ", comes with Vedette");
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new DemoFailure(
        "no redis-server or valkey-server in PATH, and none that comes with Vedette runs here ("
            + os
            + ", "
            + cpu
            + "): install one");
  }

  /** The program of that name in {@code path}. */
  static Optional<Path> inPath(String name, String path) {
    for (String folder : path.split(File.pathSeparator, -1)) {
      Path file = Path.of(folder, name);
      if (!folder.isEmpty() && Files.isExecutable(file) && !Files.isDirectory(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /** The library's files for a system, the best first. */
  static List<String> bundled(String os, String cpu) {
    boolean arm = cpu.equals("aarch64") || cpu.equals("arm64");
    if (os.startsWith("mac")) {
      return List.of("redis-server-6.2.6-v5-darwin-" + (arm ? "arm64" : "amd64"));
    }
    if (!os.startsWith("linux")) {
      return List.of();
    }
    if (arm) {
      return List.of("redis-server-6.2.7-linux-arm64");
    }
    // The 64-bit one needs OpenSSL 3's libraries; the 32-bit one needs nothing.
    return List.of("redis-server-6.2.6-v5-linux-amd64", "redis-server-6.2.7-linux-386");
  }

  private static Path unpack(String resource, Path scratch) throws DemoFailure {
    Path file = scratch.resolve(resource);
    try (InputStream in = ServerProgram.class.getResourceAsStream("/" + resource)) {
      if (in == null) {
        throw new DemoFailure("embedded-redis, a library of Vedette's, holds no " + resource);
      }
      Files.copy(in, file);
    } catch (IOException e) {
      throw new DemoFailure("can't unpack " + resource + " to " + scratch + ": " + e, e);
    }
    if (!file.toFile().setExecutable(true)) {
      throw new DemoFailure("can't make " + file + " executable");
    }
    return file;
  }

  /** Runs it to ask for its version; empty when it doesn't run. */
  private static Optional<ServerProgram> tried(Path file, String remark) {
    try {
      Process process =
          new ProcessBuilder(file.toString(), "--version").redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher matcher = VERSION.matcher(said);
      if (process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 && matcher.find()) {
        return Optional.of(
            new ServerProgram(file, matcher.group(1) + " " + matcher.group(2) + remark));
      }
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }
}
