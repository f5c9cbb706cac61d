package io.vedette.quorum.view;

import java.util.List;

/**
 * Everything that can be seen of a coordinator, and everything of it that is saved.
 *
 * @param process the whole
 * @param groups in the order in which they came to be watched; the shards of clusters among them
 * @param clusters the clusters that are watched
 */
public record CoordinatorView(
    ProcessView process, List<GroupView> groups, List<ClusterView> clusters) {
  public CoordinatorView {
    groups = List.copyOf(groups);
    clusters = List.copyOf(clusters);
  }

  /** One that watches no cluster. */
  public CoordinatorView(ProcessView process, List<GroupView> groups) {
    this(process, groups, List.of());
  }
}
