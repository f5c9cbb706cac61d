package io.vedette.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.tests.simulation.invariant.Violation;
import io.vedette.tests.simulation.scenario.CoordinatorFault;
import io.vedette.tests.simulation.scenario.Draw;
import io.vedette.tests.simulation.scenario.Scenario;
import io.vedette.tests.simulation.scenario.ServerFault;
import io.vedette.tests.simulation.world.VedetteProcess;
import io.vedette.tests.simulation.world.Witness;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What comes of a run that breaks something. */
final class ReportTest {
  /** Nothing is wrong with a promotion; it stands for something that is. */
  private static final class NobodyIsPromoted implements Witness {
    @Override
    public void onEvent(VedetteProcess who, Event event) {
      if (event.type() == EventType.PROMOTED_REPLICA) {
        throw new Violation("NobodyIsPromoted", "Nobody is promoted.", who.name() + " promotes");
      }
    }
  }

  private static Scenario first(java.util.function.Predicate<Scenario> wanted) {
    return LongStream.iterate(1, seed -> seed + 1)
        .mapToObj(Draw::scenario)
        .filter(wanted)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void onlyTheFaultsThatMatterAreLeft() {
    Scenario broken =
        first(
            scenario ->
                scenario.faults().size() > 8
                    && scenario.has(ServerFault.Pause.class)
                    && scenario.has(CoordinatorFault.Pause.class));
    Shrinker shrinker =
        new Shrinker(
            broken,
            scenario ->
                scenario.has(ServerFault.Pause.class) && scenario.has(CoordinatorFault.Pause.class),
            1_000);
    Scenario smallest = shrinker.shrink();
    assertThat(smallest.faults()).hasSize(2);
    assertThat(smallest.shape().coordinators()).isEqualTo(3);
    assertThat(smallest.shape().groups()).isEqualTo(1);
    assertThat(smallest.seed()).isEqualTo(broken.seed());
  }

  @Test
  void itNamesTheInvariantTheSeedAndTheOneFaultAndTellsWhatHappened() {
    Scenario broken =
        first(
            scenario ->
                scenario.faults().size() > 5
                    && Run.of(scenario, false, new NobodyIsPromoted())
                        .violation()
                        .filter(found -> found.invariant().equals("NobodyIsPromoted"))
                        .isPresent());
    String report = Report.of(broken, NobodyIsPromoted::new);
    assertThat(report)
        .contains("BROKEN NobodyIsPromoted: Nobody is promoted.")
        .contains("--seed " + broken.seed())
        .containsPattern("Shortened from " + broken.faults().size() + " faults to [012] ")
        .contains("FAULT")
        .contains("+promoted-slave")
        .contains("10.0.0.1:6379");
  }
}
