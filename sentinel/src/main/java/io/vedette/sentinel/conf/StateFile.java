package io.vedette.sentinel.conf;

import io.vedette.quorum.model.CoordinatorConfig;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.sentinel.conf.ConfigFile.Stamp;
import io.vedette.sentinel.conf.Directive.Origin;
import io.vedette.sentinel.conf.Layout.Wanted;
import io.vedette.sentinel.file.AtomicFile;
import io.vedette.sentinel.runtime.LiveOptions;
import io.vedette.sentinel.runtime.StateStore;
import io.vedette.sentinel.runtime.UserChanges;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The state in a folder of its own, for a configuration that can't be written, or should not be.
 * The coordinator's thread only.
 *
 * <p>The lines are those of {@code sentinel.conf}; below them, as comments, stands what the
 * configuration said of the same when they were written, by which {@link StateMerge} knows what its
 * owner has changed since; and a last line without which the file is not whole.
 */
final class StateFile implements StateStore {
  /** Before each line that the configuration had. */
  private static final String SAID = "#| ";

  /** Before each user of the configuration that was deleted. */
  private static final String GONE = "#- ";

  private static final String END = "# The end: without this line the file is not whole.";
  private static final String SUFFIX = ".conf";

  private final Path file;
  private final String heading;
  private final List<String> said;
  private final Set<String> saidKeys;
  private final RunTimeLines kept;
  private final LiveOptions options;
  private final StateLines stateLines;
  private volatile UserChanges users = UserChanges.NONE;
  private String written = "";

  /** Of the file as it was read or written last, when it was good. */
  private Stamp stamp;

  /**
   * @param file absolute
   * @param of the configuration whose state this is
   * @param operators what its owner says there and on the command line
   * @param merged the same with the state that there was
   * @param kept what of that was changed at run time, beside the groups
   * @param begun what all of it means
   * @param options what of the process may change meanwhile
   */
  StateFile(
      Path file,
      Path of,
      SentinelConfiguration operators,
      SentinelConfiguration merged,
      RunTimeLines kept,
      CoordinatorConfig begun,
      LiveOptions options) {
    this.file = file;
    this.stamp = AtomicFile.interrupted(file).isPresent() ? Stamp.NONE : Stamp.of(file);
    this.kept = kept;
    this.options = options;
    heading = "# The state of " + of.getFileName() + ", written by Vedette.";
    Map<String, Directive> operatorsLines = StateMerge.byKey(operators.directives());
    saidKeys = Set.copyOf(operatorsLines.keySet());
    said =
        operatorsLines.values().stream()
            .map(directive -> SAID + Words.join(directive.words()))
            .toList();
    stateLines =
        new StateLines(
            begun,
            merged.all(Key.sentinel("announce-port")).stream()
                .map(Directive::words)
                .reduce((earlier, last) -> last));
  }

  /**
   * What was saved.
   *
   * @param lines the state
   * @param said what the configuration said when it was saved, by key
   * @param gone the keys of its users that were deleted
   */
  record Saved(List<Directive> lines, Map<String, List<String>> said, Set<String> gone) {}

  /** Where the state of a configuration is, in this folder. */
  static Path in(Path folder, Path configuration) throws ConfigException {
    if (!Files.isDirectory(folder)) {
      throw new ConfigException("the state folder '" + folder + "' is not a directory");
    }
    String name = configuration.getFileName().toString();
    String stem = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    return folder.toAbsolutePath().normalize().resolve(stem + ".state.conf");
  }

  /** Reads what was saved; empty if nothing ever was. */
  static Optional<Saved> read(Path file) throws ConfigException {
    Path source = AtomicFile.interrupted(file).orElse(file);
    if (!Files.exists(source)) {
      if (Files.exists(AtomicFile.lastGood(file))) {
        throw new ConfigException(file + ":1: the file is gone");
      }
      return Optional.empty();
    }
    Layout layout;
    try {
      layout = Layout.parse(Files.readString(source, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new ConfigException("can't read " + source + ": " + DirectiveReader.reason(e));
    }
    return Optional.of(saved(file, layout.lines()));
  }

  private static Saved saved(Path file, List<Layout.Line> lines) throws ConfigException {
    List<Directive> state = new ArrayList<>();
    Map<String, List<String>> said = new LinkedHashMap<>();
    Set<String> gone = new LinkedHashSet<>();
    boolean isWhole = false;
    int number = 0;
    // No damaged line is shown: it may hold a password.
    for (Layout.Line line : lines) {
      number++;
      String place = file + ":" + number;
      String raw = line.raw().strip();
      if (raw.startsWith(SAID)) {
        List<String> words = comment(raw, SAID, place);
        said.put(Key.of(words), words);
      } else if (raw.startsWith(GONE)) {
        gone.add(Key.of(comment(raw, GONE, place)));
      } else if (!line.words().isEmpty()) {
        state.add(stateLine(new Directive(Origin.MAIN_FILE, place, line.words())));
      } else if (line.isUnbalanced()) {
        throw new ConfigException(place + ": unbalanced quotes");
      }
      isWhole = isWhole || raw.equals(END);
    }
    if (!isWhole) {
      throw new ConfigException(file + ":" + (number + 1) + ": the last line is missing");
    }
    return new Saved(List.copyOf(state), said, gone);
  }

  private static List<String> comment(String raw, String prefix, String place)
      throws ConfigException {
    List<String> words = Words.split(raw.substring(prefix.length())).orElse(List.of());
    if (words.isEmpty()) {
      throw new ConfigException(place + ": damaged");
    }
    return words;
  }

  private static Directive stateLine(Directive directive) throws ConfigException {
    boolean ofState = directive.isSentinel() && !directive.name().isEmpty();
    if (!ofState && !RunTimeLines.isOne(directive)) {
      throw directive.error("not a line of a state");
    }
    return directive;
  }

  @Override
  public void save(CoordinatorView state) throws IOException {
    String content = text(state);
    boolean isGood = stamp.exists() && Stamp.of(file).equals(stamp);
    if (isGood && content.equals(written)) {
      return;
    }
    written = "";
    try {
      AtomicFile.replace(file, content.getBytes(StandardCharsets.ISO_8859_1), isGood);
    } catch (IOException e) {
      throw ConfigFile.failure("write", file, e);
    }
    stamp = Stamp.of(file);
    written = content;
  }

  /** Where to ask from now on which users have been changed. Any thread. */
  void users(UserChanges changes) {
    users = changes;
  }

  private String text(CoordinatorView state) {
    List<String> lines = new ArrayList<>(List.of(heading));
    for (Map<String, Wanted> part : stateLines.of(state)) {
      part.values().forEach(wanted -> lines.add(wanted.line()));
    }
    RunTimeLines changed = kept.and(options, users, saidKeys);
    changed.lines().values().forEach(words -> lines.add(Words.join(words)));
    changed.gone().forEach(key -> lines.add(GONE + Words.join(List.of("user", Key.ofUser(key)))));
    lines.add("");
    lines.add("# What the configuration and the command line said of it:");
    lines.addAll(said);
    lines.add(END);
    return String.join("\n", lines) + "\n";
  }
}
