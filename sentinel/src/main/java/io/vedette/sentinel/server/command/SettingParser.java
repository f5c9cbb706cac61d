package io.vedette.sentinel.server.command;

import io.vedette.quorum.SettingChange;
import io.vedette.sentinel.server.resp.WireNumber;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads the options of SENTINEL SET. As in Sentinel they are taken one after the other: what stands
 * before a bad one counts.
 */
final class SettingParser {
  /** 31 years: longer than anything anybody waits for, and safe to add to a time. */
  private static final long MOST_MS = 1_000_000_000_000L;

  private static final String SCRIPTS_DENIED =
      "ERR Reconfiguration of scripts path is denied for security reasons. Check the"
          + " deny-scripts-reconfig configuration directive in your Sentinel configuration";

  private final boolean denyScripts;
  private final List<SettingChange> changes = new ArrayList<>();
  private Optional<String> error = Optional.empty();

  private SettingParser(boolean denyScripts) {
    this.denyScripts = denyScripts;
  }

  /**
   * What was understood.
   *
   * @param changes the options up to the first bad one
   * @param error what was wrong with that; empty: there was none
   */
  record Parsed(List<SettingChange> changes, Optional<String> error) {}

  /** Reads option after option, each with its one value, or two for {@code rename-command}. */
  static Parsed parse(List<String> words, boolean denyScripts) {
    SettingParser parser = new SettingParser(denyScripts);
    int at = 0;
    while (at < words.size() && parser.error.isEmpty()) {
      String option = Answers.lower(words.get(at));
      int values = option.equals("rename-command") ? 2 : 1;
      if (at + values >= words.size()) {
        parser.unknown(words.get(at));
        break;
      }
      parser.option(option, words.subList(at, at + 1 + values));
      at += 1 + values;
    }
    return new Parsed(List.copyOf(parser.changes), parser.error);
  }

  private void option(String option, List<String> words) {
    String value = words.get(1);
    if (Answers.hasControlCharacters(value)) {
      invalid(words, value);
      return;
    }
    String text = Answers.text(value);
    switch (option) {
      case "quorum" -> {
        number(words, 1, Integer.MAX_VALUE)
            .ifPresent(n -> changes.add(new SettingChange.Quorum((int) n)));
      }
      case "down-after-milliseconds" ->
          number(words, 1, MOST_MS).ifPresent(n -> changes.add(new SettingChange.DownAfter(n)));
      case "failover-timeout" ->
          number(words, 1, MOST_MS)
              .ifPresent(n -> changes.add(new SettingChange.FailoverTimeout(n)));
      case "parallel-syncs" ->
          number(words, 1, Integer.MAX_VALUE)
              .ifPresent(n -> changes.add(new SettingChange.ParallelSyncs((int) n)));
      case "master-reboot-down-after-period", "primary-reboot-down-after-period" ->
          number(words, 0, MOST_MS)
              .ifPresent(n -> changes.add(new SettingChange.MasterRebootDownAfter(n)));
      case "notification-script" -> {
        if (scriptAllowed(text, "Notification")) {
          changes.add(new SettingChange.NotificationScript(text));
        }
      }
      case "client-reconfig-script" -> {
        if (scriptAllowed(text, "Client reconfiguration")) {
          changes.add(new SettingChange.ClientReconfigScript(text));
        }
      }
      case "auth-pass" -> changes.add(new SettingChange.AuthPass(text));
      case "auth-user" -> changes.add(new SettingChange.AuthUser(text));
      case "rename-command" -> renameCommand(words);
      default -> unknown(words.get(0));
    }
  }

  private OptionalLong number(List<String> words, long least, long most) {
    OptionalLong number = WireNumber.parse(words.get(1));
    if (!Answers.within(number, least, most)) {
      invalid(words, words.get(1));
      return OptionalLong.empty();
    }
    return number;
  }

  private boolean scriptAllowed(String path, String which) {
    if (denyScripts) {
      error = Optional.of(SCRIPTS_DENIED);
    } else if (!path.isEmpty() && !isExecutable(path)) {
      error = Optional.of("ERR " + which + " script seems non existing or non executable");
    }
    return error.isEmpty();
  }

  private static boolean isExecutable(String path) {
    try {
      Path script = Path.of(path);
      return Files.isRegularFile(script) && Files.isExecutable(script);
    } catch (InvalidPathException noPath) {
      return false;
    }
  }

  private void renameCommand(List<String> words) {
    for (String word : words.subList(1, 3)) {
      if (word.isEmpty() || Answers.hasControlCharacters(word)) {
        invalid(words, word);
        return;
      }
    }
    changes.add(
        new SettingChange.RenameCommand(Answers.text(words.get(1)), Answers.text(words.get(2))));
  }

  private void unknown(String option) {
    error =
        Optional.of("ERR Unknown option or number of arguments for SENTINEL SET '" + option + "'");
  }

  private void invalid(List<String> words, String value) {
    error =
        Optional.of("ERR Invalid argument '" + value + "' for SENTINEL SET '" + words.get(0) + "'");
  }
}
