package io.vedette.tests.bench.fleet;

import io.vedette.quorum.model.Address;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;

/** A shard as a process: a line for each question on standard input, and for each answer. */
public final class ShardProcess {
  static final String NONE = "-";

  private ShardProcess() {}

  /** Arguments: port, replicas, first group, number of groups. Ends with its input. */
  public static void main(String[] args) throws IOException {
    Layout layout = new Layout(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    try (Shard shard = Shard.start(layout, Integer.parseInt(args[2]), Integer.parseInt(args[3]))) {
      System.out.println("ready");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        System.out.println(answer(shard, line.split(" ", -1)));
      }
    }
  }

  private static String answer(Shard shard, String[] words) {
    return switch (words[0]) {
      case "kill" -> Long.toString(shard.killMasters());
      case "kill-one" -> Long.toString(shard.killMaster(Integer.parseInt(words[1])));
      case "revive" -> Long.toString(shard.revive(Integer.parseInt(words[1])));
      case "needless" -> Long.toString(shard.needlessPromotions());
      case "unwatched" -> Long.toString(shard.watchedByFewerThan(Integer.parseInt(words[1])));
      case "masters" ->
          shard.masters().stream().map(ShardProcess::word).collect(Collectors.joining(" "));
      default -> throw new IllegalArgumentException(words[0]);
    };
  }

  private static String word(Optional<Address> master) {
    return master.map(Address::host).orElse(NONE);
  }
}
