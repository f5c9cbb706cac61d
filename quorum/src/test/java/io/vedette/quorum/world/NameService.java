package io.vedette.quorum.world;

import io.vedette.quorum.Input;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.NameRules;
import io.vedette.quorum.model.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The modelled DNS, and what the coordinators do with names; at first, none has any. */
final class NameService {
  boolean resolve;
  boolean announce;

  /** How long an answer takes. */
  long delayMs = 2;

  /** Whether it can't be reached. */
  boolean fails;

  private final Map<String, List<String>> hosts = new LinkedHashMap<>();

  void set(String name, List<String> addresses) {
    hosts.put(Names.key(name), addresses);
  }

  void remove(String name) {
    hosts.remove(Names.key(name));
  }

  Input answer(String name) {
    List<String> found = hosts.get(Names.key(name));
    return fails || found == null
        ? new Input.HostUnresolved(name, fails ? "no answer" : "no such host")
        : new Input.HostResolved(name, found);
  }

  /** The address that a server finds; unchanged if there is none. */
  Address resolved(Address address) {
    List<String> found = hosts.get(Names.key(address.host()));
    return found == null ? address : new Address(found.get(0), address.port());
  }

  /** What a process starts with: it has looked up everything it can. */
  NameRules rules(boolean isLookedUp) {
    return new NameRules(resolve, announce, isLookedUp && !fails ? hosts : Map.of());
  }
}
