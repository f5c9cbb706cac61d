package io.vedette.quorum;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.DataNode;
import io.vedette.quorum.model.Link;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.Names;
import io.vedette.quorum.model.PeerLink;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Has host names looked up: when one is first heard of, whenever a link to it is to be made, and
 * from time to time. Nothing here waits; where no name is in use, nothing happens at all.
 */
final class Lookups {
  /** How often every name in use is looked up though its links stand. */
  static final long SWEEP_MS = 30_000;

  /** How soon after an attempt a name is looked up again for a link that is to be made. */
  private static final long AGAIN_MS = 1_000;

  /** After this an answer is not waited for any more; more than {@link Effect.ResolveHost} says. */
  private static final long ANSWER_MS = 12_000;

  /** For how long a name that nobody has is remembered after it was last heard. */
  private static final long KEEP_MS = 60_000;

  /** How many names are taken from what is heard. */
  private static final int MAX_HEARD = 4_096;

  /** Whether there is a way to a node. */
  enum Way {
    /** Its address is known, and as new as can be. */
    OPEN,
    /** Its name is being looked up. */
    PENDING,
    /** Its name can't be resolved, and never could. */
    NONE
  }

  private static final class Lookup {
    private final String name;
    private boolean inFlight;
    private long askedAt = Link.NEVER;
    private long heardAt;
    private boolean failed;
    private boolean reported;
    private final Set<MasterGroup> groups = new LinkedHashSet<>();
    private final Set<PeerLink> peers = new LinkedHashSet<>();

    private Lookup(String name) {
      this.name = name;
    }
  }

  private final Self self;
  private final Outbox out;
  private final Registry registry;
  private final Map<String, Lookup> lookups = new LinkedHashMap<>();
  private long sweepAt = Coordinator.NO_DEADLINE;

  Lookups(Self self, Outbox out, Registry registry) {
    this.self = self;
    this.out = out;
    this.registry = registry;
  }

  /** Whether a link to this address can be made now; if not, {@link #await} says when. */
  Way wayTo(Address address, long patienceMs, Agenda<?> agenda) {
    if (!concerns(address)) {
      return Way.OPEN;
    }
    Lookup lookup = of(address.host());
    askAgain(lookup);
    boolean isKnown = self.names.hostOf(lookup.name).isPresent();
    if (!isInFlight(lookup)) {
      return isKnown ? Way.OPEN : Way.NONE;
    }
    if (isKnown) {
      // Slow DNS must not keep a link down for long: then the last known address counts.
      return agenda.isDue(lookup.askedAt + patienceMs) ? Way.OPEN : Way.PENDING;
    }
    agenda.wakeAt(lookup.askedAt + ANSWER_MS);
    return lookup.failed ? Way.NONE : Way.PENDING;
  }

  /** The group is looked at again when this name has been answered for. */
  void await(Address address, MasterGroup group) {
    of(address.host()).groups.add(group);
  }

  /** The peer is looked at again when this name has been answered for. */
  void await(Address address, PeerLink process) {
    of(address.host()).peers.add(process);
  }

  /**
   * An address was heard of.
   *
   * @return whether all is known of it that can be; otherwise, it is being looked up
   */
  boolean isSettled(Address address) {
    if (!concerns(address)) {
      return true;
    }
    if (lookups.size() >= MAX_HEARD && !lookups.containsKey(Names.key(address.host()))) {
      return true;
    }
    Lookup lookup = of(address.host());
    if (self.names.hostOf(lookup.name).isPresent()) {
      return true;
    }
    askAgain(lookup);
    return lookup.failed;
  }

  /** Whether an address stands for a place, as far as is known. */
  boolean isKnown(Address address) {
    return !concerns(address) || self.names.hostOf(address.host()).isPresent();
  }

  /** Looks a name up now, unless it is being looked up. */
  void ask(Address address) {
    Lookup lookup = of(address.host());
    if (!isInFlight(lookup)) {
      ask(lookup);
    }
  }

  /** Names that were resolved before the start are looked after like the others. */
  void lookAfter(Set<String> names) {
    for (String name : names) {
      of(name).askedAt = self.now;
    }
  }

  private boolean concerns(Address address) {
    return self.names.areResolved() && address.isNamed();
  }

