package io.vedette.tests.simulation.world;

import io.vedette.quorum.Event;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.Timing;
import io.vedette.tests.simulation.scenario.Choices;
import io.vedette.tests.simulation.scenario.Scenario;
import io.vedette.tests.simulation.scenario.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Everything there is, and the time in which it happens. */
public final class World {
  private static final int REDIS_PORT = 6379;
  private static final int SENTINEL_PORT = 26379;

  /** When the first coordinator starts: the servers have found each other by then. */
  private static final int START_MS = 5_000;

  private static final int START_SPREAD_MS = 300;

  private final Shape shape;
  private final Choices choices;
  private final SplittableRandom random;
  private final Scheduler scheduler = new Scheduler();
  private final Trace trace;
  private final Network network;
  private final Witness witness;
  private final Map<Address, Endpoint> byAddress = new HashMap<>();
  private final List<SimGroup> groups = new ArrayList<>();
  private final List<CoordinatorNode> coordinators = new ArrayList<>();
  private final List<VedetteProcess> vedettes = new ArrayList<>();
  private EventListener listener = (who, event) -> {};
  private int lastMove;
  private int cast;

  /** Whoever waits for events. */
  interface EventListener {
    void onEvent(VedetteProcess who, Event event);
  }

  /**
   * A world in which nothing has happened yet.
   *
   * @param witness told of all that coordinators do
   * @param keepsLines whether the trace is to be read by a person
   */
  public World(Scenario scenario, Witness witness, boolean keepsLines) {
    shape = scenario.shape();
    choices = scenario.choices();
    this.witness = witness;
    random = new SplittableRandom(scenario.seed());
    trace = new Trace(scheduler, keepsLines);
    int servers = shape.groups() * shape.servers();
    int clients = shape.groups() * shape.clients();
    network =
        new Network(shape.network(), shape.coordinators() + servers + clients, random.split());
    for (int i = 0; i < shape.groups(); i++) {
      addGroup(i);
    }
    for (int i = 1; i <= shape.coordinators(); i++) {
      addCoordinator(i);
    }
    addClients(shape.coordinators() + servers);
    sayWhoIsWho();
    witness.onBegin(this);
    for (CoordinatorNode each : coordinators) {
      later(START_MS + random.nextInt(START_SPREAD_MS), () -> start(each));
    }
  }

  private void sayWhoIsWho() {
    for (CoordinatorNode each : coordinators) {
      sayWhere(each, each.address() + " " + each.runId());
    }
    for (SimGroup group : groups) {
      group.servers().forEach(server -> sayWhere(server, server.address().toString()));
      group.clients().forEach(client -> sayWhere(client, ""));
    }
    cast = trace.lines().size();
  }

  private void sayWhere(SimProcess who, String address) {
    trace.line(who.name(), () -> "on host " + who.host() + " " + address);
  }

  /** How many lines of the trace, the first ones, say who is who. */
  public int cast() {
    return cast;
  }

  private void addGroup(int number) {
    Address master = new Address("10.0." + number + ".1", REDIS_PORT);
    Address alias = new Address("172.16." + number + ".1", REDIS_PORT);
    SimGroup group = new SimGroup(number, shape, shape.hasAliases() ? alias : master);
    groups.add(group);
    for (int i = 0; i < shape.servers(); i++) {
      Address address = new Address("10.0." + number + "." + (i + 1), REDIS_PORT);
      int ownHost = shape.coordinators() + number * shape.servers() + i;
      boolean shares = shape.sharesHosts() && i < shape.coordinators();
      RedisServer server =
          new RedisServer(
              this,
              group,
              i,
              shares ? i : ownHost,
              address,
              i == 0 ? Optional.empty() : Optional.of(master));
      group.servers().add(server);
      byAddress.put(address, server);
    }
    if (shape.hasAliases()) {
      byAddress.put(alias, group.servers().get(0));
    }
  }

  private void addCoordinator(int number) {
    Address address = new Address("10.1.0." + number, SENTINEL_PORT);
    int host = number - 1;
    if (number <= shape.coordinators() - shape.stock()) {
      VedetteProcess process = new VedetteProcess(this, number, host, address, configuration());
      vedettes.add(process);
      coordinators.add(process);
    } else {
      coordinators.add(new StockSentinel(this, number, host, address));
    }
    byAddress.put(address, coordinators.get(number - 1));
  }

  private List<GroupConfig> configuration() {
    return groups.stream()
        .map(group -> GroupConfig.fresh(group.groupName(), group.configuredMaster(), settings()))
        .toList();
  }

  /** What every coordinator is configured with. */
  GroupSettings settings() {
    return GroupSettings.defaults(shape.quorum(), Timing.DEFAULT)
        .change()
        .downAfterMs(shape.downAfterMs())
        .failoverTimeoutMs(shape.failoverTimeoutMs())
        .parallelSyncs(shape.parallelSyncs())
        .build();
  }

  /** Which of Vedette's own options are chosen, unless that is changed. */
  Choices choices() {
    return choices;
  }

