package io.vedette.tests.simulation.invariant;

import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.LinkTarget;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.quorum.view.Flag;
import io.vedette.quorum.view.GroupView;
import io.vedette.quorum.view.NodeView;
import io.vedette.tests.simulation.world.VedetteProcess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** See {@link #sentence()}. */
final class WritesGoOn extends Invariant {
  private final Map<VedetteProcess, List<Pause>> pauses = new HashMap<>();
  private final Fences fences;

  private static final class Pause {
    private final LinkId link;
    private final LinkTarget.DataNode node;
    private final long until;
    private boolean isPointless;

    Pause(LinkId link, LinkTarget.DataNode node, long until) {
      this.link = link;
      this.node = node;
      this.until = until;
    }
  }

  WritesGoOn(Fences fences) {
    this.fences = fences;
  }

  @Override
  public String sentence() {
    return "Who has kept a server's clients from writing lets them go on as soon as it neither has"
        + " the server replaced any more nor takes it for cut off, if it can reach it.";
  }

  @Override
  public void onCrash(VedetteProcess who) {
    pauses.remove(who);
  }

  @Override
  public void onWritesStopped(
      VedetteProcess who, LinkId link, LinkTarget.DataNode node, long untilMs) {
    onWritesGoOn(who, link, Optional.of(node));
    pauses.computeIfAbsent(who, ignored -> new ArrayList<>()).add(new Pause(link, node, untilMs));
  }

  @Override
  public void onWritesGoOn(VedetteProcess who, LinkId link, Optional<LinkTarget.DataNode> node) {
    pauses
        .getOrDefault(who, new ArrayList<>())
        .removeIf(
            pause ->
                pause.link.equals(link)
                    || node.filter(other -> isSame(pause.node, other)).isPresent());
  }

  private static boolean isSame(LinkTarget.DataNode one, LinkTarget.DataNode other) {
    return one.group().equals(other.group()) && one.address().equals(other.address());
  }

  /** What is seen to be pointless in one view must be over by the next: it was acted on between. */
  @Override
  public void onView(VedetteProcess who, CoordinatorView view) {
    List<Pause> own = pauses.getOrDefault(who, new ArrayList<>());
    own.removeIf(pause -> pause.until <= who.decidedAt());
    for (Pause pause : own) {
      require(
          !pause.isPointless,
          () -> who.name() + " leaves the clients of " + pause.node.address() + " waiting");
      pause.isPointless = isPointless(who, view, pause.node);
    }
  }

  private boolean isPointless(VedetteProcess who, CoordinatorView view, LinkTarget.DataNode node) {
    if (fences.hold(who, node)) {
      return false;
    }
    for (GroupView group : view.groups()) {
      if (group.name().equals(node.group())) {
        boolean isOver =
            group.failoverState().equals("none") || group.failoverState().equals("reconf_slaves");
        return isOver
            && Stream.concat(Stream.of(group.master()), group.replicas().stream())
                .filter(each -> each.address().equals(node.address()))
                .anyMatch(WritesGoOn::isLinked);
      }
    }
    return false;
  }

  private static boolean isLinked(NodeView node) {
    return !node.flags().contains(Flag.DISCONNECTED);
  }
}
