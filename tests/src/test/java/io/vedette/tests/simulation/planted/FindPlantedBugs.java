package io.vedette.tests.simulation.planted;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The command {@code tests/simulate --planted-bugs}. */
final class FindPlantedBugs {
  private static final String USAGE =
      "usage: tests/simulate --planted-bugs [--runs N] [--seed S] [NAME …]\n"
          + "\n"
          + "  --runs N  at most so many seeds for each bug (default "
          + Hunt.SEEDS
          + ")\n"
          + "  --seed S  the first seed (default 1)\n"
          + "  NAME      only these, as their files in tests/src/test/resources/planted-bugs\n";

  private long runs = Hunt.SEEDS;
  private long seed = 1;
  private List<String> names = List.of();

  private FindPlantedBugs() {}

  /** Exit code 0: every bug was found; 1: one was not; 2: usage. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (List.of(args).contains("--help")) {
      System.out.print(USAGE);
      return;
    }
    Path home = Path.of(System.getProperty("vedette.home"));
    FindPlantedBugs command = new FindPlantedBugs();
    List<PlantedBug> bugs = List.of();
    try {
      command.parse(List.of(args));
      bugs = command.chosen(Hunt.bugs(home));
    } catch (IllegalArgumentException e) {
      System.err.println(
          "tests/simulate: " + e.getMessage() + " (--planted-bugs --help says more)");
      System.exit(2);
    }
    System.exit(command.run(home, bugs) ? 0 : 1);
  }

  private void parse(List<String> args) {
    int at = 0;
    while (at < args.size() && args.get(at).startsWith("--")) {
      switch (args.get(at)) {
        case "--runs" -> runs = number(args, at);
        case "--seed" -> seed = number(args, at);
        default -> throw new IllegalArgumentException("no such option: " + args.get(at));
      }
      at += 2;
    }
    names = args.subList(at, args.size());
  }

  private static long number(List<String> args, int option) {
    try {
      long number = Long.parseLong(args.get(option + 1));
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      // Said below.
    }
    throw new IllegalArgumentException(args.get(option) + " needs a whole number from 1");
  }

  private List<PlantedBug> chosen(List<PlantedBug> all) {
    for (String name : names) {
      if (all.stream().noneMatch(bug -> bug.name().equals(name))) {
        throw new IllegalArgumentException("no such bug: " + name);
      }
    }
    return names.isEmpty() ? all : all.stream().filter(bug -> names.contains(bug.name())).toList();
  }

  private boolean run(Path home, List<PlantedBug> bugs) throws IOException, InterruptedException {
    List<Hunt.Catch> all =
        new Hunt(home, seed, runs).run(bugs, done -> System.out.println(HuntReport.line(done)));
    HuntReport.table(all).forEach(System.out::println);
    System.out.println("This table is in " + HuntReport.write(home, all));
    System.out.println(HuntReport.sum(all));
    return all.stream().allMatch(Hunt.Catch::isFound);
  }
}
