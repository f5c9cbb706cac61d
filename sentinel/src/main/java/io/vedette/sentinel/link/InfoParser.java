package io.vedette.sentinel.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.InfoText;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.model.RunId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads INFO. Nothing that a server can send makes it throw: a field that is missing or makes no
 * sense counts as not said, the first of repeated ones counts, and there is a bound to everything
 * that is kept.
 */
final class InfoParser {
  /** Replicas taken from one master; more than any server serves. */
  static final int MAX_REPLICAS = 1_000;

  /** How much of the text is kept and read. */
  static final int MAX_BYTES = 1 << 20;

  private static final int MAX_VALUE_LENGTH = 1_024;

  /** More than a server has to remark on, but for one with thousands of databases. */
  private static final int MAX_REMARKS_LENGTH = 4 * MAX_VALUE_LENGTH;

  private static final long MAX_DOWN_SECONDS = Long.MAX_VALUE / 2_000;

  private static final Set<String> FIELDS =
      Set.of(
          "run_id",
          "role",
          "master_host",
          "master_port",
          "master_link_status",
          "master_link_down_since_seconds",
          "slave_priority",
          "slave_repl_offset",
          "replica_announced",
          "master_repl_offset",
          "master_replid",
          "master_replid2",
          "uptime_in_seconds",
          "master_failover_state",
          "min_slaves_good_slaves");

  /**
   * What the lines of these fields, those of replicas, and remarks begin with, by first letters.
   */
  private static final byte[][][] BEGINNINGS = new byte[Byte.MAX_VALUE + 1][0][];

  static {
    Stream.of(
            "slave",
            "master_",
            "role:",
            "run_id:",
            "replica_announced:",
            "uptime_in_seconds:",
            "min_slaves_",
            "loading:",
            "redis_mode:",
            "aof_enabled:",
            "db",
            "availability_zone:")
        .map(beginning -> beginning.getBytes(UTF_8))
        .collect(Collectors.groupingBy(beginning -> beginning[0]))
        .forEach((letter, beginnings) -> BEGINNINGS[letter] = beginnings.toArray(byte[][]::new));
  }

  private final Map<String, String> fields = new HashMap<>();
  private final StringBuilder remarks = new StringBuilder();
  private final Set<Address> replicas = new LinkedHashSet<>();
  private long ackAgeSeconds = -1;

  private InfoParser() {}

  /**
   * What can be read of this answer.
   *
   * @param length how many bytes of it there are
   * @param text where it can be had word for word
   */
  static NodeInfo parse(byte[] info, int length, InfoText text) {
    InfoParser parser = new InfoParser();
    int end;
    for (int at = 0; at < length; at = end + 1) {
      end = lineEnd(info, at, length);
      if (mayMatter(info, at, end)) {
        boolean isCrLf = info[end - 1] == '\r';
        parser.readLine(new String(info, at, (isCrLf ? end - 1 : end) - at, UTF_8));
      }
    }
    return parser.result(text);
  }

  private static int lineEnd(byte[] info, int from, int length) {
    int at = from;
    while (at < length && info[at] != '\n') {
      at++;
    }
    return at;
  }

  /** Nearly all lines do not, and are not to cost anything. */
  private static boolean mayMatter(byte[] info, int at, int end) {
    if (at == end || info[at] < 0) {
      return false;
    }
    for (byte[] beginning : BEGINNINGS[info[at]]) {
      if (end - at > beginning.length && startsWith(info, at, beginning)) {
        return true;
      }
    }
    return false;
  }

  /** By hand: most differ in the second byte, for which Java's comparison of ranges is slow. */
  private static boolean startsWith(byte[] info, int at, byte[] beginning) {
    for (int i = 1; i < beginning.length; i++) {
      if (info[at + i] != beginning[i]) {
        return false;
      }
    }
    return true;
  }

