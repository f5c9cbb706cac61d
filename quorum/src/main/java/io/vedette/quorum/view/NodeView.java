package io.vedette.quorum.view;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.Role;
import java.util.Optional;
import java.util.Set;

/**
 * A data node as this coordinator sees it.
 *
 * @param address where it listens
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
}
