package io.vedette.tests.simulation.invariant;

import io.vedette.quorum.view.CoordinatorView;
import io.vedette.quorum.view.Flag;
import io.vedette.quorum.view.GroupView;
import io.vedette.quorum.view.NodeView;
import io.vedette.quorum.view.PeerView;
import io.vedette.tests.simulation.world.VedetteProcess;

/** See {@link #sentence()}. */
final class IsolationIsSaid extends Invariant {
  @Override
  public String sentence() {
    return "With refuse-when-isolated, who calls so many coordinators down that those could elect a"
        + " leader tells no client an address; without it, everyone does.";
  }

  @Override
  public void onView(VedetteProcess who, CoordinatorView view) {
    if (view.process().tiltSince() != NodeView.NEVER) {
      return;
    }
    for (GroupView group : who.changed()) {
      int down = 0;
      for (PeerView peer : group.peers()) {
        down += peer.flags().contains(Flag.S_DOWN) ? 1 : 0;
      }
      boolean isCutOff = down > (group.peers().size() + 1) / 2;
      boolean refuses = who.choices().refuses();
      require(
          group.stale() ? refuses : !refuses || !isCutOff,
          () ->
              "%s %s the master of %s, with refuse-when-isolated %s"
                  .formatted(who.name(), group.stale() ? "hides" : "tells", group.name(), refuses));
    }
  }
}
