package io.vedette.tests.compat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a script: a command; several with {@code &&} between them, sent at once; or, behind
 * {@code >}, bytes as they are, an inline command for instance. Words with blanks stand in double
 * quotes; {@code \r \n \t \\ \" \xHH} are what they are elsewhere; {@code {name}} is replaced.
 *
 * @param text as it stands in the script
 * @param placeholders by what names are replaced
 */
record ScriptLine(String text, Map<String, String> placeholders) {
  private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S+)");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(x[0-9a-fA-F]{2}|.)");

  byte[] bytes() {
    if (text.startsWith(">")) {
      return unescape(fill(text.substring(1).strip())).getBytes(StandardCharsets.ISO_8859_1);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String command : text.split(" && ", -1)) {
      all.writeBytes(RawConnection.request(words(fill(command))));
    }
    return all.toByteArray();
  }

  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(command);
    while (matcher.find()) {
      words.add(matcher.group(1) != null ? unescape(matcher.group(1)) : matcher.group(2));
    }
    return words;
  }

  private static String unescape(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(
            match -> {
              String escaped = match.group(1);
              String plain =
                  switch (escaped.charAt(0)) {
                    case 'r' -> "\r";
                    case 'n' -> "\n";
                    case 't' -> "\t";
                    case 'x' ->
                        escaped.length() == 3
                            ? String.valueOf((char) Integer.parseInt(escaped.substring(1), 16))
                            : "x";
                    default -> escaped;
                  };
              return Matcher.quoteReplacement(plain);
            });
  }

  private String fill(String command) {
    String filled = command;
    for (Map.Entry<String, String> placeholder : placeholders.entrySet()) {
      filled = filled.replace("{" + placeholder.getKey() + "}", placeholder.getValue());
    }
    return filled;
  }
}
