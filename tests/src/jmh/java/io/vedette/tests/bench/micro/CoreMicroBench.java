package io.vedette.tests.bench.micro;

import io.vedette.quorum.Coordinator;
import io.vedette.quorum.Effect;
import io.vedette.quorum.Input;
import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.CoordinatorConfig;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.LinkTarget;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.model.Timing;
import io.vedette.quorum.view.ViewChange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The decision core while nothing happens, with groups of a master, two replicas and three
 * coordinators, down-after 5 s: servers answer at once, and all that is published comes back with
 * as much from each of the others, on replicas twice, as Redis passes it on.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
public class CoreMicroBench {
  private static final long SECOND_MS = 1_000;
  private static final long SETTLING_MS = 25 * SECOND_MS;
  private static final List<RunId> PEERS =
      List.of(new RunId("1".repeat(RunId.LENGTH)), new RunId("2".repeat(RunId.LENGTH)));

  @Param({"1", "100", "1000"})
  public int groups;

  private final Map<LinkId, LinkTarget> links = new HashMap<>();
  private final ArrayDeque<Input> answers = new ArrayDeque<>();
  private Coordinator core;
  private long now = 1;
  private LinkId someLink;

  @Setup
  public void start() {
    List<GroupConfig> configs = new ArrayList<>();
    for (int i = 0; i < groups; i++) {
      configs.add(group(i));
    }
    core =
        new Coordinator(
            new CoordinatorConfig(
                new RunId("0".repeat(RunId.LENGTH)),
                Epoch.ZERO,
                Optional.empty(),
                26379,
                Timing.DEFAULT,
                configs),
            new SplittableRandom(1),
            now);
    carryOut(core.start(now));
    play(SETTLING_MS);
    someLink =
        links.keySet().stream()
            .filter(id -> links.get(id) instanceof LinkTarget.DataNode)
            .findFirst()
            .orElseThrow();
  }

  /** All that the core does within a second, and the views of it. */
  @Benchmark
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  public long idleSecond() {
    play(SECOND_MS);
    return now;
  }

  /** A step with the most frequent input. */
  @Benchmark
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  public ViewChange pongStep() {
    core.step(new Input.PingReply(someLink, Input.PingAnswer.PONG), now);
    return core.takeViewChange();
  }

  private static Address node(int group, int place) {
    return new Address("10." + place + "." + group / 250 + "." + (1 + group % 250), 6379);
  }

  private static GroupConfig group(int number) {
    GroupSettings settings =
        GroupSettings.defaults(2, Timing.DEFAULT).change().downAfterMs(5 * SECOND_MS).build();
    List<GroupConfig.KnownPeer> peers = new ArrayList<>();
    for (RunId peer : PEERS) {
      peers.add(new GroupConfig.KnownPeer(address(peer), peer));
    }
    return new GroupConfig(
        new GroupName("group-" + number),
        node(number, 0),
        settings,
        Epoch.ZERO,
        Epoch.ZERO,
        List.of(node(number, 1), node(number, 2)),
        peers);
  }

  private static Address address(RunId peer) {
    return new Address("10.9.9." + peer.value().charAt(0), 26379);
  }

  /** What has come until the next deadline is taken together, as by the loop around the core. */
  private void play(long ms) {
    long end = now + ms;
    while (now < end) {
      while (!answers.isEmpty()) {
        core.take(answers.poll(), now);
      }
      carryOut(core.settle(now));
      core.takeViewChange();
      if (answers.isEmpty()) {
        now = Math.max(now + 1, core.nextDeadline());
      }
    }
  }

  private void carryOut(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Connect connect) {
        links.put(connect.link(), connect.target());
        answers.add(new Input.LinkUp(connect.link(), "10.9.9.0"));
      } else if (effect instanceof Effect.Ping ping) {
        answers.add(new Input.PingReply(ping.link(), Input.PingAnswer.PONG));
      } else if (effect instanceof Effect.Info info) {
        answers.add(new Input.InfoReply(info.link(), info(links.get(info.link()).address())));
      } else if (effect instanceof Effect.PublishHello hello
          && links.get(hello.link()) instanceof LinkTarget.DataNode node) {
        int copies = isMaster(node.address()) ? 1 : 2;
        for (int i = 0; i < copies; i++) {
          hear(hello.link(), hello.hello());
        }
      }
    }
  }

  private void hear(LinkId link, Hello own) {
    answers.add(new Input.HelloHeard(Optional.of(link), own));
    for (RunId peer : PEERS) {
      Hello hello =
          new Hello(
              address(peer),
              peer,
              own.currentEpoch(),
              own.group(),
              own.master(),
              own.configEpoch());
      answers.add(new Input.HelloHeard(Optional.of(link), hello));
    }
  }

  private static boolean isMaster(Address node) {
    return node.host().startsWith("10.0.");
  }

  private static NodeInfo info(Address node) {
    boolean isMaster = isMaster(node);
    String rest = node.host().substring("10.0.".length());
    Address master = new Address("10.0." + rest, node.port());
    return new NodeInfo(
        Optional.of(new RunId("f".repeat(RunId.LENGTH))),
        Optional.of(isMaster ? Role.MASTER : Role.REPLICA),
        isMaster ? Optional.empty() : Optional.of(master),
        !isMaster,
        0,
        NodeInfo.DEFAULT_PRIORITY,
        1,
        true,
        1,
        "a".repeat(40),
        "",
        1,
        isMaster
            ? List.of(new Address("10.1." + rest, 6379), new Address("10.2." + rest, 6379))
            : List.of(),
        1,
        true,
        true,
        "");
  }
}
