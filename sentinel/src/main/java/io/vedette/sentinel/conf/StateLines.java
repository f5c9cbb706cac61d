package io.vedette.sentinel.conf;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.CoordinatorConfig;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.model.Timing;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.quorum.view.GroupView;
import io.vedette.quorum.view.NodeView;
import io.vedette.quorum.view.PeerView;
import io.vedette.sentinel.conf.Layout.Wanted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lines that hold the state, as Sentinel writes them: settings only where not the default.
 * Those of a group are made anew only when something in them has changed: a state is saved often
 * while many groups change, and each time only a few of them have.
 */
final class StateLines {
  private final CoordinatorConfig begun;
  private final Optional<List<String>> announcePort;
  private Map<GroupName, OfGroup> made = Map.of();

  /**
   * @param begun what this run began with
   * @param announcePort the words of the line that said so when it began, if there was one
   */
  StateLines(CoordinatorConfig begun, Optional<List<String>> announcePort) {
    this.begun = begun;
    this.announcePort = announcePort;
  }

  /** What of a group is saved, and the lines that say so, by key. */
  private record OfGroup(State state, Map<String, Wanted> lines) {}

  private record State(
      Address master,
      GroupSettings settings,
      Epoch configEpoch,
      Epoch leaderEpoch,
      List<Address> replicas,
      List<Known> peers) {
    static State of(GroupView group) {
      List<Address> replicas = new ArrayList<>(group.replicas().size());
      for (NodeView replica : group.replicas()) {
        replicas.add(replica.known());
      }
      List<Known> peers = new ArrayList<>(group.peers().size());
      for (PeerView peer : group.peers()) {
        peers.add(new Known(peer.known(), peer.runId()));
      }
      return new State(
          group.master().known(),
          group.settings(),
          group.configEpoch(),
          group.leaderEpoch(),
          replicas,
          peers);
    }
  }

  private record Known(Address address, RunId runId) {}

  /**
   * The lines for a state, by key: those before any group's, each group's, and those after. The map
   * of a group is the same as the last time when nothing in it has changed.
   */
  List<Map<String, Wanted>> of(CoordinatorView state) {
    Map<GroupName, OfGroup> making = new LinkedHashMap<>();
    List<Map<String, Wanted>> all = new ArrayList<>(state.groups().size() + 2);
    Lines first = new Lines();
    first.add(true, "myid", state.process().self());
    all.add(first.wanted);
    for (GroupView group : state.groups()) {
      OfGroup lines = of(group);
      making.put(group.name(), lines);
      all.add(lines.lines());
    }
    made = making;
    Lines last = new Lines();
    last.add(true, "current-epoch", state.process().currentEpoch());
    state.process().announceHost().ifPresent(host -> last.add(true, "announce-ip", host));
    int port = state.process().announcePort();
    if (port != begun.announcePort()) {
      last.add(true, "announce-port", port);
    } else {
      // It may be the port that is listened on: then no line says it, or one that says 0.
      announcePort.ifPresent(words -> last.put(words, false));
    }
    all.add(last.wanted);
    return all;
  }

  private OfGroup of(GroupView group) {
    State state = State.of(group);
    OfGroup before = made.get(group.name());
    if (before != null && before.state().equals(state)) {
      return before;
    }
    Lines lines = new Lines();
    lines.addGroup(group.name().value(), state);
    return new OfGroup(state, lines.wanted);
  }

  /** Lines in the making. */
  private static final class Lines {
    private final Map<String, Wanted> wanted = new LinkedHashMap<>();

    private void addGroup(String name, State group) {
      GroupSettings settings = group.settings();
      add(true, "monitor", name, group.master().host(), group.master().port(), settings.quorum());
      addSettings(name, settings);
      add(true, "config-epoch", name, group.configEpoch());
      add(true, "leader-epoch", name, group.leaderEpoch());
      for (Address replica : group.replicas()) {
        add(true, "known-replica", name, replica.host(), replica.port());
      }
      for (Known peer : group.peers()) {
        Address address = peer.address();
        add(true, "known-sentinel", name, address.host(), address.port(), peer.runId());
      }
      settings
          .renamedCommands()
          .forEach((command, renamed) -> add(true, "rename-command", name, command, renamed));
    }

    private void addSettings(String name, GroupSettings settings) {
      GroupSettings stock = GroupSettings.defaults(settings.quorum(), Timing.DEFAULT);
      addNumber("down-after-milliseconds", name, settings.downAfterMs(), stock.downAfterMs());
      addNumber("failover-timeout", name, settings.failoverTimeoutMs(), stock.failoverTimeoutMs());
      addNumber("parallel-syncs", name, settings.parallelSyncs(), stock.parallelSyncs());
      addText("notification-script", name, settings.notificationScript());
      addText("client-reconfig-script", name, settings.clientReconfigScript());
      addText("auth-pass", name, settings.authPass());
      addText("auth-user", name, settings.authUser());
      addNumber(
          "master-reboot-down-after-period",
          name,
          settings.masterRebootDownAfterMs(),
          stock.masterRebootDownAfterMs());
    }

    private void addNumber(String directive, String group, long value, long stock) {
      add(value != stock, directive, group, value);
    }

    private void addText(String directive, String group, Optional<String> value) {
      value.ifPresent(text -> add(true, directive, group, text));
    }

    private void add(boolean always, String directive, Object... arguments) {
      List<String> words = new ArrayList<>(arguments.length + 2);
      words.add("sentinel");
      words.add(directive);
      for (Object argument : arguments) {
        words.add(argument.toString());
      }
      put(words, always);
    }

    private void put(List<String> words, boolean always) {
      wanted.put(Key.of(words), new Wanted(List.copyOf(words), always));
    }
  }
}
