package io.vedette.tests.chaos;

import io.vedette.quorum.model.Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What coordinators tell each other of the master, by their hellos: a config epoch has one master,
 * and that is the first one or has been promoted. For several threads.
 */
final class Claims {
  private final Address first;
  private final Predicate<Address> hasBeenPromoted;
  private final Map<Long, Address> masters = new HashMap<>();
  private final Map<Long, Long> firstHeard = new HashMap<>();
  private final Set<String> violations = new LinkedHashSet<>();

  /**
   * Nothing heard yet.
   *
   * @param first the master in config epoch 0
   * @param hasBeenPromoted whether a server has ever been told to be a master
   */
  Claims(Address first, Predicate<Address> hasBeenPromoted) {
    this.first = first;
    this.hasBeenPromoted = hasBeenPromoted;
    masters.put(0L, first);
  }

  /** A hello: {@code ip,port,runid,epoch,group,master-ip,master-port,config-epoch}. */
  synchronized void heard(String hello, long atNanos) {
    String[] words = hello.split(",", -1);
    Address master = new Address(words[5], Integer.parseInt(words[6]));
    long epoch = Long.parseLong(words[7]);
    firstHeard.putIfAbsent(epoch, atNanos);
    Address before = masters.putIfAbsent(epoch, master);
    if (before == null && !master.equals(first) && !hasBeenPromoted.test(master)) {
      violations.add(
          "%s published %s as master in config epoch %d, which was never promoted"
              .formatted(words[0], master, epoch));
    }
    if (before != null && !before.equals(master)) {
      violations.add(
          "config epoch %d has two masters: %s published %s, and %s was published before"
              .formatted(epoch, words[0], master, before));
    }
  }

  /** When the first config epoch above this one was heard of. */
  synchronized OptionalLong replacedNanos(long epoch) {
    return firstHeard.entrySet().stream()
        .filter(entry -> entry.getKey() > epoch)
        .mapToLong(Map.Entry::getValue)
        .min();
  }

  /** Whether a server was ever master. */
  boolean isLegitimate(Address address) {
    return address.equals(first) || hasBeenPromoted.test(address);
  }

  /** How many config epochs have been heard of, but for 0. */
  synchronized int failovers() {
    return masters.size() - 1;
  }

  synchronized List<String> violations() {
    return new ArrayList<>(violations);
  }
}
