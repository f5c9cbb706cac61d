package io.vedette.quorum.world;

import io.vedette.quorum.Input;
import io.vedette.quorum.cluster.ClusterConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.options.ClusterOption;
import io.vedette.quorum.options.Option;
import io.vedette.quorum.options.OptionValues;
import io.vedette.quorum.view.GroupView;
import java.util.List;

/** The lines of a transcript that are about a Redis Cluster. */
final class ClusterScript {
  private static final GroupName NAME = new GroupName("shop");

  private ClusterScript() {}

  /** {@code start-cluster <option of a cluster>=<value> …}, also masters and coordinators. */
  static World start(String[] words) {
    OptionValues options =
        OptionValues.DEFAULTS.withText(ClusterOption.NODES, "10.0.0.1:6379 10.0.0.2:6379");
    options = options.withText(ClusterOption.DOWN_AFTER_MS, "1000");
    int masters = 3;
    int coordinators = 3;
    for (int i = 1; i < words.length; i++) {
      String[] option = words[i].split("=", 2);
      switch (option[0]) {
        case "masters" -> masters = Integer.parseInt(option[1]);
        case "coordinators" -> coordinators = Integer.parseInt(option[1]);
        default -> options = options.withText(option(option[0]), option[1]);
      }
    }
    World world = new World(1, false, masters, coordinators, new ClusterConfig(NAME, options));
    world.processes().forEach(world::start);
    return world;
  }

  private static Option<?> option(String name) {
    return ClusterOption.TABLE.options().stream()
        .filter(option -> option.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** {@code cut-cluster <some> | <the others>}: nothing passes between the two. */
  private static void cut(World world, String[] words) {
    List<String> all = List.of(words).subList(1, words.length);
    int bar = all.indexOf("|");
    for (String one : all.subList(0, bar)) {
      all.subList(bar + 1, all.size()).forEach(other -> world.cut(one, other));
    }
  }

  /** No other server reaches it; coordinators do. */
  private static void isolate(World world, String name) {
    for (Server other : world.servers()) {
      if (!other.name.equals(name)) {
        world.cut(name, other.name);
      }
    }
  }

  /** {@code shard-failover <whom> <server>}: of the shard whose master this server is. */
  private static void failover(World world, Member process, String master) {
    GroupName shard =
        process.core.view().groups().stream()
            .filter(group -> group.published().equals(world.server(master).address))
            .map(GroupView::name)
            .findFirst()
            .orElseThrow();
    process.step(new Input.Failover(process.ticket(), shard, false));
  }

  /** {@code cluster-option <name> <value>}: as if everybody's configuration had changed. */
  private static void change(World world, String[] words) {
    OptionValues options =
        world
            .clusters
            .get(0)
            .options()
            .withText(option(words[1]), words.length > 2 ? words[2] : "");
    watch(world, List.of(new ClusterConfig(NAME, options)));
  }

  private static void watch(World world, List<ClusterConfig> clusters) {
    world.clusters = clusters;
    world.processes().forEach(process -> process.step(new Input.SetClusters(clusters)));
  }

  static void happen(World world, String[] words) {
    ModelCluster cluster = world.cluster;
    switch (words[0]) {
      case "hold-elections" -> cluster.holdElections(words[1]);
      case "cut-cluster" -> cut(world, words);
      case "isolate" -> isolate(world, words[1]);
      case "owners" -> {
        world.print("all", cluster.owners());
        cluster.whyUnsettled().ifPresent(why -> world.print("all", why));
      }
      case "refuse-elections" -> cluster.refuseElections(words[1]);
      case "move-slots" ->
          cluster.move(words[1], words[2], Integer.parseInt(words[3]), Integer.parseInt(words[4]));
      case "join" -> cluster.join(words[1], Integer.parseInt(words[2]));
      case "migrate" -> cluster.migrate(words[1], words[2]);
      case "shard-failover" -> failover(world, world.process(words[1]), words[2]);
      case "cluster-option" -> change(world, words);
      case "watch-no-cluster" -> watch(world, List.of());
      case "say-node-timeout" -> cluster.sayTimeout();
      case "forget-node" -> cluster.forget(words[1]);
      default -> throw new IllegalArgumentException(words[0]);
    }
  }
}
