package io.vedette.tests.simulation.world;

import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.quorum.view.GroupView;
import io.vedette.quorum.view.ViewChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that a core shows, put together from what has changed since, as the process does it. */
final class LatestView {
  private final Map<GroupName, GroupView> groups = new LinkedHashMap<>();
  private List<GroupView> changed = new ArrayList<>();
  private CoordinatorView view;

  LatestView(CoordinatorView first) {
    view = first;
    first.groups().forEach(group -> groups.put(group.name(), group));
  }

  /** Everything, with these changes. */
  CoordinatorView with(ViewChange change) {
    change.removed().forEach(groups::remove);
    for (GroupView group : change.changed()) {
      groups.put(group.name(), group);
    }
    changed.addAll(change.changed());
    view = new CoordinatorView(change.process(), List.copyOf(groups.values()));
    return view;
  }

  /** The groups that may have changed since this was last asked, in some of them more than once. */
  List<GroupView> takeChanged() {
    List<GroupView> taken = changed;
    changed = new ArrayList<>();
    return taken;
  }
}
