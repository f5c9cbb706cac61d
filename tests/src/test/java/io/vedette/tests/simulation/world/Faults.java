package io.vedette.tests.simulation.world;

import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.quorum.model.Address;
import io.vedette.tests.simulation.scenario.CoordinatorFault;
import io.vedette.tests.simulation.scenario.Fault;
import io.vedette.tests.simulation.scenario.Moment;
import io.vedette.tests.simulation.scenario.NetworkFault;
import io.vedette.tests.simulation.scenario.Order;
import io.vedette.tests.simulation.scenario.Planned;
import io.vedette.tests.simulation.scenario.Scenario;
import io.vedette.tests.simulation.scenario.ServerFault;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings a scenario's faults about, at their times or when what they wait for happens, ends them,
 * and in the end heals everything.
 */
public final class Faults implements Fault.Handler {
  private static final long OPERATOR_MS = 10_000;

  private final World world;
  private final ServerFaults servers;
  private final CoordinatorFaults coordinators;
  private final NetworkFaults network;
  private final Orders orders;
  private final Map<EventType, Integer> counts = new EnumMap<>(EventType.class);
  private final List<Planned> waiting = new ArrayList<>();
  private final List<Undo> undos = new ArrayList<>();
  private VedetteProcess actor;
  private boolean isOver;

  /** What ends a fault, once. */
  private static final class Undo {
    private final Runnable action;
    private boolean isDone;

    Undo(Runnable action) {
      this.action = action;
    }

    void perform() {
      if (!isDone) {
        isDone = true;
        action.run();
      }
    }
  }

  private Faults(World world) {
    this.world = world;
    servers = new ServerFaults(world, this);
    coordinators = new CoordinatorFaults(world, this);
    network = new NetworkFaults(world, this);
    orders = new Orders(world, this);
  }

  /** Plans all faults of a scenario, from now on. */
  public static Faults plan(World world, Scenario scenario) {
    Faults faults = new Faults(world);
    for (Planned planned : scenario.faults()) {
      if (planned.moment() instanceof Moment.At at) {
        world.later(at.ms(), () -> faults.happen(planned.fault()));
      } else {
        faults.waiting.add(planned);
      }
    }
    if (!faults.waiting.isEmpty()) {
      world.listen(faults::onEvent);
    }
    return faults;
  }

  private void onEvent(VedetteProcess who, Event event) {
    int count = counts.merge(event.type(), 1, Integer::sum);
    for (Planned planned : List.copyOf(waiting)) {
      Moment.On on = (Moment.On) planned.moment();
      if (on.type() == event.type() && on.nth() == count) {
        waiting.remove(planned);
        if (on.laterMs() == 0) {
          happenTo(who, planned.fault());
        } else {
          world.later(on.laterMs(), () -> happenTo(who, planned.fault()));
        }
      }
    }
  }

  private void happenTo(VedetteProcess who, Fault fault) {
    actor = who;
    happen(fault);
    actor = null;
  }

  private void happen(Fault fault) {
    if (!isOver) {
      world.trace().line("FAULT", fault::toString);
      fault.dispatchTo(this);
    }
  }

  /** Ends something after its time, or when everything is healed. */
  void endIn(long ms, Runnable action) {
    Undo undo = new Undo(action);
    undos.add(undo);
    world.later(ms, undo::perform);
  }

  /** A host loses power, with everything on it, and has it again after a while. */
  void losePower(int host, long forMs, ServerFault.Kept kept, int loadMs) {
    world.trace().line("FAULT", () -> "host " + host + " loses power");
    List<Endpoint> victims =
        world.endpointsOn(host).stream().filter(SimProcess::isRunning).toList();
    for (Endpoint each : victims) {
      each.crash(true);
    }
    endIn(
        forMs,
        () -> {
          for (Endpoint each : victims) {
            if (each instanceof RedisServer server) {
              servers.restart(server, kept, loadMs);
            } else if (each instanceof CoordinatorNode coordinator) {
              coordinators.restart(coordinator);
            }
          }
        });
  }

  /** Whoever a fault means by this number. */
  CoordinatorNode coordinator(int number) {
    if (number != Fault.ACTOR) {
      return world.coordinators().get((number - 1) % world.coordinators().size());
    }
    return actor != null ? actor : world.coordinators().get(0);
  }

