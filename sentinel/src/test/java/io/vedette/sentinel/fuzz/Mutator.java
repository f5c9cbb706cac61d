package io.vedette.sentinel.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes bad input of good: some of it nearly good, some of it noise. */
final class Mutator {
  private static final int MOST_CHANGES = 6;
  private static final int LONGEST = 16 * 1024;

  private static final List<byte[]> NUMBERS =
      List.of("0", "-1", "1", "65536", "2147483648", "-9223372036854775809", "9".repeat(40))
          .stream()
          .map(number -> number.getBytes(StandardCharsets.US_ASCII))
          .toList();

  private final Random random;
  private final List<byte[]> corpus;
  private final List<byte[]> words;

  Mutator(Random random, List<byte[]> corpus, List<byte[]> words) {
    this.random = random;
    this.corpus = corpus;
    this.words = words;
  }

  byte[] next() {
    byte[] input = any(corpus).clone();
    for (int changes = random.nextInt(MOST_CHANGES + 1); changes > 0; changes--) {
      input = changed(input);
    }
    return input.length <= LONGEST ? input : Arrays.copyOf(input, LONGEST);
  }

  private byte[] changed(byte[] input) {
    int at = random.nextInt(input.length + 1);
    int end = Math.min(input.length, at + random.nextInt(20));
    return switch (random.nextInt(9)) {
      case 0 -> replaced(input, at, Math.min(input.length, at + 1), noise(1));
      case 1 -> replaced(input, at, at, noise(random.nextInt(12)));
      case 2 -> replaced(input, at, end, new byte[0]);
      case 3 -> replaced(input, at, at, Arrays.copyOfRange(input, at, end));
      case 4 -> replaced(input, at, input.length, any(corpus));
      case 5 -> replaced(input, at, endOfDigits(input, at), any(NUMBERS));
      case 6 -> replaced(input, at, at, any(words));
      case 7 -> replaced(input, at, end, any(words));
      default -> Arrays.copyOf(input, at);
    };
  }

  /** Behind the digits that begin there, if any do. */
  private static int endOfDigits(byte[] input, int at) {
    int end = at;
    while (end < input.length && input[end] >= '0' && input[end] <= '9') {
      end++;
    }
    return end;
  }

  private static byte[] replaced(byte[] input, int from, int to, byte[] by) {
    byte[] result = new byte[input.length - (to - from) + by.length];
    System.arraycopy(input, 0, result, 0, from);
    System.arraycopy(by, 0, result, from, by.length);
    System.arraycopy(input, to, result, from + by.length, input.length - to);
    return result;
  }

  private byte[] noise(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] any(List<byte[]> from) {
    return from.get(random.nextInt(from.size()));
  }
}
