package io.vedette.sentinel;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.CoordinatorConfig;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupConfig.KnownPeer;
import io.vedette.quorum.model.NameRules;
import io.vedette.sentinel.link.HostLookup;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The names of a configuration, looked up before anything else, so that the first client is told
 * addresses where it is to be told addresses. What does not answer in time is looked up later.
 */
final class NamesAtStart {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private NamesAtStart() {}

  static CoordinatorConfig lookUp(CoordinatorConfig config) {
    NameRules rules = config.names();
    Set<String> names = rules.resolve() ? namesIn(config) : Set.of();
    return names.isEmpty()
        ? config
        : config.with(
            new NameRules(true, rules.announce(), new HostLookup().lookUpAll(names, PATIENCE)));
  }

  private static Set<String> namesIn(CoordinatorConfig config) {
    Set<String> names = new LinkedHashSet<>();
    for (GroupConfig group : config.groups()) {
      add(group.master(), names);
      group.replicas().forEach(replica -> add(replica, names));
      group.peers().stream().map(KnownPeer::address).forEach(peer -> add(peer, names));
    }
    return names;
  }

  private static void add(Address address, Set<String> names) {
    if (address.isNamed()) {
      names.add(address.host());
    }
  }
}
