package io.vedette.sentinel.conf;

import io.vedette.quorum.model.CoordinatorConfig;
import io.vedette.quorum.model.GroupSettings;
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

/** The lines that hold the state, as Sentinel writes them: settings only where not the default. */
final class StateLines {
  private final Map<String, Wanted> lines = new LinkedHashMap<>();

  private StateLines() {}

  /**
   * The lines for a state, by key.
   *
   * @param state what is to be saved
   * @param begun what this run began with
   * @param announcePort the words of the line that said so when it began, if there was one
   */
  static Map<String, Wanted> of(
      CoordinatorView state, CoordinatorConfig begun, Optional<List<String>> announcePort) {
    StateLines lines = new StateLines();
    lines.add(true, "myid", state.process().self());
    for (GroupView group : state.groups()) {
      lines.addGroup(group);
    }
    lines.add(true, "current-epoch", state.process().currentEpoch());
    state.process().announceHost().ifPresent(host -> lines.add(true, "announce-ip", host));
    int port = state.process().announcePort();
    if (port != begun.announcePort()) {
      lines.add(true, "announce-port", port);
    } else {
      // It may be the port that is listened on: then no line says it, or one that says 0.
      announcePort.ifPresent(words -> lines.put(words, false));
    }
    return lines.lines;
  }

  private void addGroup(GroupView group) {
    String name = group.name().value();
    GroupSettings settings = group.settings();
    add(
        true,
        "monitor",
        name,
        group.master().known().host(),
        group.master().known().port(),
        settings.quorum());
    addSettings(name, settings);
    add(true, "config-epoch", name, group.configEpoch());
    add(true, "leader-epoch", name, group.leaderEpoch());
    for (NodeView replica : group.replicas()) {
      add(true, "known-replica", name, replica.known().host(), replica.known().port());
    }
    for (PeerView peer : group.peers()) {
      add(true, "known-sentinel", name, peer.known().host(), peer.known().port(), peer.runId());
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
    lines.put(Key.of(words), new Wanted(List.copyOf(words), always));
  }
}
