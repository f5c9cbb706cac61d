package io.vedette.quorum.view;

import io.vedette.quorum.model.Address;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What speaks against the next failover of a group, or shapes it.
 *
 * @param refusals why replicas were refused when one was chosen last, by address
 */
public record GroupOutlook(Map<Address, String> refusals) {
  /** Nothing does. */
  public static final GroupOutlook CLEAR = new GroupOutlook(Map.of());

  public GroupOutlook {
    refusals = Collections.unmodifiableMap(new TreeMap<>(refusals));
  }
}
