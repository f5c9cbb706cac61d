package io.vedette.tests.compat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The replies to one request as lines that can be compared one by one: each says where in the reply
 * it stands, of which type it is, and what it says. Only what differs between two runs of the same
 * program is replaced: times, run ids, ports, client ids, process ids, versions.
 */
final class Facts {
  private static final Set<String> VOLATILE_FIELDS =
      Set.of(
          "runid",
          "link-pending-commands",
          "last-ping-sent",
          "last-ok-ping-reply",
          "last-ping-reply",
          "s-down-time",
          "o-down-time",
          "info-refresh",
          "role-reported-time",
          "last-hello-message",
          "master-link-down-time",
          "slave-repl-offset",
          "version",
          "id");

  /** Fields of CLIENT LIST that say something of the moment. */
  private static final Set<String> VOLATILE_OF_CLIENT =
      Set.of(
          "id",
          "addr",
          "laddr",
          "fd",
          "age",
          "idle",
          "qbuf",
          "qbuf-free",
          "argv-mem",
          "rbs",
          "rbp",
          "obl",
          "oll",
          "omem",
          "tot-mem",
          "events");

  /** What Sentinel keeps in hash tables comes in any order. */
  private static final Pattern UNORDERED =
      Pattern.compile(
          "(?i)(SENTINEL (MASTERS|REPLICAS|SLAVES|SENTINELS|INFO-CACHE)|COMMAND|ROLE|CLIENT"
              + " TRACKINGINFO|\\S+ HELP).*");

  /** Flat arrays of names and values in RESP2. */
  private static final Pattern MAPS =
      Pattern.compile(
          "(?i)(SENTINEL (DEBUG$|CONFIG GET)|HELLO|COMMAND DOCS|CLIENT TRACKINGINFO).*");

  private static final Pattern PORT = Pattern.compile("(?<![0-9A-Za-z])\\d{4,5}(?![0-9A-Za-z])");
  private static final Pattern RUN_ID = Pattern.compile("\\b[0-9a-f]{40}\\b");

  private final String command;
  private final Map<String, String> names;
  private final List<String> lines = new ArrayList<>();

  private Facts(String command, Map<String, String> names) {
    this.command = command;
    this.names = names;
  }

  /**
   * The lines of all replies to {@code command}.
   *
   * @param names what to call the ports and run ids of this side
   */
  static List<String> of(String command, List<RawReply> replies, Map<String, String> names) {
    Facts facts = new Facts(command, names);
    facts.lines.add("replies = " + replies.size());
    for (int i = 0; i < replies.size(); i++) {
      facts.add(replies.size() == 1 ? "" : "#" + i, replies.get(i));
    }
    return facts.lines;
  }

  private void add(String path, RawReply reply) {
    if (!reply.isAggregate()) {
      addScalar(path, reply);
    } else if (isMap(reply)) {
      addMap(path, reply);
    } else {
      lines.add(path + " is " + reply.type() + reply.elements().size());
      int index = 0;
      for (RawReply element : reply.elements()) {
        boolean keyed =
            element.isAggregate()
                && !element.elements().isEmpty()
                && !command.toUpperCase(Locale.ROOT).startsWith("SENTINEL INFO-CACHE");
        String label =
            UNORDERED.matcher(command).matches()
                ? keyed ? label(element) : ""
                : Integer.toString(index);
        add(path + "[" + label + "]", element);
        index++;
      }
    }
  }

  private boolean isMap(RawReply reply) {
    if (reply.type() == '%') {
      return true;
    }
    List<RawReply> elements = reply.elements();
    if (reply.type() != '*' || elements.isEmpty() || elements.size() % 2 != 0) {
      return false;
    }
    String first = elements.get(0).text();
    return MAPS.matcher(command).matches()
        ? elements.get(0).type() == '$'
        : first.equals("\"name\"") || first.equals("\"argv\"");
  }