  private void readLine(String line) {
    int colon = line.indexOf(':');
    if (colon <= 0 || line.length() > MAX_VALUE_LENGTH) {
      return;
    }
    String field = line.substring(0, colon);
    String value = line.substring(colon + 1);
    if (FIELDS.contains(field)) {
      fields.putIfAbsent(field, value);
    } else if (isReplicaField(field) && replicas.size() < MAX_REPLICAS) {
      replica(value).ifPresent(replicas::add);
      noteAck(List.of(value.split(",", -1)));
    }
    if (NodeInfo.isRemark(line) && remarks.length() < MAX_REMARKS_LENGTH) {
      remarks.append(line).append('\n');
    }
  }

  /** {@code …,state=online,…,lag=…}: how many seconds ago it has acknowledged something. */
  private void noteAck(List<String> parts) {
    long lag = named("lag=", parts).map(digits -> number(digits, -1)).orElse(-1L);
    boolean isOnline = parts.contains("state=online") && lag >= 0 && lag <= MAX_DOWN_SECONDS;
    if (isOnline && (ackAgeSeconds < 0 || lag < ackAgeSeconds)) {
      ackAgeSeconds = lag;
    }
  }

  /** {@code slave0}, {@code slave1} …: not {@code slave_priority} and the like. */
  private static boolean isReplicaField(String field) {
    return field.startsWith("slave") && areDigits(field, "slave".length());
  }

  /** {@code ip=…,port=…,state=…}, or {@code ip,port,state} of the servers before 2.8. */
  private static Optional<Address> replica(String value) {
    List<String> parts = List.of(value.split(",", -1));
    Optional<String> host = named("ip=", parts);
    Optional<String> port = named("port=", parts);
    if (host.isPresent() && port.isPresent()) {
      return address(host.get(), port.get());
    }
    boolean unnamed = parts.size() >= 2 && !value.contains("=");
    return unnamed ? address(parts.get(0), parts.get(1)) : Optional.empty();
  }

  private static Optional<String> named(String prefix, List<String> parts) {
    for (String part : parts) {
      if (part.startsWith(prefix)) {
        return Optional.of(part.substring(prefix.length()));
      }
    }
    return Optional.empty();
  }

  private static Optional<Address> address(String host, String port) {
    long number = number(port, -1);
    return number >= 1 && Address.isValid(host, number)
        ? Optional.of(new Address(host, (int) number))
        : Optional.empty();
  }

  private NodeInfo result(InfoText text) {
    Optional<Role> role = role();
    boolean replica = role.filter(Role.REPLICA::equals).isPresent();
    boolean linkUp = replica && text("master_link_status").equals("up");
    return new NodeInfo(
        Optional.of(text("run_id")).filter(RunId::isValid).map(RunId::new),
        role,
        replica ? address(text("master_host"), text("master_port")) : Optional.empty(),
        linkUp,
        linkUp ? 0 : downMs(),
        (int) Math.min(Integer.MAX_VALUE, count("slave_priority", NodeInfo.DEFAULT_PRIORITY)),
        count("slave_repl_offset", 0),
        count("replica_announced", 1) != 0,
        count("master_repl_offset", 0),
        text("master_replid"),
        text("master_replid2"),
        count("uptime_in_seconds", 0),
        new ArrayList<>(replicas),
        ackAgeSeconds,
        fields.containsKey("master_failover_state"),
        fields.containsKey("min_slaves_good_slaves"),
        remarks.toString(),
        text);
  }

  private Optional<Role> role() {
    return switch (text("role")) {
      case "master" -> Optional.of(Role.MASTER);
      case "slave" -> Optional.of(Role.REPLICA);
      default -> Optional.empty();
    };
  }

  private long downMs() {
    return Math.min(count("master_link_down_since_seconds", 0), MAX_DOWN_SECONDS) * 1_000;
  }

  private String text(String field) {
    return fields.getOrDefault(field, "");
  }

  private long count(String field, long otherwise) {
    return number(text(field), otherwise);
  }

  /** One or more, and nothing else from there on. */
  private static boolean areDigits(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return from < text.length();
  }

  /** A whole number, 0 or more and within a long; anything else is as if it were not there. */
  private static long number(String digits, long otherwise) {
    if (!areDigits(digits, 0)) {
      return otherwise;
    }
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException beyondLong) {
      return otherwise;
    }
  }
}
