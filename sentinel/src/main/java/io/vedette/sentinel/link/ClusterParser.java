package io.vedette.sentinel.link;

import io.vedette.quorum.cluster.ClusterReport;
import io.vedette.quorum.cluster.FullCoverage;
import io.vedette.quorum.cluster.NodeId;
import io.vedette.quorum.cluster.NodeLine;
import io.vedette.quorum.cluster.NodeOptions;
import io.vedette.quorum.cluster.SlotSet;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads CLUSTER NODES and CLUSTER INFO. Nothing that a server can send makes it throw: a line that
 * makes no sense is left out, and there is a bound to everything that is kept.
 *
 * <p>CLUSTER NODES, which every server has, says what CLUSTER SHARDS does not: epochs, whom a node
 * can't reach, and which slots are on their way.
 */
final class ClusterParser {
  /** Nodes taken from one answer; Redis is made for a thousand. */
  static final int MAX_NODES = 2_000;

  /** How much of the text is read. */
  static final int MAX_BYTES = 1 << 21;

  // The fields of a line, in their order.
  private static final int ID = 0;
  private static final int ADDRESS = 1;
  private static final int FLAGS = 2;
  private static final int MASTER = 3;
  private static final int CONFIG_EPOCH = 6;
  private static final int LINK = 7;
  private static final int FIRST_SLOTS = 8;

  private static final String NO_MASTER = "-";

  private static final String FULL_COVERAGE = "cluster-require-full-coverage";
  private static final String NODE_TIMEOUT = "cluster-node-timeout";

  /** What a node is asked of its configuration. */
  static final List<String> OPTIONS = List.of(FULL_COVERAGE, NODE_TIMEOUT);

  private ClusterParser() {}

  /** What can be read of these answers; empty: the node does not say who it is. */
  static Optional<ClusterReport> parse(byte[] nodes, byte[] info, NodeOptions options) {
    Map<NodeId, NodeLine> lines = new TreeMap<>();
    NodeId self = null;
    for (String text : text(nodes).split("\n", -1)) {
      Optional<NodeLine> line = lines.size() < MAX_NODES ? line(text.strip()) : Optional.empty();
      if (line.isPresent()) {
        lines.putIfAbsent(line.get().id(), line.get());
        self = flags(text).contains("myself") ? line.get().id() : self;
      }
    }
    if (self == null) {
      return Optional.empty();
    }
    String facts = text(info);
    return Optional.of(
        new ClusterReport(
            self, lines, fact(facts, "cluster_state").equals("ok"), epoch(facts), options));
  }

  /**
   * What is known of a node's configuration after an answer to CONFIG GET.
   *
   * @param before what was known before
   * @param pair the option's name and its value
   */
  static NodeOptions options(NodeOptions before, List<String> pair) {
    if (pair.size() != 2) {
      return before;
    }
    String value = pair.get(1);
    return switch (pair.get(0)) {
      case FULL_COVERAGE -> new NodeOptions(FullCoverage.of(value), before.nodeTimeoutMs());
      case NODE_TIMEOUT -> new NodeOptions(before.fullCoverage(), number(value).orElse(0L));
      default -> before;
    };
  }

  private static String text(byte[] answer) {
    return new String(answer, 0, Math.min(answer.length, MAX_BYTES), StandardCharsets.UTF_8);
  }

  private static List<String> flags(String line) {
    String[] fields = line.split(" ", FIRST_SLOTS);
    return fields.length > FLAGS ? List.of(fields[FLAGS].split(",", -1)) : List.of();
  }

  private static Optional<NodeLine> line(String text) {
    String[] fields = text.split(" ", -1);
    if (fields.length <= LINK || !NodeId.isValid(fields[ID])) {
      return Optional.empty();
    }
    List<String> flags = flags(text);
    boolean isMaster = flags.contains("master");
    boolean isReplica = flags.contains("slave");
    boolean isKnown = !flags.contains("handshake") && !flags.contains("noaddr");
    Optional<Long> configEpoch = number(fields[CONFIG_EPOCH]);
    if (isMaster == isReplica || !isKnown || configEpoch.isEmpty()) {
      return Optional.empty();
    }
    boolean isSelf = flags.contains("myself");
    return Optional.of(
        new NodeLine(
            new NodeId(fields[ID]),
            address(fields[ADDRESS]),
            isMaster,
            isReplica ? master(fields[MASTER]) : Optional.empty(),
            configEpoch.get(),
            isMaster ? slots(fields) : SlotSet.NONE,
            moving(fields),
            flags.contains("fail?"),
            flags.contains("fail"),
            isSelf || fields[LINK].equals("connected"),
            flags.contains("nofailover")));
  }

  private static Optional<NodeId> master(String field) {
    return Optional.of(field)
        .filter(id -> !id.equals(NO_MASTER) && NodeId.isValid(id))
        .map(NodeId::new);
  }

  /** {@code host:port@busport,hostname,…}; the host is empty where the node does not know it. */
  private static Optional<Address> address(String field) {
    String place = field.split(",", 2)[0];
    int bus = place.lastIndexOf('@');
    String plain = bus < 0 ? place : place.substring(0, bus);
    int colon = plain.lastIndexOf(':');
    if (colon < 1) {
      return Optional.empty();
    }
    String host = plain.substring(0, colon);
    Optional<Long> port = number(plain.substring(colon + 1));
    return port.filter(number -> number >= 1 && Address.isValid(host, number))
        .map(number -> new Address(host, number.intValue()));
  }

  /** {@code 5}, {@code 0-4}; those in brackets are on their way. */
  private static SlotSet slots(String[] fields) {
    BitSet slots = new BitSet();
    for (int i = FIRST_SLOTS; i < fields.length; i++) {
      String[] ends = fields[i].split("-", 2);
      Optional<Long> first = number(ends[0]);
      Optional<Long> last = ends.length > 1 ? number(ends[1]) : first;
      boolean isRange =
          first.isPresent()
              && last.isPresent()
              && first.get() <= last.get()
              && last.get() < SlotSet.ALL;
      if (isRange) {
        slots.set(first.get().intValue(), last.get().intValue() + 1);
      }
    }
    return SlotSet.of(slots);
  }

  private static int moving(String[] fields) {
    int moving = 0;
    for (int i = FIRST_SLOTS; i < fields.length; i++) {
      moving += fields[i].startsWith("[") ? 1 : 0;
    }
    return moving;
  }

  private static String fact(String info, String name) {
    for (String line : info.split("\n", -1)) {
      if (line.startsWith(name + ":")) {
        return line.substring(name.length() + 1).strip();
      }
    }
    return "";
  }

  private static long epoch(String info) {
    return number(fact(info, "cluster_current_epoch")).orElse(0L);
  }

  /** A whole number that an epoch, a port or a slot can be. */
  private static Optional<Long> number(String digits) {
    boolean isNumber =
        !digits.isEmpty()
            && digits.length() <= Long.toString(Epoch.MAX_HEARD).length()
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return isNumber
        ? Optional.of(Long.parseLong(digits)).filter(Epoch::isPlausible)
        : Optional.empty();
  }
}
