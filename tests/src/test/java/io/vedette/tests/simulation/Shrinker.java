package io.vedette.tests.simulation;

import io.vedette.tests.simulation.scenario.Choices;
import io.vedette.tests.simulation.scenario.Fault;
import io.vedette.tests.simulation.scenario.Fields;
import io.vedette.tests.simulation.scenario.Planned;
import io.vedette.tests.simulation.scenario.Scenario;
import io.vedette.tests.simulation.scenario.Shape;
import io.vedette.tests.simulation.scenario.Shape.NetworkKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a scenario that breaks something as small as it gets while it still breaks the same: fewer
 * faults first, then a smaller and calmer world, then shorter faults.
 */
final class Shrinker {
  private static final int SHORT_MS = 100;

  private final Predicate<Scenario> breaks;
  private final int mostTrials;
  private Scenario smallest;
  private int trials;

  /**
   * @param broken what breaks
   * @param breaks whether another breaks the same
   * @param mostTrials how often that may be asked
   */
  Shrinker(Scenario broken, Predicate<Scenario> breaks, int mostTrials) {
    smallest = broken;
    this.breaks = breaks;
    this.mostTrials = mostTrials;
  }

  /** The smallest that was found. */
  Scenario shrink() {
    Scenario before;
    do {
      before = smallest;
      dropFaults();
      calm();
      shorten();
    } while (!smallest.equals(before) && trials < mostTrials);
    return smallest;
  }

  /** How many were tried. */
  int trials() {
    return trials;
  }

  private boolean take(Scenario candidate) {
    if (candidate.equals(smallest) || trials >= mostTrials) {
      return false;
    }
    trials++;
    boolean isTaken = breaks.test(candidate);
    if (isTaken) {
      smallest = candidate;
    }
    return isTaken;
  }

  /** Large parts first, then single ones. */
  private void dropFaults() {
    for (int size = smallest.faults().size(); size > 0; size /= 2) {
      int from = 0;
      while (from < smallest.faults().size()) {
        List<Planned> rest = new ArrayList<>(smallest.faults());
        rest.subList(from, Math.min(from + size, rest.size())).clear();
        if (!take(smallest.with(rest))) {
          from += size;
        }
      }
    }
  }

  private void calm() {
    take(smallest.with(calmest()));
    for (String option : List.of("crashDetection", "coordinated", "fences", "refuses", "minds")) {
      take(smallest.with(Fields.with(smallest.choices(), option, false)));
    }
    for (String option : List.of("maxLagBytes", "awaitNewestMs", "promoteBestMs", "intervalMs")) {
      take(smallest.with(Fields.with(smallest.choices(), option, 0)));
    }
    take(shaped("stock", 0));
    take(shaped("groups", 1));
    take(withCoordinators(3));
    take(shaped("replicas", 1));
    take(shaped("replicas", 2));
    take(shaped("clients", 1));
    take(shaped("network", NetworkKind.LAN));
    for (String trait : List.of("sharesHosts", "hasAliases", "relaysPublish", "waits")) {
      take(shaped(trait, false));
    }
    take(shaped("minReplicas", 0));
    take(shaped("faultsMs", Math.max(SHORT_MS, smallest.shape().faultsMs() / 2)));
  }

  private Choices calmest() {
    return Fields.with(Choices.NONE, "checksLineage", smallest.choices().checksLineage());
  }

  private Scenario shaped(String component, Object value) {
    Shape shape = smallest.shape();
    // Only towards the smaller.
    boolean isNumber = value instanceof Integer;
    if (isNumber && (Integer) value >= Fields.number(shape, component)) {
      return smallest;
    }
    return smallest.with(Fields.with(shape, component, value));
  }

  private Scenario withCoordinators(int count) {
    Shape shape = smallest.shape();
    if (shape.coordinators() <= count) {
      return smallest;
    }
    Shape fewer = Fields.with(shape, "coordinators", count);
    fewer = Fields.with(fewer, "quorum", count / 2 + 1);
    return smallest.with(Fields.with(fewer, "stock", Math.min(shape.stock(), count - 1)));
  }

  private void shorten() {
    for (int i = 0; i < smallest.faults().size(); i++) {
      boolean goesOn = true;
      while (goesOn) {
        List<Planned> faults = new ArrayList<>(smallest.faults());
        Planned planned = faults.get(i);
        faults.set(i, new Planned(planned.moment(), halved(planned.fault())));
        goesOn = take(smallest.with(faults));
      }
    }
  }

  private static Fault halved(Fault fault) {
    Record data = (Record) fault;
    int ms = Fields.number(data, "forMs");
    return ms <= SHORT_MS ? fault : (Fault) Fields.with(data, "forMs", ms / 2);
  }
}
