package io.vedette.tests.simulation.invariant;

import io.vedette.quorum.Effect;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.quorum.view.Flag;
import io.vedette.quorum.view.GroupView;
import io.vedette.quorum.view.NodeView;
import io.vedette.quorum.view.PeerView;
import io.vedette.tests.simulation.world.Knowledge;
import io.vedette.tests.simulation.world.VedetteProcess;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** See {@link #sentence()}. */
final class SilenceIsNoticed extends Invariant {
  /** A PING that was answered just before, an attempt to connect, and when it is looked. */
  private static final long SLACK_MS = 12_000;

  /** A step that comes later than this has put everything off. */
  private static final long LATE_MS = 100;

  private final Map<VedetteProcess, Watch> watches = new HashMap<>();

  private static final class Watch {
    private long attentiveSince;
    private Map<Known, Long> silent = new HashMap<>();
    private Map<Known, Long> silentBefore = new HashMap<>();
  }

  private record Known(GroupName group, Object who) {}

  @Override
  public String sentence() {
    return "Whoever has answered nobody's PING for longer than down-after, and as long as it takes"
        + " to try to connect again, is called down by who has not lost time itself meanwhile.";
  }

  @Override
  public void onStart(VedetteProcess who, CoordinatorView from) {
    Watch watch = new Watch();
    watch.attentiveSince = who.now();
    watches.put(who, watch);
  }

  @Override
  public void onStep(VedetteProcess who, int taken, long lateMs, List<Effect> decided) {
    // Lost time counts twice: as it was lost, and as what was heard before is put off by it.
    if (lateMs + who.lastExcusedMs() > LATE_MS) {
      Watch watch = watches.get(who);
      watch.attentiveSince = who.decidedAt() + lateMs + who.lastExcusedMs();
    }
  }

  @Override
  public void onView(VedetteProcess who, CoordinatorView view) {
    Watch watch = watches.get(who);
    if (view.process().tiltSince() != NodeView.NEVER) {
      watch.attentiveSince = who.decidedAt();
      return;
    }
    Map<Known, Long> before = watch.silent;
    watch.silent = watch.silentBefore;
    watch.silent.clear();
    watch.silentBefore = before;
    for (GroupView group : view.groups()) {
      Knowledge.Group known = who.knowledge().group(group.name());
      check(who, group, group.master(), known);
      for (NodeView replica : group.replicas()) {
        check(who, group, replica, known);
      }
      for (PeerView peer : group.peers()) {
        long answered = who.knowledge().peer(peer.runId()).goodAnswerAt();
        check(who, group, new Place(peer.runId(), peer.address()), answered, peer.flags());
      }
    }
  }

  private record Place(Object who, Object address) {}

  private void check(VedetteProcess who, GroupView group, NodeView node, Knowledge.Group known) {
    long answered = known.node(node.address()).goodAnswerAt();
    check(who, group, node.address(), answered, node.flags());
  }

  private void check(
      VedetteProcess who, GroupView group, Object whom, long answered, Set<Flag> flags) {
    if (flags.contains(Flag.S_DOWN)) {
      return;
    }
    Watch watch = watches.get(who);
    long limit = who.now() - group.settings().downAfterMs() - SLACK_MS;
    if (answered >= limit || watch.attentiveSince >= limit) {
      return;
    }
    // It may have been forgotten and met again meanwhile: then its silence counts from then on.
    Known known = new Known(group.name(), whom);
    long since = watch.silentBefore.getOrDefault(known, who.now());
    watch.silent.put(known, since);
    require(
        since >= limit,
        () ->
            "%s does not call %s down, which last answered %d ms ago"
                .formatted(who.name(), whom, who.now() - answered));
  }
}
