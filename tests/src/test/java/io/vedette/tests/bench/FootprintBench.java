package io.vedette.tests.bench;

import io.vedette.tests.bench.fleet.Fleet;
import io.vedette.tests.harness.CoordinatorKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code tests/bench footprint}: see {@link Bench}. */
final class FootprintBench {
  private static final Duration DOWN_AFTER = Duration.ofSeconds(5);
  private static final Duration STARTED = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(1);

  private final FootprintOptions options;
  private final List<Start> starts = new ArrayList<>();
  private final List<Memory> memories = new ArrayList<>();

  /** From exec to the first PONG. */
  private record Start(String program, int round, double ms) {
    String toJson() {
      return String.format(
          Locale.ROOT, "{\"program\":\"%s\",\"round\":%d,\"pong_ms\":%.1f}", program, round, ms);
    }
  }

  /** Resident, of a coordinator that is alone with so many groups. */
  private record Memory(String program, int groups, double mb) {
    String toJson() {
      return String.format(
          Locale.ROOT,
          "{\"program\":\"%s\",\"groups\":%d,\"resident_mb\":%.1f}",
          program,
          groups,
          mb);
    }
  }

  FootprintBench(FootprintOptions options) {
    this.options = options;
  }

  /** Measures, prints, and gives the exit code. */
  int run() {
    try (Distribution plain = new Distribution();
        Distribution prepared = new Distribution()) {
      List<Program> programs = new ArrayList<>();
      programs.add(Program.of(CoordinatorKind.SENTINEL, Optional.empty()));
      for (Path java : options.javas()) {
        String label = CoordinatorKind.VEDETTE.label() + ", " + java.getFileName();
        prepared.makeClassData(java);
        programs.add(prepared.program(label, java));
        programs.add(plain.program(label + ", no class data", java));
      }
      System.out.printf(Locale.ROOT, "class data: %.1f MB%n", prepared.classDataMb());
      start(programs);
      fill(programs);
      System.out.print(table(programs));
    }
    options.json().ifPresent(this::writeJson);
    return 0;
  }

  private void start(List<Program> programs) {
    try (Fleet fleet = Fleet.start(1, Crew.REPLICAS)) {
      // Round 0 does not count: what it reads from disk is in memory afterwards.
      for (int round = 0; round <= options.rounds(); round++) {
        List<Program> order = new ArrayList<>(programs);
        Collections.rotate(order, round);
        for (Program program : order) {
          Start start = new Start(program.label(), round, startMs(program, fleet));
          if (round > 0) {
            starts.add(start);
            System.out.println(start.toJson());
          }
        }
      }
    }
  }

  private static double startMs(Program program, Fleet fleet) {
    try {
      Path folder = Files.createTempDirectory("vedette-start");
      try (Watcher watcher = new Watcher(program, 0, folder)) {
        List<String> configuration = Crew.configuration(watcher, List.of(), fleet, 1, DOWN_AFTER);
        long begin = System.nanoTime();
        watcher.launch(configuration);
        while (!watcher.answersPing()) {
          if (System.nanoTime() - begin > STARTED.toNanos()) {
            throw new IllegalStateException(program.label() + " does not answer");
          }
          Pause.of(POLL);
        }
        return (System.nanoTime() - begin) / 1e6;
      } finally {
        Crew.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void fill(List<Program> programs) {
    for (int groups : options.groups()) {
      for (Program program : programs) {
        try (Crew crew = Crew.start(program, 1, groups, DOWN_AFTER)) {
          Pause.of(options.settling());
          double mb = Consumption.residentMb(crew.watchers().get(0).pid());
          Memory memory = new Memory(program.label(), groups, mb);
          memories.add(memory);
          System.out.println(memory.toJson());
        }
      }
    }
  }

  private String table(List<Program> programs) {
    StringBuilder table =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%nFrom exec to the first PONG, median (p90) of %d; resident MB with so many"
                    + " groups, each of a master and two replicas, after %d s%n",
                options.rounds(),
                options.settling().toSeconds()));
    table.append(String.format(Locale.ROOT, "%-54s %16s", "program", "start ms"));
    options.groups().forEach(groups -> table.append(String.format(Locale.ROOT, " %7d", groups)));
    table.append('\n');
    for (Program program : programs) {
      table.append(row(program.label()));
    }
    return table.toString();
  }

  private String row(String program) {
    Summary ms =
        Summary.of(
            starts.stream().filter(s -> s.program().equals(program)).map(Start::ms).toList());
    String cells =
        memories.stream()
            .filter(memory -> memory.program().equals(program))
            .map(memory -> String.format(Locale.ROOT, " %7.0f", memory.mb()))
            .collect(Collectors.joining());
    String start = String.format(Locale.ROOT, "%.0f (%.0f)", ms.median(), ms.p90());
    return String.format(Locale.ROOT, "%-54s %16s%s%n", program, start, cells);
  }

  private void writeJson(Path file) {
    String json =
        "{\"bench\":\"footprint\",\"starts\":[\n  %s],\n\"memory\":[\n  %s]}\n"
            .formatted(
                starts.stream().map(Start::toJson).collect(Collectors.joining(",\n  ")),
                memories.stream().map(Memory::toJson).collect(Collectors.joining(",\n  ")));
    try {
      Files.writeString(file, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