  private void addClients(int firstHost) {
    int host = firstHost;
    for (SimGroup group : groups) {
      for (int i = 0; i < shape.clients(); i++) {
        int periodMs = 600 + random.nextInt(1_200);
        group.clients().add(new Client(this, group, i, host++, periodMs, shape.waits()));
      }
    }
  }

  /** Starts a coordinator that does not run. */
  void start(CoordinatorNode coordinator) {
    if (!coordinator.isRunning()) {
      coordinator.start();
    }
  }

  // Time.

  /** Milliseconds since the beginning. */
  public long now() {
    return scheduler.now();
  }

  void at(long time, Runnable what) {
    scheduler.at(time, what);
  }

  void later(long ms, Runnable what) {
    scheduler.at(scheduler.now() + ms, what);
  }

  /** Lets time go by until then. */
  public void runUntil(long time) {
    scheduler.runUntil(time);
  }

  /** How much has happened so far. */
  public long happened() {
    return scheduler.happened();
  }

  // Who is there.

  SplittableRandom random() {
    return random;
  }

  Network network() {
    return network;
  }

  Witness witness() {
    return witness;
  }

  public Trace trace() {
    return trace;
  }

  public Shape shape() {
    return shape;
  }

  boolean relaysPublish() {
    return shape.relaysPublish();
  }

  public List<SimGroup> groups() {
    return groups;
  }

  /** The group with this name. */
  SimGroup group(GroupName name) {
    for (SimGroup group : groups) {
      if (group.groupName().equals(name)) {
        return group;
      }
    }
    throw new IllegalArgumentException("no group " + name);
  }

  /** All of them, from the first. */
  public List<CoordinatorNode> coordinators() {
    return coordinators;
  }

  /** Those that run the real core. */
  public List<VedetteProcess> vedettes() {
    return vedettes;
  }

  /** Who listens there, or would if it ran; null: nobody has this address. */
  Endpoint endpointAt(Address address) {
    return byAddress.get(address);
  }

  /** The Redis server there; null: there is none. */
  public RedisServer serverAt(Address address) {
    return byAddress.get(address) instanceof RedisServer server ? server : null;
  }

  /** The group whose server has this address; empty: no server has. */
  public Optional<SimGroup> groupAt(Address address) {
    return Optional.ofNullable(serverAt(address)).map(RedisServer::group);
  }

  /** Whether a server runs, and most coordinators can talk with it. */
  public boolean isThere(RedisServer server) {
    long reached =
        coordinators.stream()
            .filter(each -> network.passesBothWays(each.host(), server.host()))
            .count();
    return server.isAwake() && reached > coordinators.size() / 2;
  }

  /** All processes on a host. */
  List<Endpoint> endpointsOn(int host) {
    List<Endpoint> found = new ArrayList<>();
    for (CoordinatorNode each : coordinators) {
      if (each.host() == host) {
        found.add(each);
      }
    }
    for (SimGroup group : groups) {
      for (RedisServer each : group.servers()) {
        if (each.host() == host) {
          found.add(each);
        }
      }
    }
    return found;
  }

  /** An endpoint that does not run gets an address that nobody had before. */
  void move(Endpoint endpoint) {
    lastMove++;
    Address old = endpoint.address();
    byAddress.remove(old, endpoint);
    Address fresh = new Address("10.2." + lastMove / 250 + "." + (lastMove % 250 + 1), old.port());
    endpoint.moveTo(fresh);
    byAddress.put(fresh, endpoint);
    trace.line(endpoint.name(), () -> "has the address " + fresh + " now");
  }

  /** Two endpoints that don't run get each other's address. */
  void swap(Endpoint one, Endpoint other) {
    Address first = one.address();
    one.moveTo(other.address());
    other.moveTo(first);
    byAddress.put(one.address(), one);
    byAddress.put(other.address(), other);
    trace.line(one.name(), () -> "has the address of " + other.name() + " now, and vice versa");
  }

  // What happens.

  void listen(EventListener who) {
    listener = who;
  }

  void onEvent(VedetteProcess who, Event event) {
    listener.onEvent(who, event);
  }

  void obeyed(RedisServer server, Optional<Address> master) {
    trace.obeyed(server, master);
    if (master.isEmpty()) {
      server.group().promoted(server);
    }
  }

  /** The one server that all coordinators that run take for the master; empty: they don't agree. */
  public Optional<RedisServer> agreedMaster(SimGroup group) {
    RedisServer agreed = null;
    for (CoordinatorNode each : coordinators) {
      if (each.isRunning()) {
        RedisServer said = each.published(group.groupName()).map(this::serverAt).orElse(null);
        if (said == null || (agreed != null && said != agreed)) {
          return Optional.empty();
        }
        agreed = said;
      }
    }
    return Optional.ofNullable(agreed);
  }

  /**
   * Who is master, as the first coordinator says that runs; null: none says anything that is so.
   */
  RedisServer publishedMaster(SimGroup group) {
    for (CoordinatorNode each : coordinators) {
      if (each.isRunning()) {
        Optional<Address> address = each.published(group.groupName());
        if (address.isPresent() && serverAt(address.get()) != null) {
          return serverAt(address.get());
        }
      }
    }
    return null;
  }
}
