package io.vedette.quorum.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is done with host names, and what was found out of them before the start.
 *
 * @param resolve whether names are accepted for addresses and looked up
 * @param announce whether others are told the names; otherwise, the addresses they stand for
 * @param known names with their addresses, one or more each, the preferred one first
 */
public record NameRules(boolean resolve, boolean announce, Map<String, List<String>> known) {
  /** Sentinel's default: addresses only. */
  public static final NameRules OFF = new NameRules(false, false, Map.of());

  public NameRules {
    known = Collections.unmodifiableMap(new LinkedHashMap<>(known));
  }
}
