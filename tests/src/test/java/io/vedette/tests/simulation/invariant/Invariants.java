package io.vedette.tests.simulation.invariant;

import io.vedette.quorum.Effect;
import io.vedette.quorum.Event;
import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.LinkTarget;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.tests.simulation.scenario.Scenario;
import io.vedette.tests.simulation.world.SimGroup;
import io.vedette.tests.simulation.world.VedetteProcess;
import io.vedette.tests.simulation.world.Witness;
import io.vedette.tests.simulation.world.World;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** All that is checked after every step; the first that does not hold ends the run. */
public final class Invariants implements Witness {
  /** The methods that a class of witnesses has of its own. */
  private static final ClassValue<Set<String>> HEARD =
      new ClassValue<>() {
        @Override
        protected Set<String> computeValue(Class<?> type) {
          return Arrays.stream(type.getMethods())
              .filter(method -> method.getDeclaringClass() != Witness.class)
              .map(Method::getName)
              .collect(Collectors.toSet());
        }
      };

  private final List<Invariant> all;
  private final List<Witness> witnesses = new ArrayList<>();
  private final NothingIsDoneAtRest rest = new NothingIsDoneAtRest();
  private final Witness[] ofSteps;
  private final Witness[] ofHellos;

  /**
   * Those of a run; what it gives up by its faults is not asked of it.
   *
   * @param onlooker told the same, before
   */
  public Invariants(Scenario scenario, Witness onlooker) {
    Promises promises = Promises.of(scenario);
    Orders orders = new Orders();
    Fences fences = new Fences();
    all =
        List.of(
            new OneVotePerEpoch(),
            new OneLeaderPerEpoch(promises, orders),
            new EpochsNeverDecrease(),
            new NoFailoverWithoutMajority(orders),
            new SavedBeforeTold(),
            new NobodyFollowsItself(),
            new OnlyNodesOfTheGroup(),
            new OnlyFitReplicasArePromoted(),
            new PublishedOnlyIfPromoted(promises, orders),
            new RepairOnlyWhenSure(),
            new ParallelSyncs(),
            new DownOnlyAfterSilence(),
            new SilenceIsNoticed(),
            new IsolationIsSaid(),
            new WritesAreStoppedWithReason(orders, fences),
            new TiltIsIdle(orders),
            new RestraintHolds(orders),
            new WritesGoOn(fences),
            new WhoHasVotedWaits(orders),
            new NoSpinning(),
            rest);
    witnesses.add(onlooker);
    witnesses.add(orders);
    witnesses.add(fences);
    witnesses.addAll(all);
    ofSteps = whoHear("onStep");
    ofHellos = whoHear("onHello");
  }

  /** What happens all the time is told only to those who do something about it. */
  private Witness[] whoHear(String method) {
    return witnesses.stream()
        .filter(each -> HEARD.get(each.getClass()).contains(method))
        .toArray(Witness[]::new);
  }

  /** All is at rest from now on. */
  public void beginRest() {
    rest.begin();
  }

  /** Each of them. */
  public List<Invariant> all() {
    return all;
  }

  @Override
  public void onBegin(World world) {
    for (Witness each : witnesses) {
      each.onBegin(world);
    }
  }

  @Override
  public void onStart(VedetteProcess who, CoordinatorView from) {
    for (Witness each : witnesses) {
      each.onStart(who, from);
    }
  }

  @Override
  public void onCrash(VedetteProcess who) {
    for (Witness each : witnesses) {
      each.onCrash(who);
    }
  }

  @Override
  public void onStep(VedetteProcess who, int taken, long lateMs, List<Effect> decided) {
    for (Witness each : ofSteps) {
      each.onStep(who, taken, lateMs, decided);
    }
  }

  @Override
  public void onView(VedetteProcess who, CoordinatorView view) {
    for (Witness each : witnesses) {
      each.onView(who, view);
    }
  }

  @Override
  public void onEvent(VedetteProcess who, Event event) {
    for (Witness each : witnesses) {
      each.onEvent(who, event);
    }
  }

  @Override
  public void onVoteAsked(VedetteProcess who, Effect.AskPeer question) {
    for (Witness each : witnesses) {
      each.onVoteAsked(who, question);
    }
  }

  @Override
  public void onAnswer(VedetteProcess who, Address master, Effect.AnswerPeer answer) {
    for (Witness each : witnesses) {
      each.onAnswer(who, master, answer);
    }
  }

  @Override
  public void onHello(VedetteProcess who, Hello hello) {
    for (Witness each : ofHellos) {
      each.onHello(who, hello);
    }
  }

  @Override
  public void onOrder(VedetteProcess who, LinkTarget.DataNode node, Optional<Address> master) {
    for (Witness each : witnesses) {
      each.onOrder(who, node, master);
    }
  }

  @Override
  public void onPauseWrites(VedetteProcess who, LinkTarget.DataNode node) {
    for (Witness each : witnesses) {
      each.onPauseWrites(who, node);
    }
  }

  @Override
  public void onHandOver(VedetteProcess who, LinkTarget.DataNode node, Address replica) {
    for (Witness each : witnesses) {
      each.onHandOver(who, node, replica);
    }
  }

  @Override
  public void onWritesStopped(
      VedetteProcess who, LinkId link, LinkTarget.DataNode node, long untilMs) {
    for (Witness each : witnesses) {
      each.onWritesStopped(who, link, node, untilMs);
    }
  }

  @Override
  public void onWritesGoOn(VedetteProcess who, LinkId link, Optional<LinkTarget.DataNode> node) {
    for (Witness each : witnesses) {
      each.onWritesGoOn(who, link, node);
    }
  }

  @Override
  public void onStockPromotion(SimGroup group, long epoch, Address chosen) {
    for (Witness each : witnesses) {
      each.onStockPromotion(group, epoch, chosen);
    }
  }

  @Override
  public void onStockAdoption(SimGroup group, long epoch, Address chosen) {
    for (Witness each : witnesses) {
      each.onStockAdoption(group, epoch, chosen);
    }
  }

  @Override
  public void onMonitor(VedetteProcess who, SimGroup group, Address master) {
    for (Witness each : witnesses) {
      each.onMonitor(who, group, master);
    }
  }
}
