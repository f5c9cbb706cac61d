package io.vedette.sentinel.conf;

import io.vedette.quorum.model.CoordinatorConfig;
import io.vedette.sentinel.file.AtomicFile;
import io.vedette.sentinel.runtime.LiveOptions;
import io.vedette.sentinel.runtime.ProcessSettings;
import io.vedette.sentinel.runtime.StateStore;
import io.vedette.sentinel.runtime.TlsSettings;
import io.vedette.sentinel.runtime.UserChanges;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A {@code sentinel.conf} that was read and found good. */
public final class SentinelConf {
  private final Path file;
  private final Interpreter.Meaning meaning;
  private final SentinelConfiguration configuration;
  private final LiveOptions options;
  private final StateStore store;
  private final Consumer<UserChanges> users;

  private SentinelConf(
      Path file,
      Interpreter.Meaning meaning,
      SentinelConfiguration configuration,
      LiveOptions options,
      StateStore store,
      Consumer<UserChanges> users) {
    this.configuration = configuration;
    this.file = file;
    this.meaning = meaning;
    this.options = options;
    this.store = store;
    this.users = users;
  }

  /**
   * Reads a configuration that holds the state, too. The file is not changed; saving the state for
   * the first time, which is to be done before anything else, adds {@code myid} and what else is
   * new.
   *
   * @param file as the operator named it: messages name it so, too
   * @param overrides the command line after the file: {@code --port 26380 --sentinel monitor …}
   * @throws ConfigException at the first thing that is wrong, also if the file can't be written
   */
  public static SentinelConf load(Path file, List<String> overrides) throws ConfigException {
    Path absolute = file.toAbsolutePath();
    checkWritable(file, absolute);
    Path target = real(absolute);
    Optional<Path> interrupted = AtomicFile.interrupted(target);
    ConfigFile.Stamp stamp = ConfigFile.Stamp.of(absolute);
    SentinelConfiguration configuration = new SentinelConfiguration(file.toString());
    try {
      refuseEmptied(file, target);
      Interpreter.Meaning meaning =
          interpret(configuration, interrupted.orElse(absolute), overrides);
      LiveOptions options = new LiveOptions(meaning.options());
      ConfigFile store =
          new ConfigFile(
              absolute, stamp, configuration, meaning.config(), options, interrupted.isEmpty());
      return new SentinelConf(
          absolute,
          meaning.withWarnings(ofInterrupted(target)),
          configuration,
          options,
          store,
          store::users);
    } catch (ConfigException e) {
      throw pointingToLastGood(e, file, target);
    }
  }

  /**
   * Reads a configuration that is never written; the state is in a folder of its own.
   *
   * @param folder where it is, or is to be: {@code NAME.state.conf}
   * @throws ConfigException as above, also if the folder is not there, or if the state is damaged
   */
  public static SentinelConf load(Path file, List<String> overrides, Path folder)
      throws ConfigException {
    SentinelConfiguration configuration = new SentinelConfiguration(file.toString());
    Interpreter.Meaning operators = interpret(configuration, file.toAbsolutePath(), overrides);
    Path stateFile = StateFile.in(folder, file);
    try {
      Optional<StateFile.Saved> saved = StateFile.read(stateFile);
      Interpreter.Meaning meaning = operators;
      SentinelConfiguration merged = configuration;
      RunTimeLines kept = RunTimeLines.NONE;
      if (saved.isPresent()) {
        StateMerge merge = new StateMerge(configuration, saved.get());
        merged = merge.merged();
        kept = merge.kept();
        meaning = new Interpreter(merged, operators.settings().dir()).interpret();
        meaning = meaning.withWarnings(merge.warnings());
      }
      LiveOptions options = new LiveOptions(meaning.options());
      StateFile store =
          new StateFile(stateFile, file, configuration, merged, kept, meaning.config(), options);
      return new SentinelConf(
          file.toAbsolutePath(),
          meaning.withWarnings(ofInterrupted(stateFile)),
          merged,
          options,
          store,
          store::users);
    } catch (ConfigException e) {
      throw pointingToLastGood(e, stateFile, stateFile);
    }
  }

