package io.vedette.sentinel.server.acl;

import io.vedette.sentinel.file.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The file of {@code aclfile}: a user in each line, as ACL LIST shows them; no comments. */
final class AclFile {
  private static final String NOTHING_CHANGED =
      "WARNING: ACL errors detected, no change to the previously active ACL rules was performed";

  private final String shown;
  private final Path path;

  /**
   * @param shown what messages call it
   * @param path where it is
   */
  AclFile(String shown, Path path) {
    this.shown = shown;
    this.path = path;
  }

  /**
   * Its users by their names.
   *
   * @param drafts makes new users
   * @throws AclException with everything that is wrong with it
   */
  Map<String, User> read(Supplier<UserDraft> drafts) throws AclException {
    Map<String, User> users = new LinkedHashMap<>();
    List<String> errors = new ArrayList<>();
    int number = 0;
    for (String line : content().split("\n", -1)) {
      number++;
      String trimmed = trim(line);
      if (!trimmed.isEmpty()) {
        readLine(number, trimmed, drafts.get(), users, errors);
      }
    }
    if (!errors.isEmpty()) {
      throw new AclException(String.join("", errors) + NOTHING_CHANGED);
    }
    return users;
  }

  private String content() throws AclException {
    try {
      Path target = target();
      Path whole = AtomicFile.interrupted(target).orElse(target);
      return Files.readString(whole, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new AclException("Error loading ACLs, opening file '" + shown + "': " + reason(e));
    }
  }

  private void readLine(
      int number, String line, UserDraft draft, Map<String, User> users, List<String> errors) {
    List<String> words = List.of(line.split(" ", -1));
    if (words.size() < 2 || !words.get(0).equals("user")) {
      errors.add(place(number) + " should start with user keyword followed by the username. ");
      return;
    }
    String name = words.get(1);
    if (users.containsKey(name)) {
      errors.add("WARNING: Duplicate user '" + name + "' found on line " + number + ". ");
    } else if (Rules.hasBlanks(name)) {
      errors.add(place(number) + ": username '" + name + "' contains invalid characters. ");
    } else {
      apply(number, words.subList(2, words.size()), draft, errors);
      users.put(name, draft.build());
    }
  }

  private void apply(int number, List<String> words, UserDraft draft, List<String> errors) {
    boolean told = false;
    try {
      for (String rule : Rules.joinSelectors(words)) {
        String trimmed = trim(rule);
        try {
          draft.apply(trimmed);
        } catch (RuleException e) {
          if (e.isUnknownName()) {
            errors.add(
                place(number)
                    + ": Error in applying operation '"
                    + trimmed
                    + "': "
                    + e.getMessage()
                    + ". ");
          } else if (!told) {
            // The first only, as in Redis: others may come of it. Without the rule: a secret?
            errors.add(place(number) + ": " + e.getMessage() + ". ");
            told = true;
          }
        }
      }
    } catch (Rules.UnmatchedException e) {
      errors.add(place(number) + ": Unmatched parenthesis in selector definition.");
    }
  }

  private String place(int number) {
    return shown + ":" + number;
  }

  private static String trim(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isTrimmed(text.charAt(start))) {
      start++;
    }
    while (end > start && isTrimmed(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isTrimmed(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  /** Replaces its content, whole or not at all. */
  void write(String content) throws AclException {
    try {
      AtomicFile.replace(target(), content.getBytes(StandardCharsets.ISO_8859_1), false);
    } catch (IOException e) {
      throw new AclException("can't write the ACL file " + path + ": " + reason(e));
    }
  }

  /** The file itself, where it is reached by a symbolic link. */
  private Path target() throws IOException {
    return Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "No such file or directory";
    }
    if (e instanceof AccessDeniedException) {
      return "Permission denied";
    }
    boolean hasReason = e instanceof FileSystemException file && file.getReason() != null;
    return hasReason ? ((FileSystemException) e).getReason() : String.valueOf(e.getMessage());
  }
}
