package io.vedette.sentinel.cli;

import io.vedette.sentinel.runtime.ProgramVersion;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Writes what a distribution has beside the program: a page of the manual for each command ({@code
 * man/man1}), and the completion of words for bash and zsh ({@code completion/vedette}). All of it
 * from what {@code --help} says. For the build.
 */
public final class Manual {
  private static final String PROGRAM = "vedette";
  private static final String EXIT_CODES = "Exit codes: ";

  private Manual() {}

  /** One argument: the folder to write to, which is made. */
  public static void main(String[] args) throws IOException {
    write(Path.of(args[0]));
  }

  static void write(Path folder) throws IOException {
    Path pages = Files.createDirectories(folder.resolve("man/man1"));
    CommandLine root = model();
    Files.writeString(pages.resolve(PROGRAM + ".1"), page(root));
    for (CommandLine command : root.getSubcommands().values()) {
      Files.writeString(pages.resolve(name(command) + ".1"), page(command));
    }
    Path completion = Files.createDirectories(folder.resolve("completion"));
    Files.writeString(completion.resolve(PROGRAM), AutoComplete.bash(PROGRAM, root));
  }

  static CommandLine model() {
    PrintWriter nowhere =
        new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return RootCommand.commandLine(
        new Screen(nowhere, false),
        nowhere,
        (file, words) -> new ConfigCheck.Result(Optional.empty(), List.of(), List.of()));
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName("-");
  }

  /** A page in the language of man. */
  static String page(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    Page page = new Page();
    page.title(name(command), "Vedette " + ProgramVersion.number());
    page.section("NAME");
    page.text(name(command) + " - " + summary(spec));
    page.section("SYNOPSIS");
    page.verbatim(synopsis(command));
    page.section("DESCRIPTION");
    page.paragraphs(spec.usageMessage().description());
    arguments(page, spec);
    if (!command.getSubcommands().isEmpty()) {
      page.section("COMMANDS");
      for (CommandLine each : command.getSubcommands().values()) {
        page.entry(each.getCommandName(), summary(each.getCommandSpec()));
      }
    }
    footer(page, List.of(spec.usageMessage().footer()));
    page.section("SEE ALSO");
    page.text(seeAlso(command));
    return page.end();
  }

  private static String summary(CommandSpec spec) {
    String[] header = spec.usageMessage().header();
    return header.length == 0
        ? "watches over Redis and Valkey servers and fails them over"
        : header[0].replaceAll("\\.$", "");
  }

  private static String[] synopsis(CommandLine command) {
    String[] custom = command.getCommandSpec().usageMessage().customSynopsis();
    return custom.length > 0 ? custom : new String[] {command.getHelp().synopsis(0).strip()};
  }

  private static void arguments(Page page, CommandSpec spec) {
    page.section("OPTIONS");
    for (PositionalParamSpec each : spec.positionalParameters()) {
      page.entry(each.paramLabel(), description(each));
    }
    for (OptionSpec each : spec.options()) {
      if (!each.hidden()) {
        String label = each.arity().max() == 0 ? "" : " " + each.paramLabel();
        page.entry(String.join(", ", each.names()) + label, description(each));
      }
    }
  }

  /** Each help ends with the exit codes. */
  private static void footer(Page page, List<String> lines) {
    List<String> notes = lines.stream().takeWhile(line -> !line.startsWith(EXIT_CODES)).toList();
    if (notes.stream().anyMatch(line -> !line.isBlank())) {
      page.section("NOTES");
      page.paragraphs(notes.toArray(String[]::new));
    }
    page.section("EXIT STATUS");
    page.paragraphs(
        lines.stream()
            .skip(notes.size())
            .map(line -> line.startsWith(EXIT_CODES) ? line.substring(EXIT_CODES.length()) : line)
            .toArray(String[]::new));
  }

  private static String description(ArgSpec argument) {
    return String.join(" ", argument.description());
  }

  private static String seeAlso(CommandLine command) {
    if (command.getParent() != null) {
      return PROGRAM + "(1)";
    }
    return String.join(
        ", ", command.getSubcommands().values().stream().map(each -> name(each) + "(1)").toList());
  }

  /** Lines of roff. */
  private static final class Page {
    private final StringBuilder text = new StringBuilder();

    void title(String name, String source) {
      request(".TH \"" + name.toUpperCase(Locale.ROOT) + "\" 1 \"\" \"" + source + "\"");
      request(".nh");
      request(".ad l");
    }

    void section(String heading) {
      request(".SH " + heading);
    }

    void entry(String term, String meaning) {
      request(".TP");
      request(".B " + escaped(term));
      text(meaning);
    }

    /** Lines, where an empty one begins a new paragraph and an indented one stands by itself. */
    void paragraphs(String[] lines) {
      boolean isNew = false;
      for (String line : lines) {
        if (line.isBlank()) {
          isNew = true;
          continue;
        }
        if (isNew) {
          request(".PP");
          isNew = false;
        }
        if (line.startsWith(" ")) {
          request(".br");
        }
        line(line.startsWith(" ") ? "\\ " + escaped(line.strip()) : escaped(line));
      }
    }

    void verbatim(String[] lines) {
      request(".nf");
      for (String line : lines) {
        text(line.stripTrailing());
      }
      request(".fi");
    }

    void text(String plain) {
      line(escaped(plain));
    }

    private void line(String escaped) {
      boolean isRequest = escaped.startsWith(".") || escaped.startsWith("'");
      text.append(isRequest ? "\\&" : "").append(escaped).append('\n');
    }

    private void request(String line) {
      text.append(line).append('\n');
    }

    private static String escaped(String plain) {
      return plain.replace("\\", "\\e").replace("-", "\\-").replace("%n", " ");
    }

    String end() {
      return text.toString();
    }
  }
}
