package io.vedette.tests.chaos;

import io.vedette.tests.harness.CoordinatorKind;
import io.vedette.tests.harness.Executables;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/** The command {@code tests/chaos}. */
final class Chaos {
  private static final String USAGE =
      """
      usage: tests/chaos [--minutes M | --rounds N] [--seed S] [--faults FAULT,FAULT…] [--guard GUARD]
                         [--schedule FILE] [--compare] [--report FILE] [--logs FOLDER]

        Five hosts (network namespaces) with a Redis server, a coordinator and a client each. Faults come
        in rounds of one or some at once; after each everything is healed, and the group must come to rest.

        --minutes M    begin rounds for M minutes (default 3)
        --rounds N     at most N rounds
        --seed S       the same seed and faults: the same rounds (default 1)
        --faults …     only these of: %s
        --guard GUARD  what keeps a master that is cut off from taking writes: none,
                       min-replicas (min-replicas-to-write 2, min-replicas-max-lag 2; the default),
                       fence (Vedette's fence-isolated-master)
        --schedule F   the rounds in this file, as a report or a run shows them, instead of drawn ones
        --compare      the same rounds with redis-sentinel, by turns; but its clocks do not jump, for it
                       does not start with libfaketime
        --report FILE  what came of it, as Markdown, and as JSON in FILE.json
        --logs FOLDER  keep all logs there; else in tests/target/chaos where something is wrong

        Needs root, redis-server, ip and tc; libfaketime for clocks that jump.
        Exit code: 0 nothing is wrong; 1 something is, or it can't be done here; 2 usage.
      """;

  /** How many rounds one program has in a row when two are compared. */
  private static final int TURN = 8;

  private final ChaosOptions options;
  private final PrintStream out;
  private final List<Round> begun = new ArrayList<>();
  private final List<Played> played = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private int foreignViolations;