  /** Reads a file and the command line into a configuration, and understands it. */
  static Interpreter.Meaning interpret(
      SentinelConfiguration configuration, Path file, List<String> overrides)
      throws ConfigException {
    DirectiveReader reader =
        new DirectiveReader(configuration, Path.of("").toAbsolutePath().normalize());
    reader.readMain(file);
    reader.readCommandLine(overrides);
    Interpreter.Meaning meaning =
        new Interpreter(configuration, reader.workingDirectory()).interpret();
    checkListening(configuration.file(), meaning.settings());
    return meaning;
  }

  /** What it says of the process. */
  public ProcessSettings settings() {
    return meaning.settings();
  }

  /** The lines of TLS, for what may change of them meanwhile. */
  public TlsDirectives tls() {
    return meaning.tls();
  }

  /** What of that may change meanwhile. Always the same object. */
  public LiveOptions options() {
    return options;
  }

  /** What it says of the coordinator and its groups; without {@code myid}, a fresh one. */
  public CoordinatorConfig coordinatorConfig() {
    return meaning.config();
  }

  /** What the operator should know though it is no error, one line each; for the log. */
  public List<String> warnings() {
    return meaning.warnings();
  }

  /**
   * The exception for a directive with which something turned out to be wrong when it was put to
   * use.
   *
   * @param directive its name, of those outside of {@code sentinel …}
   */
  public ConfigException error(String directive, String what) {
    List<Directive> lines = configuration.all(directive);
    return lines.isEmpty()
        ? new ConfigException(configuration.file() + ": '" + directive + "': " + what)
        : lines.get(lines.size() - 1).error(what);
  }

  /** The file, absolute. */
  public Path file() {
    return file;
  }

  /** Where the state goes. Always the same object. */
  public StateStore stateStore() {
    return store;
  }

  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return file; // The reader says what is wrong with it.
    }
  }

  /** What a power cut or a full disk leaves of a file that another program was writing. */
  private static void refuseEmptied(Path shown, Path file) throws ConfigException {
    if (ConfigFile.Stamp.of(file).isEmptied() && Files.exists(AtomicFile.lastGood(file))) {
      throw new ConfigException(shown + ":1: the file is empty, and was not");
    }
  }

  private static List<String> ofInterrupted(Path file) {
    return AtomicFile.interrupted(file)
        .map(rest -> "the last writing of " + file + " was interrupted, " + rest + " counts")
        .stream()
        .toList();
  }

  private static ConfigException pointingToLastGood(ConfigException e, Path shown, Path file) {
    Path lastGood = AtomicFile.lastGood(file);
    boolean isOfFile = e.getMessage().startsWith(shown + ":");
    return isOfFile && Files.exists(lastGood)
        ? new ConfigException(e.getMessage() + " (its last good copy: " + lastGood + ")")
        : e;
  }

  /**
   * Saves, with the state, the users that have been changed; before, they are as the file says. The
   * lines of others stay as their owner wrote them.
   */
  public void users(UserChanges changes) {
    users.accept(changes);
  }

  private static void checkWritable(Path shown, Path file) throws ConfigException {
    if (!Files.exists(file) || Files.isDirectory(file)) {
      return; // The reader says so.
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.position(0);
    } catch (IOException e) {
      throw new ConfigException(
          shown + ": config file is not writable: " + DirectiveReader.reason(e));
    }
  }

  private static void checkListening(String shown, ProcessSettings settings)
      throws ConfigException {
    boolean anyPort = settings.port() != 0 || settings.tls().map(TlsSettings::port).orElse(0) != 0;
    boolean tcp = anyPort && !settings.bind().isEmpty();
    if (!tcp && settings.unixSocket().isEmpty()) {
      throw new ConfigException(
          shown
              + ": configured to not listen anywhere: expected a 'port' or 'tls-port' of 1..65535");
    }
  }
}
