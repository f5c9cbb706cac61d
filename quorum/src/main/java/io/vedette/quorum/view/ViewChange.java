package io.vedette.quorum.view;

import io.vedette.quorum.model.GroupName;
import java.util.List;

/**
 * What has changed since it was last asked: cheap where thousands of groups are quiet.
 *
 * @param process the whole
 * @param changed groups that are new or different
 * @param removed groups that are gone
 * @param clusters all clusters that are watched, changed or not
 */
public record ViewChange(
    ProcessView process,
    List<GroupView> changed,
    List<GroupName> removed,
    List<ClusterView> clusters) {

  /** One of a coordinator that watches no cluster. */
  public ViewChange(ProcessView process, List<GroupView> changed, List<GroupName> removed) {
    this(process, changed, removed, List.of());
  }
}
