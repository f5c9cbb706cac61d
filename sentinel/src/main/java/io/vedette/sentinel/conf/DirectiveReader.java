package io.vedette.sentinel.conf;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/**
 * Collects the directives of a file, of the files it includes, and of the command line, in this
 * order, as Redis does: a relative {@code include} is relative to the working directory, which
 * {@code dir} changes from its line on; one with {@code * ? [} may match nothing.
 */
final class DirectiveReader {
  private static final int MAX_DEPTH = 16;
  private static final int MAX_BYTES = 64 << 20;

  /** Options that Redis lets stand without a value on the command line. */
  private static final Set<String> MAY_STAND_ALONE = Set.of("sentinel", "save");

  private final SentinelConfiguration configuration;
  private Path workingDirectory;

  /** Reads into {@code configuration}; relative paths begin at {@code workingDirectory}. */
  DirectiveReader(SentinelConfiguration configuration, Path workingDirectory) {
    this.configuration = configuration;
    this.workingDirectory = workingDirectory;
  }

  /** Where {@code dir} has led to. */
  Path workingDirectory() {
    return workingDirectory;
  }

  /** Reads the main file. */
  void readMain(Path file) throws ConfigException {
    String content = content(file, configuration.file() + ": ");
    try {
      configuration.read(new StringReader(content));
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory", e);
    }
    take(configuration.layout(), configuration.file(), Directive.Origin.MAIN_FILE, 0);
  }

  /**
   * Reads the command line: {@code --name} and the words up to the next one. The word right after a
   * name is its argument even if it begins with {@code --}, as in Redis since 7.0.1; {@code "--port
   * 26380"} in one word is fine, too.
   */
  void readCommandLine(List<String> words) throws ConfigException {
    List<String> current = new ArrayList<>();
    boolean nameOnly = false;
    for (String word : words) {
      if (word.startsWith("--") && !nameOnly) {
        takeFromCommandLine(current);
        current = new ArrayList<>(splitName(word));
        nameOnly = current.size() == 1 && !MAY_STAND_ALONE.contains(lower(current.get(0)));
      } else if (current.isEmpty()) {
        throw new ConfigException("command line: '" + word + "': expected --option value …");
      } else {
        current.add(word);
        nameOnly = false;
      }
    }
    takeFromCommandLine(current);
  }

  private static List<String> splitName(String word) throws ConfigException {
    List<String> name =
        Words.split(utf8AsBytes(word.substring(2)))
            .orElseThrow(
                () -> new ConfigException("command line: '" + word + "': unbalanced quotes"));
    if (name.isEmpty()) {
      throw new ConfigException("command line: '" + word + "': expected --option value …");
    }
    return name;
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static String utf8AsBytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private void takeFromCommandLine(List<String> words) throws ConfigException {
    // A lone --sentinel is how redis-server is told to be one.
    if (words.isEmpty() || (words.size() == 1 && words.get(0).equalsIgnoreCase("sentinel"))) {
      return;
    }
    takeOne(new Directive(Directive.Origin.COMMAND_LINE, "command line", words), 0);
  }

  private void take(Layout layout, String file, Directive.Origin origin, int depth)
      throws ConfigException {
    int number = 0;
    for (Layout.Line line : layout.lines()) {
      number++;
      String place = file + ":" + number;
      if (line.isUnbalanced()) {
        throw new ConfigException(
            place + ": '" + line.raw().strip() + "': unbalanced quotes, or no blank after a quote");
      }
      if (!line.words().isEmpty()) {
        takeOne(new Directive(origin, place, line.words()), depth);
      }
    }
  }

  private void takeOne(Directive directive, int depth) throws ConfigException {
    if (!directive.isSentinel()) {
      switch (directive.name()) {
        case "include" -> {
          include(directive, depth);
          return;
        }
        case "dir" -> changeDirectory(directive);
        default -> {}
      }
    }
    configuration.add(directive);
  }

  private void changeDirectory(Directive directive) throws ConfigException {
    directive.expectArguments(1, "path");
    Path path = resolve(directive, directive.argument(0));
    if (!Files.isDirectory(path)) {
      throw directive.error("no such directory: " + path);
    }
    workingDirectory = path;
  }

  private Path resolve(Directive directive, String path) throws ConfigException {
    return Paths.resolve(workingDirectory, path).orElseThrow(() -> directive.error("not a path"));
  }

  private void include(Directive directive, int depth) throws ConfigException {
    directive.expectArguments(1, "path");
    if (depth >= MAX_DEPTH) {
      throw directive.error("files include each other more than " + MAX_DEPTH + " deep");
    }
    String pattern = directive.argument(0);
    List<Path> files =
        isPattern(pattern) ? matching(directive, pattern) : List.of(resolve(directive, pattern));
    for (Path file : files) {
      String content = content(file, directive.place() + ": '" + directive.shown() + "': ");
      Layout included = Layout.parse(content);
      take(included, file.toString(), Directive.Origin.INCLUDED_FILE, depth + 1);
    }
  }

  private static boolean isPattern(String path) {
    return path.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
  }

  /** The files a pattern matches, sorted; patterns in the folders' names are matched too. */
  private List<Path> matching(Directive directive, String pattern) throws ConfigException {
    List<Path> found = List.of(pattern.startsWith("/") ? Path.of("/") : workingDirectory);
    for (String step : pattern.split("/+", -1)) {
      if (!step.isEmpty()) {
        found = step(directive, found, step);
      }
    }
    return found;
  }

  private static List<Path> step(Directive directive, List<Path> folders, String name)
      throws ConfigException {
    List<Path> found = new ArrayList<>();
    for (Path folder : folders) {
      if (!isPattern(name)) {
        Paths.resolve(folder, name).filter(Files::exists).ifPresent(found::add);
      } else if (Files.isDirectory(folder)) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, escapeBraces(name))) {
          for (Path entry : entries) {
            // As in a shell, a leading dot is matched by a dot only.
            if (name.startsWith(".") || !entry.getFileName().toString().startsWith(".")) {
              found.add(entry);
            }
          }
        } catch (IOException | PatternSyntaxException e) {
          throw directive.error("can't be matched: " + e.getMessage());
        }
      }
    }
    Collections.sort(found);
    return found;
  }

  private static String escapeBraces(String glob) {
    return glob.replace("{", "\\{").replace("}", "\\}");
  }

  private static String content(Path file, String where) throws ConfigException {
    try {
      if (Files.isDirectory(file)) {
        throw new ConfigException(where + "can't open config file '" + file + "': is a directory");
      }
      if (Files.isRegularFile(file) && Files.size(file) > MAX_BYTES) {
        throw new ConfigException(where + "config file '" + file + "' is over 64 MB");
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new ConfigException(where + "can't open config file '" + file + "': " + reason(e));
    }
  }

  /** What is wrong, in a few words: a file exception's message is often but the file's name. */
  static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file";
    }
    Optional<String> given =
        e instanceof FileSystemException fileException
            ? Optional.ofNullable(fileException.getReason())
            : Optional.ofNullable(e.getMessage());
    String kind = e.getClass().getSimpleName().replace("Exception", "");
    return given.orElseGet(
        () -> kind.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT));
  }
}
