package io.vedette.tests.simulation.planted;

import io.vedette.tests.simulation.Trial;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Looks for planted bugs: each is run with one seed after the other until something is broken which
 * the core as shipped does not break with the same seed. As many bugs at a time as there are
 * processors, each on one thread, so that where it is found does not depend on the machine.
 */
final class Hunt {
  /** How many seeds there are for each bug: what the tests have the time for. */
  static final int SEEDS = 2_000;

  private final Path home;
  private final long first;
  private final long seeds;
  private final LongFunction<Optional<Map.Entry<String, String>>> shipped = new Trial();

  /**
   * What became of a bug.
   *
   * @param invariant which does not hold; empty: it was not found
   * @param detail what it says
   * @param seeds how many it took, that of the find included
   * @param seconds how long it took
   */
  record Catch(PlantedBug bug, String invariant, String detail, long seeds, double seconds) {
    boolean isFound() {
      return !invariant.isEmpty();
    }
  }

  /**
   * @param home the folder of the project, whose core is patched
   * @param first seed
   * @param seeds how many there are for each bug
   */
  Hunt(Path home, long first, long seeds) {
    this.home = home;
    this.first = first;
    this.seeds = seeds;
  }

  /** The bugs that are kept. */
  static List<PlantedBug> bugs(Path home) {
    Path folder = home.resolve("tests/src/test/resources");
    List<PlantedBug> bugs = new ArrayList<>(PlantedBug.in(folder.resolve("planted-bugs"), false));
    bugs.addAll(PlantedBug.in(folder.resolve("planted-bugs-cluster"), true));
    return bugs;
  }

  /**
   * Looks for all of them.
   *
   * @param progress told of each when it is done with, on whatever thread
   * @return what became of each, in their order
   */
  List<Catch> run(List<PlantedBug> bugs, Consumer<Catch> progress) throws InterruptedException {
    ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      List<Future<Catch>> pending = new ArrayList<>();
      for (PlantedBug bug : bugs) {
        pending.add(
            threads.submit(
                () -> {
                  Catch done = lookFor(bug);
                  progress.accept(done);
                  return done;
                }));
      }
      List<Catch> all = new ArrayList<>();
      for (Future<Catch> each : pending) {
        all.add(each.get());
      }
      return all;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private Catch lookFor(PlantedBug bug) {
    long begin = System.nanoTime();
    var trial = PatchedCore.trial(bug, home);
    var sound = bug.isOfCluster() ? PatchedCore.ofCluster(home) : shipped;
    for (long seed = first; seed < first + seeds; seed++) {
      Optional<Map.Entry<String, String>> broken = trial.apply(seed);
      if (broken.isPresent() && sound.apply(seed).isEmpty()) {
        return new Catch(
            bug,
            broken.get().getKey(),
            broken.get().getValue(),
            seed - first + 1,
            secondsSince(begin));
      }
    }
    return new Catch(bug, "", "", seeds, secondsSince(begin));
  }

  private static double secondsSince(long begin) {
    return (double) (System.nanoTime() - begin) / TimeUnit.SECONDS.toNanos(1);
  }
}
