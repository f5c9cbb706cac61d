package io.vedette.sentinel.conf;

import io.vedette.quorum.model.CoordinatorConfig;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.sentinel.conf.Directive.Origin;
import io.vedette.sentinel.conf.Layout.Wanted;
import io.vedette.sentinel.file.AtomicFile;
import io.vedette.sentinel.runtime.LiveOptions;
import io.vedette.sentinel.runtime.StateStore;
import io.vedette.sentinel.runtime.UserChanges;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state, kept in {@code sentinel.conf}. The coordinator's thread only.
 *
 * <p>What somebody else writes into the file meanwhile is kept: when the file is not the one that
 * was last read or written, it is read again before the state is merged into it. If it is gone, it
 * is made anew from what is remembered of it.
 */
final class ConfigFile implements StateStore {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigFile.class);

  private final Path file;
  private final SentinelConfiguration configuration;
  private final LiveOptions options;
  private final Map<String, List<String>> included;
  private final StateLines stateLines;
  private final Map<String, Wanted> fromCommandLine = new LinkedHashMap<>();
  private volatile UserChanges users = UserChanges.NONE;
  private Stamp stamp;
  private boolean durable;

  /** What the present layout says, if that is known. */
  private Optional<LinesByKey> written = Optional.empty();

  /** Whether what the file holds was found good at the start, or is made of what was. */
  private boolean isGood;

  /**
   * @param file absolute
   * @param stamp of the file before it was read
   * @param configuration what was read
   * @param begun what it means
   * @param options what of the process may change meanwhile
   * @param durable whether what was read stands in the file itself
   */
  ConfigFile(
      Path file,
      Stamp stamp,
      SentinelConfiguration configuration,
      CoordinatorConfig begun,
      LiveOptions options,
      boolean durable) {
    this.file = file;
    this.stamp = stamp;
    this.durable = durable;
    this.isGood = durable;
    this.configuration = configuration;
    this.options = options;
    this.included = configuration.wordsFrom(Origin.INCLUDED_FILE);
    this.stateLines =
        new StateLines(
            begun,
            configuration.all(Key.sentinel("announce-port")).stream()
                .map(Directive::words)
                .reduce((earlier, last) -> last));
    configuration
        .wordsFrom(Origin.COMMAND_LINE)
        .forEach(
            (key, words) -> {
              if (isKept(words)) {
                fromCommandLine.put(key, new Wanted(words, true));
              }
            });
  }

  /** As Redis does, options of the command line become part of the file; state does anyway. */
  private static boolean isKept(List<String> words) {
    String name = words.get(words.get(0).equalsIgnoreCase("sentinel") ? 1 : 0);
    return ServerSettings.NAMES.contains(name.toLowerCase(Locale.ROOT))
        || TlsDirectives.NAMES.contains(name.toLowerCase(Locale.ROOT))
        || SentinelWords.GLOBAL_OF_OPERATOR.contains(name.toLowerCase(Locale.ROOT));
  }

  @Override
  public void save(CoordinatorView state) throws IOException {
    Path target = target();
    if (!Stamp.of(target).equals(stamp)) {
      readAgain(target);
    }
    List<Map<String, Wanted>> parts = new ArrayList<>();
    parts.add(fromCommandLine);
    parts.addAll(stateLines.of(state));
    parts.add(OptionLines.of(options));
    Map<String, Wanted> changedUsers = new LinkedHashMap<>();
    Set<String> deleted = new HashSet<>();
    users.changedUsers().forEach((name, rules) -> changedUser(name, rules, changedUsers, deleted));
    parts.add(changedUsers);
    Layout merged = merged(parts, deleted);
    if (durable && stamp.exists() && Objects.equals(merged, configuration.layout())) {
      return;
    }
    // If anything fails from here on, the next call writes, whatever it finds.
    durable = false;
    write(target, merged);
    durable = true;
  }

  /** The layout with all of this in it; the present one if that says it already. */
  private Layout merged(List<Map<String, Wanted>> parts, Set<String> deleted) {
    Layout present = configuration.layout();
    Optional<Layout> quickly = written.flatMap(last -> last.next(parts, deleted, present));
    if (quickly.isPresent()) {
      return quickly.get();
    }
    Map<String, Wanted> wanted = new LinkedHashMap<>();
    parts.forEach(wanted::putAll);
    Layout merged = present.without(deleted).merge(wanted, included);
    // What an included file says is not repeated here: seldom, and not worth a second way.
    written =
        included.isEmpty() ? Optional.of(new LinesByKey(merged, parts, deleted)) : Optional.empty();
    return merged;
  }

  private static void changedUser(
      String name, Optional<List<String>> rules, Map<String, Wanted> wanted, Set<String> deleted) {
    if (rules.isEmpty()) {
      deleted.add(Key.user(name));
    } else {
      List<String> words = new ArrayList<>(List.of("user", name));
      words.addAll(rules.get());
      wanted.put(Key.user(name), new Wanted(List.copyOf(words), true));
    }
  }

  /** Where to ask from now on which users have been changed. Any thread. */
  void users(UserChanges changes) {
    users = changes;
  }

  /** The file itself, where the configuration is reached by a symbolic link. */
  private Path target() throws IOException {
    try {
      return file.toRealPath();
    } catch (NoSuchFileException e) {
      return Files.isSymbolicLink(file)
          ? file.resolveSibling(Files.readSymbolicLink(file)).normalize()
          : file;
    }
  }

  private void readAgain(Path target) throws IOException {
    Stamp found = Stamp.of(target);
    written = Optional.empty();
    if (found.exists()) {
      Path source = AtomicFile.interrupted(target).orElse(target);
      try (Reader in = Files.newBufferedReader(source, StandardCharsets.ISO_8859_1)) {
        configuration.read(in);
      } catch (IOException e) {
        throw failure("read", source, e);
      }
      isGood = source.equals(target) && isGood(target);
    }
    stamp = found;
  }

  /** Whether the next start would take what somebody else wrote. */
  private boolean isGood(Path target) {
    try {
      SentinelConf.interpret(new SentinelConfiguration(configuration.file()), target, List.of());
      return true;
    } catch (ConfigException e) {
      LOG.warn("edited meanwhile, and refused at the next start as it stands: {}", e.getMessage());
      return false;
    }
  }

  private void write(Path target, Layout merged) throws IOException {
    byte[] bytes = merged.text().getBytes(StandardCharsets.ISO_8859_1);
    try {
      AtomicFile.replace(target, bytes, isGood);
      configuration.layout(merged);
    } catch (IOException e) {
      written = Optional.empty();
      throw failure("write", target, e);
    }
    stamp = Stamp.of(target);
  }

  static IOException failure(String what, Path target, IOException cause) {
    return new IOException(
        "can't " + what + " " + target + ": " + DirectiveReader.reason(cause), cause);
  }

  /**
   * What tells one content of a file from another without reading it.
   *
   * @param exists whether there is a file
   * @param identity the inode
   * @param modified when, as exactly as the file system knows
   * @param size in bytes
   */
  record Stamp(boolean exists, String identity, FileTime modified, long size) {
    /** Whether there is a file, and nothing in it. */
    boolean isEmptied() {
      return exists && size == 0;
    }

    static final Stamp NONE = new Stamp(false, "", FileTime.fromMillis(0), 0);

    static Stamp of(Path file) {
      try {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(
            true, String.valueOf(found.fileKey()), found.lastModifiedTime(), found.size());
      } catch (IOException e) {
        return NONE;
      }
    }
  }
}
