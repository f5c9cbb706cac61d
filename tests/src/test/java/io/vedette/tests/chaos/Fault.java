package io.vedette.tests.chaos;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What can happen to hosts. Its name in schedules and options is its label. */
enum Fault {
  /** Hosts on one side and hosts on the other do not reach each other. */
  HALVES(Shape.TWO_SIDES),
  /** The same, where one side is the master's host alone. */
  ISOLATE(Shape.TWO_SIDES),
  /** What those of one side send to the other does not arrive; what comes back would. */
  ONE_WAY(Shape.TWO_SIDES),
  /** Two sides do not reach each other, and a host on neither side reaches all. */
  BRIDGE(Shape.TWO_SIDES),
  /** Two sides are cut off from each other and healed, again and again; value: each so many ms. */
  FLAPPING(Shape.TWO_SIDES_AND_VALUE),
  /** All that hosts send is late, and some of it lost. */
  SLOW(Shape.HOSTS),
  /** SIGKILL to Redis servers; started again at the end. */
  KILL_SERVER(Shape.HOSTS),
  /** SIGSTOP to Redis servers, SIGCONT at the end. */
  STOP_SERVER(Shape.HOSTS),
  /** SIGKILL to coordinators; started again at the end. */
  KILL_COORDINATOR(Shape.HOSTS),
  /** SIGSTOP to coordinators, SIGCONT at the end. */
  STOP_COORDINATOR(Shape.HOSTS),
  /** SIGKILL to servers and coordinators; started again at the end. */
  KILL_HOST(Shape.HOSTS),
  /** No room where coordinators keep their state. */
  DISK_FULL(Shape.HOSTS),
  /**
   * An operator orders a failover, COORDINATED where the coordinators have that; nothing is undone.
   */
  FAILOVER(Shape.HOSTS),
  /** The coordinators' wall clock jumps; value: by so many seconds; and back at the end. */
  CLOCK(Shape.HOSTS_AND_VALUE);

  /** What a line about it consists of. */
  private enum Shape {
    HOSTS,
    HOSTS_AND_VALUE,
    TWO_SIDES,
    TWO_SIDES_AND_VALUE
  }

  private final Shape shape;

  Fault(Shape shape) {
    this.shape = shape;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  boolean hasTwoSides() {
    return shape == Shape.TWO_SIDES || shape == Shape.TWO_SIDES_AND_VALUE;
  }

  boolean hasValue() {
    return shape == Shape.HOSTS_AND_VALUE || shape == Shape.TWO_SIDES_AND_VALUE;
  }

  /** Whether a Redis server may come back from its files. */
  boolean restartsServers() {
    return this == KILL_SERVER || this == KILL_HOST;
  }

  /**
   * Whether it says for how long a server goes on that has no replicas any more: not where it comes
   * and goes, or where replicas are only behind.
   */
  boolean isSteady() {
    return this != FLAPPING && this != SLOW;
  }

  /**
   * The one of this label.
   *
   * @throws IllegalArgumentException naming all, if there is none
   */
  static Fault of(String label) {
    return Arrays.stream(values())
        .filter(fault -> fault.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException("unknown fault " + label + "; there are " + labels()));
  }

  static List<String> labels() {
    return Arrays.stream(values()).map(Fault::label).toList();
  }
}
