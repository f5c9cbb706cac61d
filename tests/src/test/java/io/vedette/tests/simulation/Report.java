package io.vedette.tests.simulation;

import io.vedette.tests.simulation.invariant.Violation;
import io.vedette.tests.simulation.scenario.Scenario;
import io.vedette.tests.simulation.scenario.ScenarioText;
import io.vedette.tests.simulation.world.Witness;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What a person needs to see of a run that broke something: what, by how little, and how. */
final class Report {
  private static final int MOST_TRIALS = 400;
  private static final int MOST_LINES = 400;

  private Report() {}

  /** Of a scenario that breaks something. */
  static String of(Scenario broken) {
    return of(broken, () -> new Witness() {});
  }

  /**
   * The same.
   *
   * @param onlookers one for each run, who may be the one who finds something wrong
   */
  static String of(Scenario broken, Supplier<Witness> onlookers) {
    Violation violation = Run.of(broken, false, onlookers.get()).violation().orElseThrow();
    Shrinker shrinker =
        new Shrinker(broken, each -> breaks(each, violation, onlookers), MOST_TRIALS);
    Scenario smallest = shrinker.shrink();
    Outcome outcome = Run.of(smallest, true, onlookers.get());
    Violation left = outcome.violation().orElseThrow();
    List<String> lines = new ArrayList<>();
    lines.add("BROKEN " + violation.invariant() + ": " + violation.sentence());
    lines.add("  " + violation.getMessage());
    lines.add("Again: tests/simulate --runs 1 --seed " + broken.seed() + " --trace" + commit());
    lines.add(
        "Shortened from %d faults to %d in %d runs (tests/simulate --replay FILE with this):"
            .formatted(broken.faults().size(), smallest.faults().size(), shrinker.trials()));
    ScenarioText.lines(smallest).forEach(line -> lines.add("  " + line));
    lines.add("What happened in it, in milliseconds; it ends with: " + left.getMessage());
    lines.addAll(timeline(outcome));
    return String.join("\n", lines);
  }

  private static boolean breaks(
      Scenario scenario, Violation violation, Supplier<Witness> onlookers) {
    return Run.of(scenario, false, onlookers.get())
        .violation()
        .filter(found -> found.invariant().equals(violation.invariant()))
        .isPresent();
  }

  /** The end of what happened, which is what matters, under the names of all. */
  static List<String> timeline(Outcome outcome) {
    List<String> all = outcome.lines();
    if (all.size() <= MOST_LINES) {
      return all;
    }
    List<String> lines = new ArrayList<>(all.subList(0, outcome.cast()));
    int left = all.size() - MOST_LINES;
    lines.add("         … " + (left - outcome.cast()) + " lines more …");
    lines.addAll(all.subList(left, all.size()));
    return lines;
  }

  private static String commit() {
    String commit = System.getProperty("vedette.commit", "");
    return commit.isEmpty() ? "" : ", of commit " + commit;
  }
}
