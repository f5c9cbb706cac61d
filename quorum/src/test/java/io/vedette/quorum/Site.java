package io.vedette.quorum;

import io.vedette.quorum.cluster.ClusterReport;
import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.CoordinatorConfig;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.model.Timing;
import io.vedette.quorum.view.GroupView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A coordinator of one group, or of a cluster, and around it servers that answer at once unless
 * they are down.
 */
final class Site {
  static final GroupName GROUP = new GroupName("mymaster");
  static final Address MASTER = new Address("10.0.0.1", 6379);
  static final Address REPLICA = new Address("10.0.0.2", 6379);
  static final Address PEER = new Address("10.0.1.2", 26379);
  static final RunId PEER_ID = new RunId("b".repeat(RunId.LENGTH));
  static final Ticket TICKET = new Ticket(7);
  static final String OWN_HOST = "10.0.1.1";

  final Coordinator coordinator;
  final Set<Address> down = new TreeSet<>();
  final Map<Address, NodeInfo> says = new LinkedHashMap<>();
  final Map<Address, ClusterReport> reports = new LinkedHashMap<>();
  long now;
  private final Map<LinkId, Address> links = new LinkedHashMap<>();

  Site(int quorum) {
    this(GroupSettings.defaults(quorum, Timing.DEFAULT).change().downAfterMs(1_000).build());
  }

  Site(GroupSettings settings) {
    this(Cores.config(List.of(GroupConfig.fresh(GROUP, MASTER, settings))));
  }

  Site(CoordinatorConfig config) {
    coordinator = Cores.of(config);
    says.put(MASTER, master(MASTER, List.of(REPLICA)));
    says.put(REPLICA, replica(REPLICA, MASTER));
    List<Effect> done = new ArrayList<>();
    answer(coordinator.start(0), done);
  }

  /** What is done about it, and about all that is answered to that at once. */
  List<Effect> step(Input input) {
    List<Effect> done = new ArrayList<>();
    answer(coordinator.step(input, now), done);
    return done;
  }

  /** What is done in this time. */
  List<Effect> run(long ms) {
    List<Effect> done = new ArrayList<>();
    long end = now + ms;
    for (long next = due(); next <= end; next = due()) {
      now = next;
      answer(coordinator.step(new Input.Timer(), now), done);
    }
    now = end;
    answer(coordinator.step(new Input.Timer(), now), done);
    return done;
  }

  private long due() {
    return Math.max(now + 1, coordinator.nextDeadline());
  }

  private void answer(List<Effect> effects, List<Effect> done) {
    done.addAll(effects);
    for (Effect effect : effects) {
      answer(effect).ifPresent(said -> answer(coordinator.step(said, now), done));
    }
  }

  private Optional<Input> answer(Effect effect) {
    if (effect instanceof Effect.Connect connect) {
      Address address = connect.target().address();
      links.put(connect.link(), address);
      return Optional.of(
          down.contains(address)
              ? new Input.LinkLost(connect.link(), Input.LinkLoss.REFUSED, "refused")
              : new Input.LinkUp(connect.link(), OWN_HOST));
    }
    if (effect instanceof Effect.Ping ping && !down.contains(links.get(ping.link()))) {
      return Optional.of(new Input.PingReply(ping.link(), Input.PingAnswer.PONG));
    }
    if (effect instanceof Effect.Info info) {
      Address address = links.get(info.link());
      return Optional.ofNullable(down.contains(address) ? null : says.get(address))
          .map(said -> new Input.InfoReply(info.link(), said));
    }
    if (effect instanceof Effect.AskCluster question) {
      Address address = links.get(question.link());
      return Optional.ofNullable(down.contains(address) ? null : reports.get(address))
          .map(said -> new Input.ClusterReply(question.link(), said));
    }
    if (effect instanceof Effect.PauseWrites pause) {
      return Optional.of(new Input.PauseReply(pause.link(), Optional.empty()));
    }
    return Optional.empty();
  }

  /** The last link to it. */
  LinkId link(Address address) {
    return links.entrySet().stream()
        .filter(link -> link.getValue().equals(address))
        .map(Map.Entry::getKey)
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  /** The process there ends. */
  List<Effect> kill(Address address) {
    down.add(address);
    return step(new Input.LinkLost(link(address), Input.LinkLoss.CLOSED, "closed"));
  }

  /** A hello of the peer. */
  List<Effect> hello() {
    return hello(PEER);
  }

  /** A hello of the peer, from this address. */
  List<Effect> hello(Address sender) {
    return step(
        new Input.HelloHeard(
            Optional.of(link(MASTER)),
            new Hello(sender, PEER_ID, Epoch.ZERO, GROUP, MASTER, Epoch.ZERO)));
  }

  /** A hello of somebody, that says this of the group. */
  List<Effect> hello(int number, Address master, long configEpoch) {
    Hello hello =
        new Hello(
            new Address("10.0.1." + number, 26379),
            new RunId(Integer.toHexString(number).repeat(RunId.LENGTH)),
            new Epoch(configEpoch),
            GROUP,
            master,
            new Epoch(configEpoch));
    return step(new Input.HelloHeard(Optional.of(link(MASTER)), hello));
  }

  GroupView group() {
    return coordinator.view().groups().get(0);
  }

  /** Which events are among these effects. */
  static List<EventType> events(List<Effect> effects) {
    return effects.stream()
        .filter(Effect.Publish.class::isInstance)
        .map(effect -> ((Effect.Publish) effect).event().type())
        .toList();
  }

  /** Whom these effects ask for INFO. */
  List<Address> asked(List<Effect> effects) {
    return effects.stream()
        .filter(Effect.Info.class::isInstance)
        .map(effect -> links.get(((Effect.Info) effect).link()))
        .toList();
  }

  /** To whom these effects publish hellos. */
  List<Address> greeted(List<Effect> effects) {
    return effects.stream()
        .filter(Effect.PublishHello.class::isInstance)
        .map(effect -> links.get(((Effect.PublishHello) effect).link()))
        .toList();
  }

  static NodeInfo master(Address who, List<Address> replicas) {
    return info(who, Role.MASTER, Optional.empty(), replicas);
  }

  /** The same, with data under another replication id. */
  static NodeInfo ofData(NodeInfo info, String digit) {
    return new NodeInfo(
        info.runId(),
        info.role(),
        info.master(),
        info.masterLinkUp(),
        0,
        info.priority(),
        info.replOffset(),
        true,
        info.masterReplOffset(),
        digit.repeat(RunId.LENGTH),
        "",
        1,
        info.replicas(),
        -1,
        true,
        false,
        "");
  }

  static NodeInfo replica(Address who, Address of) {
    return info(who, Role.REPLICA, Optional.of(of), List.of());
  }

  private static NodeInfo info(
      Address who, Role role, Optional<Address> master, List<Address> replicas) {
    String digit = who.host().substring(who.host().length() - 1);
    return new NodeInfo(
        Optional.of(new RunId(digit.repeat(RunId.LENGTH))),
        Optional.of(role),
        master,
        master.isPresent(),
        0,
        NodeInfo.DEFAULT_PRIORITY,
        100,
        true,
        100,
        "e".repeat(RunId.LENGTH),
        "",
        1,
        replicas,
        -1,
        true,
        false,
        "");
  }
}
