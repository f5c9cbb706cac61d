package io.vedette.quorum.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What host names stand for, and so whether two addresses are one node: the one place where that is
 * decided. A name keeps its last known address until it is known to have another.
 *
 * <p>Where no name is known, every question is answered by the addresses as they are. Mutable; of
 * the coordinator's thread.
 */
public final class Names {
  private final Map<String, String> hosts = new LinkedHashMap<>();
  private boolean resolve;
  private boolean announce;

  /** Begins with what is known. */
  public Names(NameRules rules) {
    follow(rules.resolve(), rules.announce());
    rules.known().forEach(this::learn);
  }

  /** Other rules hold from now on; what is known stays known, as in Sentinel. */
  public void follow(boolean resolves, boolean announces) {
    resolve = resolves;
    announce = announces;
  }

  /** Whether names are looked up. */
  public boolean areResolved() {
    return resolve;
  }

  /**
   * A name has been looked up. It keeps the address it has as long as that is among those found: a
   * name of several addresses must not move with every answer.
   *
   * @param found one or more addresses, the preferred one first
   * @return whether its address is another one than before
   */
  public boolean learn(String name, List<String> found) {
    String key = key(name);
    String before = hosts.get(key);
    if (before != null && found.contains(before)) {
      return false;
    }
    hosts.put(key, found.get(0));
    return true;
  }

  /** A name is of no interest any more. */
  public void forget(String name) {
    hosts.remove(key(name));
  }

  /** The address that a name stands for, if it has ever been resolved. */
  public Optional<String> hostOf(String name) {
    return Optional.ofNullable(hosts.get(key(name)));
  }

  /** Whether there is any name whose address is known. */
  public boolean areAnyKnown() {
    return !hosts.isEmpty();
  }

  /** Where to connect: the address with its name resolved, or unchanged if that isn't known. */
  public Address endpoint(Address address) {
    if (hosts.isEmpty()) {
      return address;
    }
    String host = hosts.get(key(address.host()));
    return host == null ? address : new Address(host, address.port());
  }

  /** Whether these are one and the same, as far as is known. */
  public boolean areSame(Address one, Address other) {
    return one.equals(other) || (!hosts.isEmpty() && endpoint(one).equals(endpoint(other)));
  }

  /** What others are told of an address, by {@code announce-hostnames}. */
  public Address shown(Address address) {
    return announce ? address : endpoint(address);
  }

  /** A name in the form in which it is looked for, whatever the case it is written in. */
  public static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