  /** What tells an element of an unordered array from the others. */
  private String label(RawReply element) {
    RawReply first = element.elements().get(0);
    String name = first.word().equals("name") ? element.elements().get(1).word() : first.word();
    return first.isAggregate() || command.equalsIgnoreCase("ROLE") ? "" : named(name);
  }

  private void addMap(String path, RawReply map) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < map.elements().size(); i += 2) {
      String key = map.elements().get(i).word();
      RawReply value = map.elements().get(i + 1);
      keys.add(key);
      if (VOLATILE_FIELDS.contains(key.toLowerCase(Locale.ROOT)) && !value.isAggregate()) {
        lines.add(path + "." + key + " = " + value.type() + "<volatile>");
      } else {
        add(path + "." + key, value);
      }
    }
    boolean sorted = UNORDERED.matcher(command).matches() && MAPS.matcher(command).matches();
    lines.add(path + " is " + map.type() + " of " + (sorted ? new TreeSet<>(keys) : keys));
  }

  private void addScalar(String path, RawReply reply) {
    String text = reply.word();
    String upper = command.toUpperCase(Locale.ROOT);
    if (upper.startsWith("CLIENT LIST") || upper.startsWith("CLIENT INFO")) {
      addClients(path, reply.type(), text);
    } else if (upper.equals("CLIENT ID")) {
      lines.add(path + " = " + reply.type() + "<volatile>");
    } else if (upper.startsWith("SENTINEL INFO-CACHE")) {
      boolean info = text.startsWith("# Server");
      lines.add(
          path + " = " + reply.type() + (info ? "<info>" : reply.type() == ':' ? "<age>" : text));
    } else if (text.contains("\r\n") && text.startsWith("#")) {
      addInfo(path, reply.type(), text);
    } else {
      lines.add(path + " = " + reply.type() + oneLine(named(reply.text())));
    }
  }

  private void addClients(String path, char type, String verbatim) {
    String text = verbatim.startsWith("txt:") ? verbatim.substring("txt:".length()) : verbatim;
    Set<String> fields = new TreeSet<>();
    boolean alone = text.lines().count() == 1;
    text.lines()
        .filter(line -> line.startsWith("id="))
        .flatMap(line -> List.of(line.split(" ", -1)).stream())
        .forEach(
            field -> {
              String key = field.substring(0, Math.max(0, field.indexOf('=')));
              boolean shown = alone && !VOLATILE_OF_CLIENT.contains(key);
              fields.add(shown ? field : key);
            });
    if (fields.isEmpty()) {
      lines.add(path + " = " + type + text);
    }
    fields.forEach(field -> lines.add(path + " client " + type + field));
  }

  /** Values are compared in the Sentinel section only: the others speak of machine and moment. */
  private void addInfo(String path, char type, String text) {
    boolean sentinel = false;
    for (String line : text.lines().toList()) {
      if (line.startsWith("#")) {
        sentinel = line.equals("# Sentinel");
        lines.add(path + " info " + type + line);
      } else if (sentinel && line.startsWith("master")) {
        lines.add(
            path
                + " info "
                + line.replaceFirst("^master\\d+", "master").replaceAll(":(\\d+),", ":<port>,"));
      } else if (sentinel && !line.startsWith("sentinel_tilt_since")) {
        lines.add(path + " info " + line);
      } else if (!line.isEmpty()) {
        lines.add(path + " info " + line.substring(0, Math.max(0, line.indexOf(':'))));
      }
    }
  }

  private static String oneLine(String text) {
    return text.replace("\r", "\\r").replace("\n", "\\n");
  }

  private String named(String text) {
    String ids =
        RUN_ID.matcher(text).replaceAll(match -> names.getOrDefault(match.group(), "<run id>"));
    return PORT.matcher(ids)
        .replaceAll(
            match -> Matcher.quoteReplacement(names.getOrDefault(match.group(), match.group())));
  }
}
