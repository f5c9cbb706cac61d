package io.vedette.quorum.view;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.LastKnown;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What speaks against the next failover of a group, or shapes it.
 *
 * @param refusals why replicas were refused when one was chosen last, by address
 * @param pausedUntil until when there is no automatic failover, or {@link NodeView#NEVER}
 * @param heldBackUntil until when the last failover keeps the next from happening, or never
 * @param lastKnown what its master last said of its data; empty unknown
 */
public record GroupOutlook(
    Map<Address, String> refusals,
    long pausedUntil,
    long heldBackUntil,
    Optional<LastKnown> lastKnown) {
  /** Nothing does. */
  public static final GroupOutlook CLEAR =
      new GroupOutlook(Map.of(), NodeView.NEVER, NodeView.NEVER, Optional.empty());

  public GroupOutlook {
    refusals = refusals.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(refusals));
  }
}
