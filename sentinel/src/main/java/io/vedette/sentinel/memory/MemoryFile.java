package io.vedette.sentinel.memory;

import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupMemory;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.LastKnown;
import io.vedette.quorum.model.RunId;
import io.vedette.sentinel.file.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A line for each thing that is remembered: {@code data GROUP EPOCH OFFSET REPLID RUNID}, and
 * {@code paused GROUP UNTIL} in milliseconds since 1970. Not thread-safe.
 */
public final class MemoryFile {
  private static final String SUFFIX = ".conf";
  private static final String DATA = "data";
  private static final String PAUSED = "paused";
  private static final String NO_RUN_ID = "-";
  private static final String HEADING =
      "# Written by Vedette: what it remembers of its groups beside the configuration.";

  private final Path file;
  private final List<String> warnings = new ArrayList<>();

  /** The one at this place, which need not exist. */
  public MemoryFile(Path file) {
    this.file = file;
  }

  /** The one of a configuration: beside it, or where its state is kept. */
  public static MemoryFile of(Path configuration, Optional<Path> stateFolder) {
    String name = configuration.getFileName().toString();
    String stem = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    Path folder = stateFolder.orElseGet(() -> configuration.toAbsolutePath().getParent());
    return new MemoryFile(folder.toAbsolutePath().resolve(stem + ".memory"));
  }

  /** Where it is, or may be. */
  public Path path() {
    return file;
  }

  /** What was wrong with it when it was read, in one line each. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /**
   * What is remembered. It is no reason not to start: what can't be read is left out, with a
   * warning.
   *
   * @param wallMs the time of day, milliseconds since 1970
   */
  public Map<GroupName, GroupMemory> read(long wallMs) {
    Map<GroupName, GroupMemory> memories = new LinkedHashMap<>();
    Path source = AtomicFile.interrupted(file).orElse(file);
    if (!Files.exists(source)) {
      return memories;
    }
    try {
      int number = 0;
      for (String line : Files.readString(source, StandardCharsets.ISO_8859_1).split("\n", -1)) {
        number++;
        if (!line.isBlank() && !line.startsWith("#")) {
          take(memories, line, file + ":" + number, wallMs);
        }
      }
    } catch (IOException e) {
      warnings.add("can't read " + file + ": " + e.getMessage());
    }
    return memories;
  }

  private void take(Map<GroupName, GroupMemory> memories, String line, String place, long wallMs) {
    String[] words = line.split(" ", -1);
    try {
      GroupName group = new GroupName(words[1]);
      GroupMemory known = memories.getOrDefault(group, new GroupMemory(Optional.empty(), 0));
      memories.put(
          group,
          switch (words[0]) {
            case DATA -> new GroupMemory(Optional.of(data(words)), known.pausedMs());
            case PAUSED ->
                new GroupMemory(known.data(), Math.max(0, Long.parseLong(words[2]) - wallMs));
            default -> throw new IllegalArgumentException(words[0]);
          });
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      warnings.add(place + ": damaged, so it is not remembered");
    }
  }

  private static LastKnown data(String[] words) {
    Optional<RunId> runId =
        words[5].equals(NO_RUN_ID) ? Optional.empty() : Optional.of(new RunId(words[5]));
    return new LastKnown(
        new Epoch(Long.parseLong(words[2])), runId, words[4], Long.parseLong(words[3]));
  }

  /**
   * Keeps this instead of what there is; no file is made for nothing.
   *
   * @param wallMs the time of day, milliseconds since 1970
   */
  public void write(Map<GroupName, GroupMemory> memories, long wallMs) throws IOException {
    List<String> lines = new ArrayList<>();
    memories.forEach(
        (group, memory) -> {
          memory.data().ifPresent(data -> lines.add(line(group, data)));
          if (memory.pausedMs() > 0) {
            lines.add(String.join(" ", PAUSED, group.value(), "" + (wallMs + memory.pausedMs())));
          }
        });
    if (lines.isEmpty() && !Files.exists(file)) {
      return;
    }
    lines.add(0, HEADING);
    String text = String.join("\n", lines) + "\n";
    try {
      AtomicFile.replace(file, text.getBytes(StandardCharsets.ISO_8859_1), false);
    } catch (IOException e) {
      throw new IOException("can't write " + file + ": " + e.getMessage(), e);
    }
  }

  private static String line(GroupName group, LastKnown data) {
    return String.join(
        " ",
        DATA,
        group.value(),
        data.configEpoch().toString(),
        Long.toString(data.offset()),
        data.replId(),
        data.runId().map(RunId::value).orElse(NO_RUN_ID));
  }
}
