package io.vedette.tests.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What runs leave behind that are killed: namespaces, the processes in them, mounts and folders,
 * all named after the process that made them. Those of a process that is gone are removed.
 */
final class Leftovers {
  private static final Pattern NAME = Pattern.compile("vdchaos-(\\d+)-.*");
  private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

  private Leftovers() {}

  /** What all names of this process begin with. */
  static String prefix() {
    return "vdchaos-" + ProcessHandle.current().pid() + "-";
  }

  /** The folder of this process. */
  static Path folder() {
    return TEMPORARY.resolve(prefix() + "run");
  }

  /** Removes what processes left that are gone; gives what that was, for people. */
  static List<String> clean() {
    List<String> cleaned = new ArrayList<>();
    for (String namespace : namespaces()) {
      if (isOrphan(namespace)) {
        remove(namespace);
        cleaned.add(namespace);
      }
    }
    try (Stream<Path> files = Files.list(TEMPORARY)) {
      for (Path folder : files.filter(Files::isDirectory).toList()) {
        if (isOrphan(folder.getFileName().toString())) {
          removeFolder(folder);
          cleaned.add(folder.toString());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cleaned;
  }

  private static boolean isOrphan(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches() && ProcessHandle.of(Long.parseLong(matcher.group(1))).isEmpty();
  }

  /** Removes this process's namespaces with all that runs in them. */
  static void removeNamespaces(String prefix) {
    namespaces().stream().filter(name -> name.startsWith(prefix)).forEach(Leftovers::remove);
  }

  private static List<String> namespaces() {
    return Shell.sh("ip netns list").lines().map(line -> line.split(" ", 2)[0]).toList();
  }

  private static void remove(String namespace) {
    List<ProcessHandle> running =
        Shell.sh("ip netns pids " + namespace)
            .lines()
            .map(pid -> ProcessHandle.of(Long.parseLong(pid.strip())))
            .flatMap(Optional::stream)
            .toList();
    running.forEach(ProcessHandle::destroyForcibly);
    Shell.sh("ip netns del " + namespace);
  }

  /** Unmounts what is mounted at or below a folder, and deletes it. */
  static void removeFolder(Path folder) throws IOException {
    List<String> mounted = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("/proc/self/mounts"), UTF_8)) {
      String target = line.split(" ", -1)[1];
      if (Path.of(target).startsWith(folder)) {
        mounted.add(target);
      }
    }
    // The innermost last, as they were mounted.
    for (int i = mounted.size() - 1; i >= 0; i--) {
      Shell.sh("umount -l " + mounted.get(i));
    }
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
