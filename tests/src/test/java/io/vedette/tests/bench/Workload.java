package io.vedette.tests.bench;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** What {@code tests/bench queries} has a coordinator do. */
enum Workload {
  /** GET-MASTER-ADDR-BY-NAME, one after the other on each connection. */
  ADDRESS(1, 1.0),
  /** The same, 16 at once. */
  ADDRESS_PIPELINED(16, 1.2),
  /** PING, one after the other on each connection. */
  PING(1, 0),
  /** The same, 16 at once. */
  PING_PIPELINED(16, 0),
  /** An event, until the last of many subscribers has it. */
  EVENT(0, 0),
  /** Many connections that are opened and send PING each, until the last has its answer. */
  CONNECT(0, 0);

  /** How many connections ask. */
  static final int CONNECTIONS = 50;

  static final int SUBSCRIBERS = 2_000;
  static final int OPENED = 5_000;

  private static final double P99_GOAL = 1.2;
  private static final double EVENT_GOAL = 1.0;
  private static final double CONNECT_GOAL = 1.5;

  private final int depth;
  private final double rateGoal;

  Workload(int depth, double rateGoal) {
    this.depth = depth;
    this.rateGoal = rateGoal;
  }

  /** How many requests a connection sends at once; 0: this is no matter of requests per second. */
  int depth() {
    return depth;
  }

  boolean isLoad() {
    return depth > 0;
  }

  /** What is measured of it. */
  List<Figure> figures() {
    return isLoad()
        ? List.of(Figure.RATE, Figure.P99, Figure.SERVER_CPU, Figure.CLIENT_CPU)
        : List.of(Figure.TIME);
  }

  /**
   * How Vedette's median is to compare with redis-sentinel's: at least, or at most, so many times
   * as much; empty: nothing is asked for.
   */
  OptionalDouble goal(Figure figure) {
    return switch (figure) {
      case RATE -> rateGoal > 0 ? OptionalDouble.of(rateGoal) : OptionalDouble.empty();
      case P99 -> rateGoal > 0 ? OptionalDouble.of(P99_GOAL) : OptionalDouble.empty();
      case TIME -> OptionalDouble.of(this == EVENT ? EVENT_GOAL : CONNECT_GOAL);
      case SERVER_CPU, CLIENT_CPU -> OptionalDouble.empty();
    };
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** One number of a measurement. */
  enum Figure {
    RATE("requests/s", "%.0f"),
    P99("p99 ms", "%.2f"),
    /** Of the coordinator. */
    SERVER_CPU("server us/request", "%.2f"),
    /** Of the bench's client: below the server's, or the client is what was measured. */
    CLIENT_CPU("client us/request", "%.2f"),
    TIME("ms", "%.1f");

    private final String label;
    private final String format;

    Figure(String label, String format) {
      this.label = label;
      this.format = format;
    }

    String label() {
      return label;
    }

    boolean isBetterHigh() {
      return this == RATE;
    }

    String text(double value) {
      return String.format(Locale.ROOT, format, value);
    }
  }
}
