package io.vedette.quorum;

import io.vedette.quorum.failover.Order;
import io.vedette.quorum.failover.ReplicaSelection;
import io.vedette.quorum.model.DataNode;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupMemory;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.Link;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.options.GroupOption;
import io.vedette.quorum.options.GroupOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The commands that change what is watched, or how. */
final class Administration {
  /** After how many hello periods everyone is known again. */
  private static final int ACQUAINTANCE_PERIODS = 2;

  private final Self self;
  private final Outbox out;
  private final Registry registry;
  private final Elections elections;
  private final Failovers failovers;
  private final LinkCare links;
  private final Lookups lookups;
  private final List<Input.Monitor> waiting = new ArrayList<>();
  private final Logins logins;
  private final Restraint restraint;

  Administration(
      Self self,
      Outbox out,
      Registry registry,
      Elections elections,
      Failovers failovers,
      LinkCare links,
      Lookups lookups,
      Logins logins,
      Restraint restraint) {
    this.self = self;
    this.out = out;
    this.registry = registry;
    this.elections = elections;
    this.failovers = failovers;
    this.links = links;
    this.lookups = lookups;
    this.logins = logins;
    this.restraint = restraint;
  }

  /** The event by which a group's watch begins, at start and by MONITOR. */
  void announce(MasterGroup group) {
    out.event(
        EventType.MONITOR,
        group,
        Outbox.wording(group) + " quorum " + group.settings().quorum(),
        "");
  }

  void monitor(Input.Monitor input) {
    if (registry.group(input.group().name()).isPresent()) {
      answer(input.ticket(), AdminAnswer.Code.DUPLICATE_NAME);
      return;
    }
    if (!lookups.isKnown(input.group().master())) {
      lookups.ask(input.group().master());
      waiting.add(input);
      return;
    }
    // Whether it voted in this epoch, before a REMOVE, is not known any more.
    GroupConfig fresh = input.group();
    Epoch voted =
        self.currentEpoch.isAfter(fresh.leaderEpoch()) ? self.currentEpoch : fresh.leaderEpoch();
    MasterGroup group =
        registry.add(
            new GroupConfig(
                fresh.name(),
                fresh.master(),
                fresh.settings(),
                fresh.configEpoch(),
                voted,
                fresh.replicas(),
                fresh.peers()));
    group.quietUntil(acquaintedAt());
    announce(group);
    out.save();
    answer(input.ticket(), AdminAnswer.Code.OK);
  }

  /** A name has been looked up: carries out, or refuses, what waited for it. */
  void resume(String name) {
    for (Input.Monitor input : List.copyOf(waiting)) {
      if (input.group().master().host().equalsIgnoreCase(name)) {
        waiting.remove(input);
        if (lookups.isKnown(input.group().master())) {
          monitor(input);
        } else {
          answer(input.ticket(), AdminAnswer.Code.UNKNOWN_HOST);
        }
      }
    }
  }

  void remove(Input.Remove input) {
    findPlain(input.ticket(), input.group())
        .ifPresent(
            group -> {
              out.master(EventType.MONITOR_REMOVED, group, "");
              failovers.stop(group);
              failovers.handOvers().letGo(group);
              registry.remove(group);
              out.save();
              answer(input.ticket(), AdminAnswer.Code.OK);
            });
  }

  void set(Input.Set input) {
    Optional<MasterGroup> known = findPlain(input.ticket(), input.group());
    if (known.isEmpty()) {
      return;
    }
    MasterGroup group = known.get();
    GroupSettings.Builder settings = group.settings().change();
    boolean dropsLinks = false;
    boolean changesLogin = false;
    for (SettingChange change : input.changes()) {
      change.applyTo(settings);
      dropsLinks |= change.dropsLinks();
      changesLogin |= change.changesLogin();
    }
    group.settings(settings.build());
    for (SettingChange change : input.changes()) {
      out.event(
          EventType.SET,
          group,
          Outbox.wording(group) + " " + change.option() + " " + change.shown(),
          "");
    }
    if (dropsLinks) {
      group.nodes().forEach(node -> registry.drop(node.link()));
    } else if (changesLogin) {
      group.nodes().forEach(node -> logins.renew(group, node));
    }
    out.save();
    group.peers().values().forEach(peer -> registry.touch(peer.process()));
    registry.touch(group);
    answer(input.ticket(), AdminAnswer.Code.OK);
  }

  /** Forgets replicas and peers and looks for them at once, so that the gap is short. */
  void reset(Input.Reset input) {
    int count = 0;
    for (GroupName name : input.groups()) {
      Optional<MasterGroup> known = registry.group(name);
      if (known.isPresent()) {
        reset(known.get());
        count++;
      }
    }
    if (count > 0) {
      out.save();
    }
    out.add(new Effect.AnswerAdmin(input.ticket(), new AdminAnswer(AdminAnswer.Code.OK, count)));
  }

