package io.vedette.quorum.view;

import io.vedette.quorum.model.GroupName;
import java.util.List;

/**
 * What has changed since it was last asked: cheap where thousands of groups are quiet.
 *
 * @param process the whole
 * @param changed groups that are new or different
 * @param removed groups that are gone
 */
public record ViewChange(ProcessView process, List<GroupView> changed, List<GroupName> removed) {}
