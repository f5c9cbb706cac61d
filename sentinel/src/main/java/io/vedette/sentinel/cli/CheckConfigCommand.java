package io.vedette.sentinel.cli;

import io.vedette.sentinel.cli.Screen.Tone;
import io.vedette.sentinel.runtime.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vedette check-config FILE}: would a coordinator start from it? */
@Command(
    name = "check-config",
    sortOptions = false,
    customSynopsis = "vedette check-config [--json] FILE [-- --option value ...]",
    header = "Say whether a coordinator would start from a configuration.",
    description = {
      "",
      "Reads it, vedette.properties beside it, and certificates, as a start does; no",
      "file is changed, nothing is connected to.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 good, 1 it can't be used (file and line are on standard error),",
      "2 wrong usage, 3 it can, but there are warnings."
    })
final class CheckConfigCommand implements Callable<Integer> {
  private final Screen screen;
  private final PrintWriter err;
  private final ConfigCheck check;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this and leave.")
  boolean help;

  @Option(names = "--json", description = "JSON, one line, for scripts.")
  private boolean json;

  @Parameters(index = "0", paramLabel = "FILE", description = "A sentinel.conf.")
  private Path file;

  @Parameters(
      index = "1..*",
      paramLabel = "WORD",
      description = "What would follow it at the start, after --.")
  private List<String> words;

  CheckConfigCommand(Screen screen, PrintWriter err, ConfigCheck check) {
    this.screen = screen;
    this.err = err;
    this.check = check;
  }

  @Override
  public Integer call() {
    ConfigCheck.Result result = check.check(file, words == null ? List.of() : words);
    if (json) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("file", file);
      line.put("error", result.error().orElse(null));
      line.put("warnings", result.warnings());
      line.put("groups", result.groups());
      screen.line(Json.of(line));
    } else {
      result.error().ifPresent(error -> err.println("vedette: " + error));
      result.warnings().forEach(w -> screen.line(screen.paint(Tone.BAD, "warning: ") + w));
      if (result.error().isEmpty()) {
        screen.line(screen.paint(Tone.GOOD, "good: ") + file);
        result.groups().forEach(group -> screen.line("  " + group));
      }
    }
    if (result.error().isPresent()) {
      return Exit.FAILED;
    }
    return result.warnings().isEmpty() ? Exit.OK : Exit.TROUBLE;
  }
}
