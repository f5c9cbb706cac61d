package io.vedette.quorum.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.Input;
import io.vedette.quorum.SettingChange;
import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.options.GroupOption;
import io.vedette.quorum.options.GroupOptions;
import io.vedette.quorum.options.Option;
import io.vedette.quorum.options.OptionValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Scenarios as readable transcripts: lines that begin with {@code >} are what happens, the others
 * what the coordinators do. A change of behaviour is a change of these files, to be reviewed like
 * one; {@code -Dtranscripts.update=true} writes them anew.
 */
class TranscriptTest {
  private static final Path FOLDER = Path.of("src/test/resources/transcripts");

  @TestFactory
  Stream<DynamicTest> transcripts() throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(FOLDER)) {
      files = found.sorted().toList();
    }
    assertThat(files).isNotEmpty();
    return files.stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
  }

  private static void check(Path file) {
    try {
      String expected = Files.readString(file);
      String actual = play(expected.lines().toList());
      if (Boolean.getBoolean("transcripts.update")) {
        Files.writeString(file, actual);
      } else {
        assertThat(actual).isEqualTo(expected);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String play(List<String> lines) {
    List<String> played = new ArrayList<>();
    World world = null;
    for (String line : lines) {
      if (line.startsWith("#") || line.isBlank()) {
        played.add(line);
      } else if (line.startsWith(">")) {
        played.add(line);
        String[] words = line.substring(1).trim().split(" ", -1);
        if (words[0].equals("start")) {
          world = start(words);
        } else if (words[0].equals("start-cluster")) {
          world = ClusterScript.start(words);
        } else {
          happen(world, words);
        }
        played.addAll(world.takePrinted());
      }
    }
    return String.join("\n", played) + "\n";
  }

  private static World start(String[] words) {
    Map<String, Long> options = new LinkedHashMap<>();
    for (int i = 1; i < words.length; i++) {
      String[] option = words[i].split("=", 2);
      options.put(option[0], Long.valueOf(option[1]));
    }
    World world =
        new World(
            1,
            false,
            options.getOrDefault("replicas", 2L).intValue(),
            options.getOrDefault("coordinators", 3L).intValue(),
            World.settings(
                options.getOrDefault("quorum", 2L).intValue(),
                options.getOrDefault("down-after", 1_000L),
                options.getOrDefault("failover-timeout", 10_000L)));
    if (!options.containsKey("later")) {
      world.processes().forEach(world::start);
    }
    return world;
  }

  private static void happen(World world, String[] words) {
    switch (words[0]) {
      case "run" -> world.run(Long.parseLong(words[1]));
      case "kill" -> kill(world, words[1]);
      case "restart" -> restart(world, words[1]);
      case "hang" -> world.server(words[1]).hung = true;
      case "wake" -> world.server(words[1]).hung = false;
      case "priority" -> world.server(words[1]).priority = Integer.parseInt(words[2]);
      case "offset" -> world.server(words[1]).offset = Long.parseLong(words[2]);
      case "link-down" -> world.server(words[1]).linkDownMs = Long.parseLong(words[2]);
      case "info-delay" -> world.server(words[1]).infoDelayMs = Long.parseLong(words[2]);
      case "loading" -> world.server(words[1]).loading = true;
      case "loaded" -> world.server(words[1]).loading = false;
      case "never-syncs" -> world.server(words[1]).neverSyncs = true;
      case "replid" -> replId(world.server(words[1]), words);
      case "demand-replicas" -> world.server(words[1]).demandsReplicas = words[2].equals("yes");
      case "cluster-mode" -> world.server(words[1]).ofCluster = true;
      case "refuse-replicaof" -> world.server(words[1]).refusesReplicaof = true;
      case "accept-replicaof" -> world.server(words[1]).refusesReplicaof = false;
      case "refuse-pause" -> world.server(words[1]).refusesPause = true;
      case "refuse-hand-over" -> world.server(words[1]).handOverError = handOverError(words);
      case "never-hand-over" -> world.server(words[1]).neverHandsOver = true;
      case "hang-hand-over" -> world.server(words[1]).hangsHandingOver = true;
      case "know-no-failover" -> world.server(words[1]).knowsFailover = false;
      case "follow" -> world.server(words[1]).follow(Optional.of(address(world, words[2])));
      case "passwords" -> passwords(world.server(words[1]), words);
      case "reconnect" -> world.process(words[1]).loseLinks(address(world, words[2]));
      case "pause" -> world.process(words[1]).pause();
      case "resume" -> world.process(words[1]).resume();
      case "resume-deaf" -> world.process(words[1]).resumeDeaf();
      case "hello" -> hello(world, words);
      case "ask" -> ask(world.process(words[1]), words);
      case "cut" -> world.cut(words[1], words[2]);
      case "heal" -> world.healNetwork();
      case "disk" -> disk(world.process(words[1]), words[2]);
      case "failover",
          "coordinated-failover",
          "remove",
          "reset",
          "quorum",
          "master-reboot-down-after",
          "pause-failover",
          "resume-failover",
          "script",
          "auth-pass",
          "crash-after-election",
          "crash-after-promotion" ->
          command(world.process(words[1]), words);
      case "names",
          "dns",
          "dns-fails",
          "dns-works",
          "announces",
          "move",
          "monitor",
          "knows",
          "go",
          "use-names",
          "show" ->
          NameScript.happen(world, words);
      case "hold-elections",
          "cut-cluster",
          "isolate",
          "owners",
          "refuse-elections",
          "move-slots",
          "join",
          "migrate",
          "forget-node",
          "say-node-timeout",
          "cluster-option",
          "watch-no-cluster",
          "shard-failover" ->
          ClusterScript.happen(world, words);
      case "option" -> option(world, words);
      case "settled" -> assertThat(world.whyUnsettled()).isEmpty();
      default -> throw new IllegalArgumentException("unknown: " + String.join(" ", words));
    }
  }

  /** {@code option <process or all> <name> <value>}: as if its options file had changed. */
  private static void option(World world, String[] words) {
    Option<?> option =
        GroupOption.TABLE.options().stream()
            .filter(any -> any.name().equals(words[2]))
            .findFirst()
            .orElseThrow();
    for (Member member : world.processes()) {
      if (words[1].equals("all") || words[1].equals(member.name)) {
        member.choose(member.options.withText(option, words[3]));
      }
    }
  }

  /** {@code replid <server> <digit> [digit of the second]}. */
  private static void replId(Server server, String[] words) {
    server.replId = words[2].repeat(RunId.LENGTH);
    server.replId2 = words.length > 3 ? words[3].repeat(RunId.LENGTH) : "";
  }

  /** {@code refuse-hand-over <server> [why]}. */
  private static String handOverError(String[] words) {
    return words.length > 2
        ? "ERR " + String.join(" ", List.of(words).subList(2, words.length))
        : "ERR refused";
  }

  private static void kill(World world, String name) {
    if (name.startsWith("c")) {
      world.process(name).kill();
    } else {
      world.killServer(world.server(name));
    }
  }

  private static void restart(World world, String name) {
    if (name.startsWith("c")) {
      world.start(world.process(name));
    } else {
      world.server(name).restart();
    }
  }

  /** {@code passwords <server> <any of these lets in> …}; those who are in stay in. */
  private static void passwords(Server server, String[] words) {
    server.passwords.clear();
    server.passwords.addAll(List.of(words).subList(2, words.length));
  }

  private static void disk(Member process, String state) {
    process.diskFails = state.equals("full");
    if (!process.diskFails) {
      process.step(new Input.StateSaved());
    }
  }

  private static void command(Member process, String[] words) {
    process.step(
        switch (words[0]) {
          case "failover" ->
              new Input.Failover(
                  process.ticket(),
                  World.GROUP,
                  words.length > 2 && words[2].equals("coordinated"));
          case "coordinated-failover" ->
              new Input.SetOptions(
                  GroupOptions.of(
                      OptionValues.DEFAULTS.withText(GroupOption.COORDINATED_FAILOVER, words[2])));
          case "remove" -> new Input.Remove(process.ticket(), World.GROUP);
          case "reset" -> new Input.Reset(process.ticket(), List.of(World.GROUP));
          case "quorum" -> set(process, new SettingChange.Quorum(Integer.parseInt(words[2])));
          case "auth-pass" -> set(process, new SettingChange.AuthPass(words[2]));
          case "master-reboot-down-after" ->
              set(process, new SettingChange.MasterRebootDownAfter(Long.parseLong(words[2])));
          case "pause-failover" ->
              new Input.Pause(process.ticket(), World.GROUP, Long.parseLong(words[2]));
          case "resume-failover" -> new Input.Resume(process.ticket(), World.GROUP);
          case "script" -> set(process, new SettingChange.ClientReconfigScript(words[2]));
          case "crash-after-election" -> new Input.SimulateFailure(process.ticket(), true, false);
          default -> new Input.SimulateFailure(process.ticket(), false, true);
        });
  }

  /** {@code hello <to> <digit of the run id> <host> <epoch> <master> <config epoch>}. */
  private static void hello(World world, String[] words) {
    world
        .process(words[1])
        .step(
            new Input.HelloHeard(
                Optional.empty(),
                new Hello(
                    new Address(words[3], 26379),
                    new RunId(words[2].repeat(RunId.LENGTH)),
                    new Epoch(Long.parseLong(words[4])),
                    World.GROUP,
                    address(world, words[5]),
                    new Epoch(Long.parseLong(words[6])))));
  }

  /** {@code ask <whom> <digit of the candidate's run id> <epoch>}. */
  private static void ask(Member member, String[] words) {
    member.step(
        new Input.PeerAsks(
            member.ticket(),
            new Address("10.0.0.1", 6379),
            new Epoch(Long.parseLong(words[3])),
            Optional.of(new RunId(words[2].repeat(RunId.LENGTH)))));
  }

  private static Input set(Member process, SettingChange change) {
    return new Input.Set(process.ticket(), World.GROUP, List.of(change));
  }

  private static Address address(World world, String name) {
    return world.server(name).address;
  }
}
