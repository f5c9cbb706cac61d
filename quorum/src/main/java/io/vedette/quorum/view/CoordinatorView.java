package io.vedette.quorum.view;

import java.util.List;

/**
 * Everything that can be seen of a coordinator, and everything of it that is saved.
 *
 * @param process the whole
 * @param groups in the order in which they came to be watched
 */
public record CoordinatorView(ProcessView process, List<GroupView> groups) {
  public CoordinatorView {
    groups = List.copyOf(groups);
  }
}