  Chaos(ChaosOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  public static void main(String[] args) throws InterruptedException {
    System.exit(run(args));
  }

  private static int run(String... args) throws InterruptedException {
    if (Arrays.asList(args).contains("--help")) {
      System.out.print(usage());
      return 0;
    }
    ChaosOptions options;
    try {
      options = ChaosOptions.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println("chaos: " + e.getMessage());
      System.err.print(usage());
      return 2;
    }
    Optional<String> problem = Machine.problem(options.compare());
    if (problem.isPresent()) {
      System.err.println("chaos: " + problem.get());
      return 1;
    }
    try {
      return new Chaos(options, System.out).run().isEmpty() ? 0 : 1;
    } catch (IllegalArgumentException e) {
      System.err.println("chaos: " + e.getMessage());
      return 2;
    }
  }

  private static String usage() {
    return USAGE.formatted(String.join(", ", Fault.labels()));
  }

  /**
   * Carries it all out and says what came of it.
   *
   * @return what is wrong with Vedette
   * @throws IllegalArgumentException where the schedule can't be understood, or can't be had here
   */
  List<String> run() throws InterruptedException {
    Leftovers.clean().forEach(what -> out.println("removed what an earlier run left: " + what));
    Optional<Path> fakeClock = Machine.fakeClock();
    Iterator<Round> rounds = rounds();
    Network.brake().ifPresent(brake -> out.println("slow hosts are so by " + brake));
    long end = System.nanoTime() + Duration.ofMinutes(options.minutes()).toNanos();
    while (rounds.hasNext() && System.nanoTime() - end < 0) {
      turn(rounds, end, fakeClock);
    }
    if (options.schedule().isEmpty()) {
      out.println("# seed " + options.seed() + ", to be carried out again by --schedule FILE:");
      Schedule.lines(begun).forEach(out::println);
    }
    Report report = new Report(options, begun, played, violations);
    out.print(report.table());
    options.report().ifPresent(file -> write(file, report));
    if (options.compare()) {
      out.println("redis-sentinel: " + foreignViolations + " violations, which do not count");
    }
    violations.forEach(violation -> out.println("VIOLATION: " + violation));
    long faults = played.stream().mapToLong(one -> one.round().strikes().size()).sum();
    out.println(faults + " faults, " + violations.size() + " violations");
    return List.copyOf(violations);
  }

  /** All that came of rounds. */
  List<Played> played() {
    return List.copyOf(played);
  }

  private Iterator<Round> rounds() {
    Map<Fault, String> impossible = Machine.impossible();
    if (options.schedule().isPresent()) {
      List<Round> read = Schedule.read(options.schedule().get());
      read.stream()
          .flatMap(round -> round.strikes().stream())
          .forEach(strike -> require(strike.fault(), impossible));
      return read.stream().limit(options.rounds()).iterator();
    }
    options.faults().forEach(fault -> require(fault, impossible));
    List<Fault> faults = new ArrayList<>(options.faults());
    if (faults.isEmpty()) {
      faults.addAll(Arrays.asList(Fault.values()));
      faults.removeAll(impossible.keySet());
      impossible.forEach((fault, why) -> out.println("no " + fault.label() + ", which " + why));
    }
    return Stream.generate(new ScheduleDraw(options.seed(), faults))
        .limit(options.rounds())
        .iterator();
  }

  private static void require(Fault fault, Map<Fault, String> impossible) {
    if (impossible.containsKey(fault)) {
      throw new IllegalArgumentException(fault.label() + " " + impossible.get(fault));
    }
  }

  /** Some rounds of Vedette, and then, where it is asked for, the same ones of the other. */
  private void turn(Iterator<Round> rounds, long end, Optional<Path> fakeClock)
      throws InterruptedException {
    int first = begun.size();
    long mine = options.compare() ? System.nanoTime() + (end - System.nanoTime()) / 2 : end;
    int last = options.compare() ? first + TURN : Integer.MAX_VALUE;
    try (Testbed bed = start(CoordinatorKind.VEDETTE, fakeClock)) {
      play(
          bed,
          () ->
              rounds.hasNext()
                  && begun.size() < last
                  && (begun.size() == first || System.nanoTime() - mine < 0)
                  && begun.add(rounds.next()),
          begun::size);
    }
    AtomicInteger next = new AtomicInteger(first);
    while (options.compare() && next.get() < begun.size()) {
      try (Testbed bed = start(CoordinatorKind.SENTINEL, fakeClock)) {
        play(bed, () -> next.incrementAndGet() <= begun.size(), next::get);
      }
    }
  }

  private Testbed start(CoordinatorKind kind, Optional<Path> fakeClock)
      throws InterruptedException {
    // libfaketime and jemalloc, with which Debian's Redis is built, wait for each other.
    Optional<Path> clock = kind == CoordinatorKind.VEDETTE ? fakeClock : Optional.empty();
    return Testbed.start(kind, options.guard(), clock);
  }

  /**
   * Rounds as long as there is one more, and all ended well.
   *
   * @param number of the next one, once there is one
   */
  private void play(Testbed bed, BooleanSupplier more, IntSupplier number)
      throws InterruptedException {
    boolean isWell = false;
    try {
      Leg leg = new Leg(bed, options.guard());
      boolean isAtRest = true;
      while (isAtRest && more.getAsBoolean()) {
        Played one = leg.play(number.getAsInt(), begun.get(number.getAsInt() - 1));
        played.add(one);
        out.println(one.line());
        note(one.kind(), "round " + number.getAsInt(), one.violations());
        isAtRest = one.restMs().isPresent();
      }
      note(bed.kind(), "at the end", leg.finish());
      isWell = bed.kind() == CoordinatorKind.SENTINEL || violations.isEmpty();
    } finally {
      keep(bed, isWell);
    }
  }

  private void keep(Testbed bed, boolean isWell) {
    if (isWell && options.logs().isEmpty()) {
      return;
    }
    String time = LocalDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("HHmmss"));
    Path folder =
        options.logs().orElseGet(() -> Executables.vedetteHome().resolve("tests/target/chaos"));
    Path kept = folder.resolve(bed.kind().label() + "-" + time);
    bed.keep(kept);
    out.println("all logs are in " + kept);
  }

  private void note(CoordinatorKind kind, String where, List<String> found) {
    for (String violation : found) {
      out.println(kind.label() + ", " + where + ": " + violation);
      if (kind == CoordinatorKind.VEDETTE) {
        violations.add(where + ": " + violation);
      } else {
        foreignViolations++;
      }
    }
  }

  private static void write(Path file, Report report) {
    try {
      Files.writeString(file, report.markdown());
      Files.writeString(Path.of(file + ".json"), report.json());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
