package io.vedette.sentinel.history;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.RunId;
import io.vedette.sentinel.file.AtomicFile;
import io.vedette.sentinel.runtime.FailoverRecord;
import io.vedette.sentinel.runtime.FailoverRecord.Candidate;
import io.vedette.sentinel.runtime.FailoverRecord.Cause;
import io.vedette.sentinel.runtime.FailoverRecord.Phase;
import io.vedette.sentinel.runtime.FailoverRecord.Result;
import io.vedette.sentinel.runtime.FailoverRecord.Step;
import io.vedette.sentinel.runtime.FailoverRecord.Vote;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Past failovers in a file, the latest first, a few lines for each: {@code failover} begins one,
 * {@code vote}, {@code candidate} and {@code step} belong to it, {@code end} ends it. Not
 * thread-safe.
 */
public final class HistoryFile {
  private static final String SUFFIX = ".history";
  private static final String NOBODY = "-";
  private static final String HEADING = "# Written by Vedette: past failovers, the latest first.";

  private static final String FAILOVER = "failover";
  private static final String VOTE = "vote";
  private static final String CANDIDATE = "candidate";
  private static final String STEP = "step";
  private static final String END = "end";

  private final Path file;
  private final List<String> warnings = new ArrayList<>();

  /** The one at this place, which need not exist. */
  public HistoryFile(Path file) {
    this.file = file;
  }

  /** The one beside another file of the state, of the same name up to its last dot. */
  public static HistoryFile beside(Path other) {
    String name = other.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return new HistoryFile(
        other.resolveSibling((dot < 1 ? name : name.substring(0, dot)) + SUFFIX));
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
   * What is remembered. It is no reason not to start: a file that is damaged is set aside, and what
   * of it can be read is remembered.
   */
  public List<FailoverRecord> read() {
    Path source = AtomicFile.interrupted(file).orElse(file);
    if (!Files.exists(source)) {
      return List.of();
    }
    List<FailoverRecord> records = new ArrayList<>();
    int number = 0;
    try {
      Draft draft = null;
      for (String line : Files.readString(source, StandardCharsets.UTF_8).split("\n", -1)) {
        number++;
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        if (line.startsWith(FAILOVER + " ")) {
          draft = new Draft(words(line, 11));
        } else if (draft == null) {
          throw new IllegalArgumentException("a line of no failover");
        } else if (line.startsWith(END + " ")) {
          records.add(draft.ended(words(line, 3)));
          draft = null;
        } else {
          draft.take(line);
        }
      }
    } catch (IOException e) {
      setAside(source, "can't read " + file + ": " + e.getMessage());
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      setAside(source, file + ":" + number + ": damaged");
    }
    return records;
  }

  private void setAside(Path source, String why) {
    Path aside = file.resolveSibling(file.getFileName() + ".damaged");
    try {
      Files.move(source, aside, StandardCopyOption.REPLACE_EXISTING);
      warnings.add(why + "; it is set aside as " + aside + ", what could be read is kept");
    } catch (IOException e) {
      warnings.add(why + "; what could be read is kept");
    }
  }

  /** The words of a line; the last one has blanks in it. */
  private static String[] words(String line, int count) {
    String[] words = line.split(" ", count);
    if (words.length < count) {
      throw new IllegalArgumentException(line);
    }
    return words;
  }

  /** Keeps this instead of what there is. */
  public void write(List<FailoverRecord> records) throws IOException {
    StringBuilder text = new StringBuilder(HEADING).append('\n');
    records.forEach(record -> append(text, record));
    try {
      AtomicFile.replace(file, text.toString().getBytes(StandardCharsets.UTF_8), false);
    } catch (IOException e) {
      throw new IOException("can't write " + file + ": " + e.getMessage(), e);
    }
  }

  private static void append(StringBuilder text, FailoverRecord record) {
    line(
        text,
        FAILOVER,
        record.group(),
        record.startedAtMs(),
        record.cause(),
        record.led(),
        record.epoch(),
        orNobody(record.leader()),
        orNobody(record.leaderAddress()),
        record.from(),
        orNobody(record.to()),
        record.votesNeeded());
    for (Vote vote : record.votes()) {
      line(text, VOTE, vote.voter(), orNobody(vote.address()), orNobody(vote.choice()));
    }
    for (Candidate candidate : record.candidates()) {
      line(
          text,
          CANDIDATE,
          candidate.address(),
          candidate.priority(),
          candidate.offset(),
          candidate.chosen(),
          oneLine(candidate.reason()));
    }
    for (Step step : record.steps()) {
      line(text, STEP, step.afterMs(), step.phase(), oneLine(step.detail()));
    }
    line(text, END, record.result(), oneLine(record.reason()));
  }

  private static void line(StringBuilder text, Object... words) {
    for (int i = 0; i < words.length; i++) {
      text.append(i == 0 ? "" : " ").append(words[i]);
    }
    text.append('\n');
  }

  private static Object orNobody(Optional<?> value) {
    return value.isPresent() ? value.get() : NOBODY;
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }

  private static Optional<RunId> runId(String word) {
    return word.equals(NOBODY) ? Optional.empty() : Optional.of(new RunId(word));
  }

  private static Optional<Address> orNowhere(String word) {
    return word.equals(NOBODY) ? Optional.empty() : Optional.of(address(word));
  }

  /** As it writes itself: {@code host:port}, an IPv6 host in brackets. */
  private static Address address(String word) {
    int colon = word.lastIndexOf(':');
    String host = word.substring(0, colon);
    boolean isBracketed = host.startsWith("[") && host.endsWith("]");
    return new Address(
        isBracketed ? host.substring(1, host.length() - 1) : host,
        Integer.parseInt(word.substring(colon + 1)));
  }

  /** A failover in the making. */
  private static final class Draft {
    private final String[] head;
    private final List<Vote> votes = new ArrayList<>();
    private final List<Candidate> candidates = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

    Draft(String[] head) {
      this.head = head;
    }

    void take(String line) {
      String kind = line.substring(0, Math.max(0, line.indexOf(' ')));
      switch (kind) {
        case VOTE -> {
          String[] words = words(line, 4);
          votes.add(new Vote(new RunId(words[1]), orNowhere(words[2]), runId(words[3])));
        }
        case CANDIDATE -> {
          String[] words = words(line, 6);
          candidates.add(
              new Candidate(
                  address(words[1]),
                  Integer.parseInt(words[2]),
                  Long.parseLong(words[3]),
                  Boolean.parseBoolean(words[4]),
                  words[5]));
        }
        case STEP -> {
          String[] words = words(line, 4);
          steps.add(new Step(Long.parseLong(words[1]), Phase.valueOf(words[2]), words[3]));
        }
        default -> throw new IllegalArgumentException(line);
      }
    }

    FailoverRecord ended(String[] end) {
      return new FailoverRecord(
          new GroupName(head[1]),
          Long.parseLong(head[2]),
          Cause.valueOf(head[3]),
          Boolean.parseBoolean(head[4]),
          new Epoch(Long.parseLong(head[5])),
          runId(head[6]),
          orNowhere(head[7]),
          address(head[8]),
          orNowhere(head[9]),
          Integer.parseInt(head[10]),
          votes,
          candidates,
          steps,
          Result.valueOf(end[1]),
          end[2]);
    }
  }
}
