package io.vedette.quorum;

import io.vedette.quorum.election.CandidateOrder;
import io.vedette.quorum.model.MasterGroup;

/**
 * How often things are sent regularly, and when exactly.
 *
 * <p>A coordinator of a few groups sends to each node at the node's own times, and hurries where
 * that makes a failover shorter. One of many groups would do nothing but wake up: it sends to all
 * nodes of a group together, and to many groups at once; and it hurries for a few at a time only,
 * for with a thousand masters down at once hurrying for all of them is what would delay it.
 */
final class Rhythm {
  /** From so many groups on. */
  static final int MANY_GROUPS = 32;

  /** The shortest PING period that is derived from down-after, unless that is shorter still. */
  private static final long SHORTEST_PING_MS = 100;

  /** How many PING go into one down-after; with many groups it is half as many. */
  private static final long PINGS_PER_DOWN_AFTER = 10;

  /** The shortest time between two moments at which things are sent to groups. */
  private static final long BEAT_MS = 50;

  /**
   * How many groups share such a moment, before there are as many moments as beats: to wake for a
   * few costs as much as what is sent to them.
   */
  private static final int GROUPS_AT_ONCE = 25;

  /** Shorter periods are not rounded. */
  private static final long SHORTEST_BAR_MS = 4 * BEAT_MS;

  /** For how long hurried things are counted. */
  private static final long WINDOW_MS = 100;

  /** How many attempts to connect may be hurried in that time. */
  private static final int HURRIED_ATTEMPTS = 10;

  /** How many questions to peers may. */
  private static final int HURRIED_QUESTIONS = 50;

  /** How many replicas in trouble may be asked for INFO. */
  private static final int HURRIED_INFOS = 20;

  /** The longest turn of a candidate, in milliseconds. */
  private static final long LONGEST_TURN_MS = 1_000;

  /** For how long a candidate's wait counts among those that wait with it. */
  private static final long CROWD_MS = 1_000;

  /** From so many masters on that have gone down lately, what is regular gives way to failovers. */
  private static final int MANY_DOWN = 32;

  /** What is lately. */
  private static final long DOWN_LATELY_MS = 10_000;

  /** How often they are counted. */
  private static final long COUNT_MS = 200;

  /** How many times as long regular periods are then. */
  private static final int UNHURRIED_TIMES = 2;

  private final Self self;
  private final Registry registry;
  private final Budget attempts = new Budget(HURRIED_ATTEMPTS);
  private final Budget questions = new Budget(HURRIED_QUESTIONS);
  private final Budget infos = new Budget(HURRIED_INFOS);
  private long crowdSince;
  private int crowd;
  private long countedAt;
  private int down;

  Rhythm(Self self, Registry registry) {
    this.self = self;
    this.registry = registry;
  }

  /** For attempts to connect. */
  Budget attempts() {
    return attempts;
  }

  /** For questions to peers. */
  Budget questions() {
    return questions;
  }

  /** For INFO from replicas. */
  Budget infos() {
    return infos;
  }

  /** Whether this coordinator is one of many groups. */
  boolean isMany() {
    return registry.groups().size() >= MANY_GROUPS;
  }

  /** The usual period, or with many groups a longer one. */
  long pace(long usual, long withMany) {
    return isMany() ? Math.max(usual, withMany) : usual;
  }

  /**
   * How long a candidate's turn is, in milliseconds, from {@link CandidateOrder#TURN_MS} on; to be
   * asked once for each election. Where many masters fail together everything takes longer: by the
   * time that the first candidate's question is read, the next one would stand as well, in vain.
   */
  long turn() {
    if (self.now - crowdSince >= CROWD_MS) {
      crowdSince = self.now;
      crowd = 0;
    }
    crowd++;
    return isMany()
        ? Math.min(CandidateOrder.TURN_MS + crowd, LONGEST_TURN_MS)
        : CandidateOrder.TURN_MS;
  }

  /**
   * A regular period that can wait, or twice as much while many masters are to be replaced at once:
   * with a thousand groups what is regular takes half of the processor time that failovers need.
   */
  long unhurried(long period) {
    return areManyDown() ? UNHURRIED_TIMES * period : period;
  }

  /** The period of PINGs that can wait: there are to be two in down-after even then. */
  long unhurriedPing(long downAfterMs) {
    long usual = pingPeriod(downAfterMs);
    long longer = unhurried(usual);
    return longer <= downAfterMs / 2 ? longer : usual;
  }

  private boolean areManyDown() {
    if (self.now - countedAt >= COUNT_MS) {
      countedAt = self.now;
      down = 0;
      for (MasterGroup group : registry.groups()) {
        boolean isLately = self.now - group.master().sDownSince() < DOWN_LATELY_MS;
        down += group.master().isSDown() && isLately ? 1 : 0;
      }
    }
    return down >= MANY_DOWN;
  }

  /** A part of down-after, between 100 ms and the longest period, never more than down-after. */
  long pingPeriod(long downAfterMs) {
    long pings = isMany() ? PINGS_PER_DOWN_AFTER / 2 : PINGS_PER_DOWN_AFTER;
    long part = Math.max(SHORTEST_PING_MS, downAfterMs / pings);
    return Math.min(Math.min(part, self.timing.pingPeriodMs()), downAfterMs);
  }

  /**
   * When something is due for a group that is sent regularly: a little before the time at which its
   * period is over, so that it is sent with other things.
   *
   * @param since when it was sent last
   */
  long due(MasterGroup group, long since, long period) {
    long bar = pingPeriod(group.settings().downAfterMs());
    if (!isMany() || bar < SHORTEST_BAR_MS || period < bar) {
      return since + period;
    }
    long places = Math.min(bar / BEAT_MS, registry.groups().size() / GROUPS_AT_ONCE);
    long place = Math.floorMod(group.name().value().hashCode(), places) * (bar / places);
    long at = since + period;
    return at - Math.floorMod(at - place, bar);
  }

  /** What may be done in a hurry, in all groups together. */
  final class Budget {
    private final int perWindow;
    private long window;
    private int spent;

    private Budget(int perWindow) {
      this.perWindow = perWindow;
    }

    /** The wanted period if that is no shorter, or there is something left; else the usual one. */
    long period(long usual, long wanted) {
      boolean mayHurry = wanted < usual && (!isMany() || spent() < perWindow);
      return mayHurry ? wanted : usual;
    }

    /** Something was done earlier than at its usual pace. */
    void spend() {
      spent = spent() + 1;
    }

    private int spent() {
      long now = self.now / WINDOW_MS;
      if (now != window) {
        window = now;
        spent = 0;
      }
      return spent;
    }
  }
}
