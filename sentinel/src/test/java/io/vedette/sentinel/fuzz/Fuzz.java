package io.vedette.sentinel.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Feeds a reader of outside bytes with mutations of good input.
 *
 * <p>Without further ado it is always the same number of the same cases. {@code
 * -Dvedette.fuzz.seconds=600} goes on for that long with new ones for each reader, {@code
 * -Dvedette.fuzz.seed=N} begins with that seed. What failed is kept in {@code target/fuzz}; moved
 * to {@code src/test/resources/fuzz/NAME/}, it is a test from then on, run before anything else.
 */
public final class Fuzz {
  private static final long USUAL_SEED = 2026;
  private static final Path KEPT = Path.of("src/test/resources/fuzz");
  private static final Path FAILED = Path.of("target/fuzz");

  private final String name;
  private final List<byte[]> corpus;
  private final List<byte[]> words;

  private Fuzz(String name, List<byte[]> corpus, List<byte[]> words) {
    this.name = name;
    this.corpus = corpus;
    this.words = words;
  }

  /** Throws if this input is not taken as it should be. */
  @FunctionalInterface
  public interface Check {
    /**
     * Checks one.
     *
     * @param random decides whatever else there is to decide
     */
    void accept(byte[] input, Random random) throws Exception;
  }

  /**
   * What is fed to the reader of this name.
   *
   * @param corpus good input, from which all other is made; text is Latin-1
   * @param words what is put into it here and there
   */
  public static Fuzz of(String name, List<String> corpus, List<String> words) {
    return new Fuzz(name, bytes(corpus), bytes(words));
  }

  private static List<byte[]> bytes(List<String> texts) {
    return texts.stream().map(text -> text.getBytes(StandardCharsets.ISO_8859_1)).toList();
  }

  /** Runs what was kept, and then so many cases, or for as long as the property says. */
  public void run(int cases, Check check) {
    kept().forEach(file -> runKept(file, check));
    int seconds = Integer.getInteger("vedette.fuzz.seconds", 0);
    long seed =
        Long.getLong("vedette.fuzz.seed", seconds == 0 ? USUAL_SEED : new Random().nextLong());
    System.out.printf("fuzz %s: seed %d%n", name, seed);
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    long done = 0;
    while (seconds == 0 ? done < cases : System.nanoTime() < end) {
      // A seed for each: a case that fails is the first one of its own seed.
      runOne(seed + done, check);
      done++;
    }
    System.out.printf("fuzz %s: %d cases%n", name, done);
  }

  private void runOne(long seed, Check check) {
    Random random = new Random(seed);
    byte[] input = new Mutator(random, corpus, words).next();
    try {
      check.accept(input, random);
    } catch (Exception | AssertionError | StackOverflowError e) {
      throw new AssertionError(
          "fuzz %s: seed %d fails, input kept as %s".formatted(name, seed, keep(seed, input)), e);
    }
  }

  private void runKept(Path file, Check check) {
    try {
      check.accept(Files.readAllBytes(file), new Random(USUAL_SEED));
    } catch (Exception | AssertionError | StackOverflowError e) {
      throw new AssertionError("fuzz " + name + ": " + file + " fails again", e);
    }
  }

  private List<Path> kept() {
    Path folder = KEPT.resolve(name);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path keep(long seed, byte[] input) {
    try {
      Path file = Files.createDirectories(FAILED.resolve(name)).resolve(Long.toString(seed));
      return Files.write(file, input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