  private Lookup of(String name) {
    Lookup lookup = lookups.computeIfAbsent(Names.key(name), key -> new Lookup(name));
    lookup.heardAt = self.now;
    if (sweepAt == Coordinator.NO_DEADLINE) {
      sweepAt = self.now + SWEEP_MS;
    }
    return lookup;
  }

  private void askAgain(Lookup lookup) {
    boolean isFresh = lookup.askedAt != Link.NEVER && self.now - lookup.askedAt < AGAIN_MS;
    if (!isFresh && !isInFlight(lookup)) {
      ask(lookup);
    }
  }

  private void ask(Lookup lookup) {
    lookup.inFlight = true;
    lookup.askedAt = self.now;
    out.add(new Effect.ResolveHost(lookup.name));
  }

  private boolean isInFlight(Lookup lookup) {
    return lookup.inFlight && self.now - lookup.askedAt < ANSWER_MS;
  }

  /** A name was found; says which groups have waited for it. */
  List<MasterGroup> resolved(Input.HostResolved answer) {
    Lookup lookup = lookups.get(Names.key(answer.name()));
    if (lookup == null) {
      return List.of();
    }
    lookup.inFlight = false;
    lookup.failed = false;
    Optional<String> before = self.names.hostOf(answer.name());
    boolean isMoved = self.names.learn(answer.name(), answer.hosts());
    String now = self.names.hostOf(answer.name()).orElseThrow();
    if (lookup.reported) {
      lookup.reported = false;
      out.event(EventType.HOST_RESOLVED, lookup.name + " " + now, "");
    }
    if (isMoved) {
      before.ifPresent(
          old -> out.event(EventType.HOST_MOVED, lookup.name + " " + old + " " + now, ""));
      new HostMove(out, registry, lookup.name, before.isEmpty()).carryOut();
    }
    return wake(lookup);
  }

  /** A name was not found, what was known of it stays; says which groups have waited for it. */
  List<MasterGroup> unresolved(Input.HostUnresolved answer) {
    Lookup lookup = lookups.get(Names.key(answer.name()));
    if (lookup == null) {
      return List.of();
    }
    lookup.inFlight = false;
    lookup.failed = true;
    if (!lookup.reported && namesInUse().contains(Names.key(lookup.name))) {
      lookup.reported = true;
      String known =
          self.names.hostOf(lookup.name).map(host -> ", " + host + " still counts").orElse("");
      out.event(EventType.HOST_UNRESOLVED, lookup.name, answer.reason() + known);
    }
    return wake(lookup);
  }

  private List<MasterGroup> wake(Lookup lookup) {
    // What waited may have been removed meanwhile.
    List<MasterGroup> groups = lookup.groups.stream().filter(registry::isWatched).toList();
    groups.forEach(registry::touch);
    lookup.peers.stream().filter(registry::isKnown).forEach(registry::touch);
    lookup.groups.clear();
    lookup.peers.clear();
    return groups;
  }

  /** When {@link #sweep} is due. */
  long next() {
    return sweepAt;
  }

  /** Looks up every name in use, and forgets the others. */
  void sweep() {
    if (self.now < sweepAt) {
      return;
    }
    Set<String> inUse = namesInUse();
    for (Map.Entry<String, Lookup> entry : List.copyOf(lookups.entrySet())) {
      Lookup lookup = entry.getValue();
      if (!inUse.contains(entry.getKey()) && self.now - lookup.heardAt >= KEEP_MS) {
        lookups.remove(entry.getKey());
        self.names.forget(entry.getKey());
      } else if (self.names.areResolved() && self.now - lookup.askedAt >= SWEEP_MS / 2) {
        if (!isInFlight(lookup)) {
          ask(lookup);
        }
      }
    }
    sweepAt = lookups.isEmpty() ? Coordinator.NO_DEADLINE : self.now + SWEEP_MS;
  }

  private Set<String> namesInUse() {
    Set<String> inUse = new LinkedHashSet<>();
    for (MasterGroup group : registry.groups()) {
      for (DataNode node : group.nodes()) {
        inUse.add(Names.key(node.address().host()));
      }
    }
    for (PeerLink process : registry.peers()) {
      inUse.add(Names.key(process.address().host()));
    }
    return inUse;
  }
}
