package io.vedette.tests.chaos;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One fault that begins and ends. Hosts are counted from the master's at the beginning of the
 * round: 0 is its own, 1 the next one, so that a schedule means the same for every program.
 *
 * @param afterMs when it begins, counted from the beginning of the round
 * @param forMs how long it lasts, 1 or more
 * @param hosts whom it hits, or one side
 * @param others the other side, where it has two
 * @param value what the fault says; else 0
 */
record Strike(
    long afterMs, long forMs, Fault fault, List<Integer> hosts, List<Integer> others, int value) {
  private static final String BETWEEN_SIDES = "/";

  Strike {
    hosts = List.copyOf(hosts);
    others = List.copyOf(others);
    if (!Collections.disjoint(hosts, others)) {
      throw new IllegalArgumentException("a host is on both sides of " + fault.label());
    }
  }

  long endMs() {
    return afterMs + forMs;
  }

  /** {@code AFTER FOR FAULT HOSTS [/ HOSTS] [VALUE]}, where hosts are {@code m,m+2}. */
  String text() {
    return afterMs
        + " "
        + forMs
        + " "
        + fault.label()
        + " "
        + text(hosts)
        + (fault.hasTwoSides() ? " " + BETWEEN_SIDES + " " + text(others) : "")
        + (fault.hasValue() ? " " + value : "");
  }

  private static String text(List<Integer> hosts) {
    return hosts.stream()
        .map(host -> host == 0 ? "m" : "m+" + host)
        .collect(Collectors.joining(","));
  }

  /**
   * Reads {@link #text} again.
   *
   * @param count how many hosts there are
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static Strike parse(String text, int count) {
    List<String> words = List.of(text.trim().split("\\s+", -1));
    if (words.size() < 4) {
      throw new IllegalArgumentException("needs AFTER FOR FAULT HOSTS: " + text.trim());
    }
    Fault fault = Fault.of(words.get(2));
    int length = 4 + (fault.hasTwoSides() ? 2 : 0) + (fault.hasValue() ? 1 : 0);
    if (words.size() != length) {
      throw new IllegalArgumentException(
          fault.label() + " needs " + length + " words: " + text.trim());
    }
    if (fault.hasTwoSides() && !words.get(4).equals(BETWEEN_SIDES)) {
      throw new IllegalArgumentException(
          fault.label() + " needs two sides with a / in between: " + text.trim());
    }
    return new Strike(
        number(words.get(0), 0),
        number(words.get(1), 1),
        fault,
        hosts(words.get(3), count),
        fault.hasTwoSides() ? hosts(words.get(5), count) : List.of(),
        fault.hasValue()
            ? (int) number(words.get(length - 1), fault.hasTwoSides() ? 1 : -1_000_000)
            : 0);
  }

  private static long number(String word, int least) {
    if (!word.matches("[+-]?[0-9]{1,7}") || Integer.parseInt(word) < least) {
      throw new IllegalArgumentException(word + " is not a whole number of at least " + least);
    }
    return Integer.parseInt(word);
  }

  private static List<Integer> hosts(String word, int count) {
    return Arrays.stream(word.split(",", -1))
        .map(
            host -> {
              int number =
                  host.equals("m") ? 0 : host.matches("m\\+[1-9]") ? host.charAt(2) - '0' : count;
              if (number >= count) {
                throw new IllegalArgumentException(
                    host + " is no host; there are m, m+1 … m+" + (count - 1));
              }
              return number;
            })
        .toList();
  }
}
