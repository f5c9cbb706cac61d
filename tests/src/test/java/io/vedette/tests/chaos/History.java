package io.vedette.tests.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one client did, read from its file again and again while it goes on. */
final class History {
  static final String ACKNOWLEDGED = "A";
  static final String CONFIRMED = "C";
  static final String REFUSED = "R";
  static final String UNKNOWN = "U";
  static final String GIVEN = "M";

  private final Path file;
  private long position;
  private final Map<String, Write> acknowledged = new LinkedHashMap<>();
  private final Set<String> confirmed = new HashSet<>();
  private final List<String> refused = new ArrayList<>();
  private final Set<String> given = new HashSet<>();

  /**
   * An acknowledged write.
   *
   * @param startedNanos when it was sent, by {@link System#nanoTime}, which is one clock for all
   *     processes of a machine
   * @param endedNanos when the answer came
   * @param server who acknowledged it, as {@code host:port}
   */
  record Write(String element, long startedNanos, long endedNanos, String server) {}

  History(Path file) {
    this.file = file;
  }

  /** Reads what has come; the acknowledged writes of that. */
  List<Write> readOn() {
    List<Write> writes = new ArrayList<>();
    for (String line : newLines()) {
      String[] words = line.split(" ", -1);
      switch (words[0]) {
        case ACKNOWLEDGED -> {
          Write write =
              new Write(words[1], Long.parseLong(words[2]), Long.parseLong(words[3]), words[4]);
          acknowledged.put(words[1], write);
          writes.add(write);
        }
        case CONFIRMED -> confirmed.add(words[1]);
        case REFUSED -> refused.add(words[1]);
        case UNKNOWN -> {
          // It may have been taken, or not: either is right.
        }
        case GIVEN -> given.add(words[1]);
        default -> throw new IllegalStateException(file + " has a line " + line);
      }
    }
    return writes;
  }

  /** The lines that are whole. */
  private List<String> newLines() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size() - position));
      while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position()) >= 0) {
        // All of it.
      }
      String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
      int end = text.lastIndexOf('\n') + 1;
      position += end;
      return text.substring(0, end).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that were acknowledged up to now. */
  List<Write> acknowledged() {
    return List.copyOf(acknowledged.values());
  }

  /** Whether a majority was known to have it. */
  boolean isConfirmed(Write write) {
    return confirmed.contains(write.element());
  }

  /** Those that a server did not take, and said so. */
  List<String> refused() {
    return List.copyOf(refused);
  }

  /** The addresses that coordinators gave for the master's. */
  Set<String> given() {
    return Set.copyOf(given);
  }
}
