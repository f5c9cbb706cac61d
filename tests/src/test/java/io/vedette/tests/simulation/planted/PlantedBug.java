package io.vedette.tests.simulation.planted;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A deliberate bug, as a patch without line numbers: what it takes away must be in the source once
 * and only once, or the patch is out of date.
 *
 * <pre>
 * A vote is told before it is saved.
 * --- io/vedette/quorum/Elections.java
 * &#64;@
 *      group.votedAt(self.now);
 * -    out.save();
 * </pre>
 *
 * @param name of its file, without the suffix
 * @param sentence what is wrong with a core that has it
 * @param file the source, in the folder of the core's sources
 * @param hunks what changes there
 * @param isOfCluster whether runs of a Redis Cluster are to find it
 */
record PlantedBug(
    String name, String sentence, String file, List<Hunk> hunks, boolean isOfCluster) {
  private static final String SUFFIX = ".patch";
  private static final String FILE = "--- ";
  private static final String HUNK = "@@";

  /** Consecutive lines, and what stands in their place. */
  record Hunk(String before, String after) {}

  PlantedBug {
    hunks = List.copyOf(hunks);
  }

  /**
   * All of a folder, by name.
   *
   * @param isOfCluster whether runs of a Redis Cluster are to find them
   * @throws IllegalArgumentException if a file is none; it is named
   */
  static List<PlantedBug> in(Path folder, boolean isOfCluster) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().map(file -> read(file, isOfCluster)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PlantedBug read(Path file, boolean isOfCluster) {
    String name = file.getFileName().toString();
    try {
      if (!name.endsWith(SUFFIX)) {
        throw new IllegalArgumentException("its name does not end with " + SUFFIX);
      }
      String bare = name.substring(0, name.length() - SUFFIX.length());
      return parse(bare, Files.readAllLines(file), isOfCluster);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  static PlantedBug parse(String name, List<String> lines, boolean isOfCluster) {
    List<String> sentence = new ArrayList<>();
    String file = "";
    List<Hunk> hunks = new ArrayList<>();
    int at = 0;
    while (at < lines.size() && !lines.get(at).startsWith(HUNK)) {
      String line = lines.get(at++);
      if (line.startsWith(FILE)) {
        file = line.substring(FILE.length());
      } else {
        sentence.add(line);
      }
    }
    while (at < lines.size()) {
      int end = at + 1;
      while (end < lines.size() && !lines.get(end).startsWith(HUNK)) {
        end++;
      }
      hunks.add(hunk(lines.subList(at + 1, end)));
      at = end;
    }
    if (sentence.isEmpty() || file.isEmpty() || hunks.isEmpty()) {
      throw new IllegalArgumentException("not a sentence, a line with --- and hunks after @@");
    }
    return new PlantedBug(name, String.join(" ", sentence), file, hunks, isOfCluster);
  }

  private static Hunk hunk(List<String> lines) {
    StringBuilder before = new StringBuilder();
    StringBuilder after = new StringBuilder();
    for (String line : lines) {
      String text = line.isEmpty() ? "" : line.substring(1);
      switch (line.isEmpty() ? ' ' : line.charAt(0)) {
        case ' ' -> {
          before.append(text).append('\n');
          after.append(text).append('\n');
        }
        case '-' -> before.append(text).append('\n');
        case '+' -> after.append(text).append('\n');
        default -> throw new IllegalArgumentException("a line without blank, - or +: " + line);
      }
    }
    if (before.toString().equals(after.toString())) {
      throw new IllegalArgumentException("it changes nothing");
    }
    return new Hunk(before.toString(), after.toString());
  }

  /**
   * The source with the bug in it.
   *
   * @throws IllegalStateException if the source is not what the patch is for
   */
  String plantedIn(String source) {
    String patched = source;
    for (Hunk hunk : hunks) {
      int first = patched.indexOf(hunk.before());
      if (first < 0 || patched.indexOf(hunk.before(), first + 1) >= 0) {
        throw new IllegalStateException(
            "%s: these lines are %s in %s; the patch is out of date:%n%s"
                .formatted(name, first < 0 ? "not" : "more than once", file, hunk.before()));
      }
      patched =
          patched.substring(0, first)
              + hunk.after()
              + patched.substring(first + hunk.before().length());
    }
    return patched;
  }
}