  /** The group that a fault means by this number. */
  SimGroup group(int number) {
    return world.groups().get(number % world.groups().size());
  }

  /** Whoever a fault means by this number; null: there is nobody. */
  RedisServer server(int groupNumber, int number) {
    SimGroup group = group(groupNumber);
    return switch (number) {
      case Fault.MASTER -> world.publishedMaster(group);
      case Fault.CHOSEN -> group.lastPromoted();
      default -> group.servers().get(number % group.servers().size());
    };
  }

  // Healing.

  /** Everything works again from now on. */
  public void heal() {
    world.trace().line("HEAL", () -> "everything works again");
    isOver = true;
    waiting.clear();
    // What ends a fault may begin another, which is over then, too.
    for (int i = 0; i < undos.size(); i++) {
      undos.get(i).perform();
    }
    world.network().heal();
    tidyUp();
    // By then all is done that was ordered before.
    world.later(OPERATOR_MS, this::remind);
  }

  /**
   * An operator looks after coordinators that have lost a group with their disk, and after stock
   * Sentinels that have given another's config epoch to their own choice.
   */
  private void remind() {
    for (SimGroup group : world.groups()) {
      world.vedettes().forEach(each -> orders.seeTo(each, group, false));
      reconcile(group);
    }
    world.later(OPERATOR_MS, this::remind);
  }

  private void reconcile(SimGroup group) {
    Optional<Address> master = world.vedettes().get(0).published(group.groupName());
    for (CoordinatorNode each : world.coordinators()) {
      if (each instanceof StockSentinel stock && master.isPresent()) {
        stock.monitorAnewIfAtOdds(group, master.get());
      }
    }
  }

  /** An operator looks after servers that no coordinator can know of. */
  private void tidyUp() {
    for (SimGroup group : world.groups()) {
      RedisServer master = world.publishedMaster(group);
      for (RedisServer server : group.servers()) {
        boolean isLost = server.isAwake() && (!isKnown(group, server) || isTakenAway(server));
        if (master != null && server != master && isLost) {
          world.trace().line("HEAL", () -> "an operator repoints " + server.name());
          server.order(Optional.of(master.address()));
        }
      }
    }
    world.later(OPERATOR_MS, this::tidyUp);
  }

  /** Whether it follows a server of another group. */
  private boolean isTakenAway(RedisServer server) {
    return server.master().flatMap(world::groupAt).filter(of -> of != server.group()).isPresent();
  }

  /**
   * Whether all others of its group work, may be promoted, and are where somebody looks; and no
   * coordinator is about to watch the group anew.
   */
  boolean areOthersKnown(RedisServer server) {
    boolean isWatched =
        world.vedettes().stream()
            .allMatch(
                each ->
                    each.view() == null || each.published(server.group().groupName()).isPresent());
    return isWatched
        && server.group().servers().stream()
            .allMatch(
                other ->
                    other == server
                        || (other.serves()
                            && other.priority() > 0
                            && isKnown(server.group(), other)));
  }

  /**
   * Whether no coordinator has another address of a group's master than the others: who was told of
   * it by another one would stay behind when that one moves, of which no config epoch tells.
   */
  boolean isMasterKnownAlike(SimGroup group) {
    return world.vedettes().stream()
            .filter(each -> each.view() != null)
            .flatMap(each -> each.published(group.groupName()).stream())
            .distinct()
            .count()
        <= 1;
  }

  /** Whether some coordinator knows it where it is, as a replica or as the master. */
  boolean isKnown(SimGroup group, RedisServer server) {
    for (VedetteProcess each : world.vedettes()) {
      boolean isKnown =
          each.seen(group.groupName()).stream()
              .anyMatch(
                  view ->
                      world.serverAt(view.published()) == server
                          || view.replicas().stream()
                              .anyMatch(node -> world.serverAt(node.address()) == server));
      if (isKnown) {
        return true;
      }
    }
    return false;
  }

  @Override
  public ServerFault.Handler servers() {
    return servers;
  }

  @Override
  public CoordinatorFault.Handler coordinators() {
    return coordinators;
  }

  @Override
  public NetworkFault.Handler network() {
    return network;
  }

  @Override
  public Order.Handler orders() {
    return orders;
  }
}