  private void reset(MasterGroup group) {
    failovers.stop(group);
    if (group.isPlain()) {
      registry.forgetReplicas(group);
    }
    registry.forgetPeers(group);
    group.oDownSince(Link.NEVER);
    group.quietUntil(acquaintedAt());
    group.ballot().forgetLeader();
    group.dataLoss(Optional.empty());
    group.lackedReplicaAt(Link.NEVER);
    group.master().expect(Role.MASTER, self.now);
    out.master(EventType.RESET_MASTER, group, "");
    links.pushHello(group);
    links.askNow(group.master());
  }

  /**
   * Who knows nobody is its own majority: until then, everyone who is there has said hello.
   * Sentinel stands at once, and where the quorum is 1, leads beside the one whom the others elect.
   */
  private long acquaintedAt() {
    return self.now + ACQUAINTANCE_PERIODS * self.timing.publishPeriodMs();
  }

  void failover(Input.Failover input) {
    Optional<MasterGroup> known = find(input.ticket(), input.group());
    if (known.isEmpty()) {
      return;
    }
    MasterGroup group = known.get();
    if (group.failover().isRunning()) {
      answer(input.ticket(), AdminAnswer.Code.FAILOVER_IN_PROGRESS);
      return;
    }
    if (!self.maySwear()) {
      answer(input.ticket(), AdminAnswer.Code.NOT_SAVED);
      return;
    }
    if (group.isUnmanageable()) {
      answer(input.ticket(), AdminAnswer.Code.CLUSTER_MODE);
      return;
    }
    Order order = order(group, input.coordinated());
    if (order == Order.COORDINATED
        && !(isAlive(group.master()) && HandOvers.canHandOver(group.master()))) {
      answer(input.ticket(), AdminAnswer.Code.NO_GOOD_MASTER);
      return;
    }
    ReplicaSelection selection = ReplicaSelection.of(group, self.timing, self.now);
    if (selection.chosen().isEmpty()) {
      failovers.tellRefusals(group, selection);
      registry.touch(group);
      answer(input.ticket(), AdminAnswer.Code.NO_GOOD_REPLICA);
      return;
    }
    elections.stand(group, order);
    registry.touch(group);
    answer(input.ticket(), AdminAnswer.Code.OK);
  }

  void pause(Input.Pause input) {
    find(input.ticket(), input.group())
        .ifPresent(
            group -> {
              restraint.pause(group, input.ms());
              kept(group, input.ticket());
            });
  }

  void resume(Input.Resume input) {
    find(input.ticket(), input.group())
        .ifPresent(
            group -> {
              restraint.resume(group, "ordered");
              kept(group, input.ticket());
            });
  }

  private void kept(MasterGroup group, Ticket ticket) {
    registry.touch(group);
    out.save();
    answer(ticket, AdminAnswer.Code.OK);
  }

  void recall(Map<GroupName, GroupMemory> memories) {
    for (MasterGroup group : registry.groups()) {
      GroupMemory memory = memories.get(group.name());
      if (memory != null) {
        memory.data().ifPresent(group::lastKnown);
        if (memory.pausedMs() > 0) {
          restraint.pause(group, memory.pausedMs());
        }
      }
    }
  }

  void setOptions(GroupOptions options) {
    self.options = options;
    for (MasterGroup group : registry.groups()) {
      group.options(options.of(group.name()));
      registry.touch(group);
    }
  }

  /** A plain one is gentle if it is to be, and there is a master to be gentle with. */
  private static Order order(MasterGroup group, boolean coordinated) {
    if (coordinated) {
      return Order.COORDINATED;
    }
    boolean isGentle =
        group.options().get(GroupOption.COORDINATED_FAILOVER) && isAlive(group.master());
    return isGentle ? Order.GENTLE : Order.PLAIN;
  }

  private static boolean isAlive(DataNode master) {
    return master.link().isUp() && !master.isSDown();
  }

  void flushConfig(Input.FlushConfig input) {
    out.save();
    done(input.ticket());
  }

  /** Answers a command that can't go wrong. */
  void done(Ticket ticket) {
    answer(ticket, AdminAnswer.Code.OK);
  }

  private Optional<MasterGroup> find(Ticket ticket, GroupName name) {
    Optional<MasterGroup> group = registry.group(name);
    if (group.isEmpty()) {
      answer(ticket, AdminAnswer.Code.NO_SUCH_GROUP);
    }
    return group;
  }

  private Optional<MasterGroup> findPlain(Ticket ticket, GroupName name) {
    Optional<MasterGroup> group = find(ticket, name);
    if (group.filter(MasterGroup::isShard).isPresent()) {
      answer(ticket, AdminAnswer.Code.SHARD);
      return Optional.empty();
    }
    return group;
  }

  /** Answers a command. */
  void answer(Ticket ticket, AdminAnswer.Code code) {
    out.add(new Effect.AnswerAdmin(ticket, AdminAnswer.of(code)));
  }
}
