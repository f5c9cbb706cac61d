package io.vedette.sentinel.cluster;

import io.vedette.quorum.cluster.NodeId;
import io.vedette.quorum.cluster.ShardMemory;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.model.Timing;
import io.vedette.sentinel.file.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A line for each shard, {@code shard NAME CLUSTER CONFIG-EPOCH LEADER-EPOCH}; below it one for
 * each of its nodes, the master first, {@code node ID HOST PORT}, and one for each other
 * coordinator of it, {@code sentinel RUNID HOST PORT}. Not thread-safe.
 */
public final class ShardFile {
  private static final String SHARD = "shard";
  private static final String NODE = "node";
  private static final String PEER = "sentinel";
  private static final String HEADING =
      "# Written by Vedette: the shards of the clusters that vedette.properties names.";

  private final Path file;
  private final List<String> warnings = new ArrayList<>();
  private String written = "";

  /** The one at this place, which need not exist. */
  public ShardFile(Path file) {
    this.file = file;
  }

  /** What was wrong with it when it was read, in one line each. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** A shard while its lines are read; it is not remembered where a line of its nodes is bad. */
  private static final class Draft {
    private final GroupName name;
    private final GroupName cluster;
    private final Epoch configEpoch;
    private final Epoch leaderEpoch;
    private final Map<NodeId, Address> nodes = new LinkedHashMap<>();
    private final List<GroupConfig.KnownPeer> peers = new ArrayList<>();
    private boolean isDamaged;

    private Draft(String[] words) {
      name = new GroupName(words[1]);
      cluster = new GroupName(words[2]);
      configEpoch = new Epoch(Long.parseLong(words[3]));
      leaderEpoch = new Epoch(Long.parseLong(words[4]));
    }

    private ShardMemory memory() {
      NodeId master = nodes.keySet().iterator().next();
      List<Address> replicas = new ArrayList<>(nodes.values());
      replicas.remove(0);
      return new ShardMemory(
          cluster,
          master,
          nodes,
          new GroupConfig(
              name,
              nodes.get(master),
              GroupSettings.defaults(1, Timing.DEFAULT),
              configEpoch,
              leaderEpoch,
              replicas,
              peers));
    }
  }

  /**
   * What is remembered. It is no reason not to start: a shard that can't be read is left out, with
   * a warning.
   */
  public List<ShardMemory> read() {
    List<Draft> drafts = new ArrayList<>();
    Path source = AtomicFile.interrupted(file).orElse(file);
    if (!Files.exists(source)) {
      return List.of();
    }
    try {
      int number = 0;
      Optional<Draft> draft = Optional.empty();
      for (String line : Files.readString(source, StandardCharsets.ISO_8859_1).split("\n", -1)) {
        number++;
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] words = line.split(" ", -1);
          if (words[0].equals(SHARD)) {
            draft = begin(words, file + ":" + number);
            draft.ifPresent(drafts::add);
          } else if (draft.isPresent()) {
            take(draft.get(), words, file + ":" + number);
          }
        }
      }
    } catch (IOException e) {
      warnings.add("can't read " + file + ": " + e.getMessage());
    }
    return drafts.stream()
        .filter(draft -> !draft.isDamaged && !draft.nodes.isEmpty())
        .map(Draft::memory)
        .toList();
  }

  private Optional<Draft> begin(String[] words, String place) {
    try {
      return Optional.of(new Draft(words));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      warnings.add(place + ": damaged, so the shard is not remembered");
      return Optional.empty();
    }
  }

  private void take(Draft draft, String[] words, String place) {
    try {
      Address address = new Address(words[2], Integer.parseInt(words[3]));
      switch (words[0]) {
        case NODE -> draft.nodes.put(new NodeId(words[1]), address);
        case PEER -> draft.peers.add(new GroupConfig.KnownPeer(address, new RunId(words[1])));
        default -> throw new IllegalArgumentException(words[0]);
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      draft.isDamaged |= words[0].equals(NODE);
      warnings.add(place + ": damaged, so it is not remembered");
    }
  }

  /** Keeps this instead of what there is, if it is anything else; no file is made for nothing. */
  public void write(List<ShardMemory> shards) throws IOException {
    List<String> lines = new ArrayList<>(List.of(HEADING));
    for (ShardMemory shard : shards) {
      add(lines, shard);
    }
    String text = String.join("\n", lines) + "\n";
    if (text.equals(written) || (shards.isEmpty() && !Files.exists(file))) {
      return;
    }
    try {
      AtomicFile.replace(file, text.getBytes(StandardCharsets.ISO_8859_1), false);
    } catch (IOException e) {
      throw new IOException("can't write " + file + ": " + e.getMessage(), e);
    }
    written = text;
  }

  private static void add(List<String> lines, ShardMemory shard) {
    lines.add(
        String.join(
            " ",
            SHARD,
            shard.name().value(),
            shard.cluster().value(),
            shard.group().configEpoch().toString(),
            shard.group().leaderEpoch().toString()));
    lines.add(line(NODE, shard.master().value(), shard.group().master()));
    shard
        .members()
        .forEach(
            (id, address) -> {
              if (!id.equals(shard.master())) {
                lines.add(line(NODE, id.value(), address));
              }
            });
    shard.group().peers().forEach(p -> lines.add(line(PEER, p.runId().value(), p.address())));
  }

  private static String line(String what, String id, Address address) {
    return String.join(" ", what, id, address.host(), Integer.toString(address.port()));
  }
}
