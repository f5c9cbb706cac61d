package io.vedette.tests.simulation;

import io.vedette.tests.simulation.Campaign.Tally;
import io.vedette.tests.simulation.invariant.Violation;
import io.vedette.tests.simulation.scenario.Draw;
import io.vedette.tests.simulation.scenario.Scenario;
import io.vedette.tests.simulation.scenario.ScenarioText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/** The command {@code tests/simulate}. */
final class Simulate {
  private static final String USAGE =
      "usage: tests/simulate [--runs N | --minutes M] [--seed S] [--trace]\n"
          + "       tests/simulate --replay FILE\n"
          + "\n"
          + "  --runs N       so many runs, of the seeds S, S+1 …; without this and --minutes:"
          + " without end\n"
          + "  --minutes M    as many runs as begin within M minutes\n"
          + "  --seed S       the first seed (default: at random)\n"
          + "  --trace        show what happens in each of the N runs, on one thread\n"
          + "  --replay FILE  run the scenario in this file, as a report shows it, and show what"
          + " happens\n";

  /** How many broken runs are reported in full: the first ones of each kind. */
  private static final int REPORTS = 3;

  /** Below are those that people choose. */
  private static final long RANDOM_SEEDS = 1_000_000_000;

  private static final long LONGEST_MINUTES = 1_000_000;

  private long runs = Long.MAX_VALUE;
  private long minutes = Long.MAX_VALUE;
  private long seed = ThreadLocalRandom.current().nextLong(RANDOM_SEEDS, 1L << 48);
  private boolean isTraced;
  private Optional<Scenario> replay = Optional.empty();
  private final Set<Long> told = new HashSet<>();

  Simulate() {}

  /** Exit code 0: nothing is broken; 1: something is; 2: usage. */
  public static void main(String[] args) {
    if (List.of(args).contains("--help")) {
      System.out.print(USAGE);
      return;
    }
    Simulate command = new Simulate();
    try {
      command.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println("tests/simulate: " + e.getMessage() + " (--help says more)");
      System.exit(2);
    }
    System.exit(command.run() ? 0 : 1);
  }

  void parse(String... args) {
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--runs" -> runs = number(args, ++i, 1, Long.MAX_VALUE);
        case "--minutes" -> minutes = number(args, ++i, 1, LONGEST_MINUTES);
        case "--seed" -> seed = number(args, ++i, 0, Long.MAX_VALUE / 2);
        case "--trace" -> isTraced = true;
        case "--replay" -> replay = Optional.of(scenario(value(args, ++i)));
        default -> throw new IllegalArgumentException("no such option: " + args[i]);
      }
    }
    if (isTraced && runs == Long.MAX_VALUE) {
      throw new IllegalArgumentException("--trace goes with --runs N");
    }
  }

  private static Scenario scenario(String file) {
    try {
      return ScenarioText.parse(Files.readAllLines(Path.of(file)));
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException("--replay: cannot read " + file, e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--replay: " + file + ": " + e.getMessage(), e);
    }
  }

  private static String value(String[] args, int index) {
    if (index >= args.length) {
      throw new IllegalArgumentException(args[index - 1] + " needs a value");
    }
    return args[index];
  }

  private static long number(String[] args, int index, long least, long most) {
    String text = value(args, index);
    long number = least - 1;
    try {
      number = Long.parseLong(text);
    } catch (NumberFormatException e) {
      // Said below.
    }
    if (number < least || number > most) {
      throw new IllegalArgumentException(
          args[index - 1] + " needs a whole number from " + least + " to " + most + ": " + text);
    }
    return number;
  }

  private boolean run() {
    if (replay.isPresent()) {
      return show(replay.get());
    }
    if (isTraced) {
      long broken = 0;
      for (long each = seed; each < seed + runs; each++) {
        broken += show(Draw.scenario(each)) ? 0 : 1;
      }
      return sum(runs, broken);
    }
    System.out.println("seeds from " + seed);
    long seconds = minutes == Long.MAX_VALUE ? Long.MAX_VALUE : minutes * 60;
    Tally tally = new Campaign(seed, runs, seconds).run(this::say);
    say(tally);
    report(tally);
    System.out.printf("trace %016x%n", tally.hash());
    return sum(tally.runs(), tally.broken().size());
  }

  private static boolean sum(long runs, long broken) {
    System.out.println(runs + " runs, " + broken + " violations");
    return broken == 0;
  }

  private static boolean show(Scenario scenario) {
    Outcome outcome = Run.of(scenario, true);
    ScenarioText.lines(scenario).forEach(System.out::println);
    outcome.lines().forEach(System.out::println);
    System.out.printf(
        "seed %d: %s, trace %016x%n",
        scenario.seed(),
        outcome.violation().map(Violation::invariant).orElse("all held"),
        outcome.hash());
    return outcome.violation().isEmpty();
  }

  private void say(Tally tally) {
    tally
        .broken()
        .forEach(
            (broken, violation) -> {
              if (told.add(broken)) {
                System.out.println(
                    "seed "
                        + broken
                        + " breaks "
                        + violation.invariant()
                        + ": "
                        + violation.getMessage());
              }
            });
    System.out.printf(
        "%d runs in %.0f s (%.0f a second): %.0f simulated hours, %d failovers, %d of %d writes"
            + " lost, at rest within %d ms, %d broken%n",
        tally.runs(),
        tally.seconds(),
        tally.runs() / tally.seconds(),
        tally.simulatedMs() / 3.6e6,
        tally.failovers(),
        tally.lost(),
        tally.acknowledged(),
        tally.slowestRestMs(),
        tally.broken().size());
  }

  private static void report(Tally tally) {
    Map<String, Long> firsts = new TreeMap<>();
    Map<String, Integer> counts = new TreeMap<>();
    tally
        .broken()
        .forEach(
            (seed, violation) -> {
              firsts.putIfAbsent(violation.invariant(), seed);
              counts.merge(violation.invariant(), 1, Integer::sum);
            });
    firsts.values().stream()
        .limit(REPORTS)
        .forEach(seed -> System.out.println(Report.of(Draw.scenario(seed)) + "\n"));
    counts.forEach(
        (invariant, count) -> {
          long seed = firsts.get(invariant);
          String detail =
              Optional.ofNullable(tally.broken().get(seed)).map(Violation::getMessage).orElse("");
          System.out.println(invariant + " " + count + " times, first: " + seed + ": " + detail);
        });
  }
}
