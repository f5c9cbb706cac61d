package io.vedette.quorum.view;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.Role;
import java.util.Optional;
import java.util.Set;

/**
 * A data node as this coordinator sees it.
 *
 * @param address where it listens, as others are told
 * @param known the same as it was written or heard, perhaps by name: what is saved
 * @param flags in their natural order
 * @param link the link to it
 * @param sDownSince since when it is subjectively down, or {@link #NEVER}
 * @param oDownSince since when it is objectively down, or {@link #NEVER}
 * @param info its last INFO, if there was one
 * @param infoAt when that came, or {@link #NEVER}
 * @param roleReported the role it reports, at first the one it is known by
 * @param roleReportedAt since when
 */
public record NodeView(
    Address address,
    Address known,
    Set<Flag> flags,
    LinkView link,
    long sDownSince,
    long oDownSince,
    Optional<NodeInfo> info,
    long infoAt,
    Role roleReported,
    long roleReportedAt) {
  /** A time that has not been yet. */
  public static final long NEVER = -1;

  /** A node that others are told of as it is known. */
  public NodeView(
      Address address,
      Set<Flag> flags,
      LinkView link,
      long sDownSince,
      long oDownSince,
      Optional<NodeInfo> info,
      long infoAt,
      Role roleReported,
      long roleReportedAt) {
    this(
        address,
        address,
        flags,
        link,
        sDownSince,
        oDownSince,
        info,
        infoAt,
        roleReported,
        roleReportedAt);
  }
}
