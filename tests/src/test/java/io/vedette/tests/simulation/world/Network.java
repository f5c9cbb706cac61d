package io.vedette.tests.simulation.world;

import io.vedette.tests.simulation.scenario.Shape.NetworkKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What passes between hosts, in which direction, and how long it takes. Faults add up, so that one
 * can end while another goes on.
 */
public final class Network {

  /** The first retransmission of TCP; each further one waits twice as long. */
  static final long FIRST_RETRY_MS = 200;

  private static final int PER_MILLE = 1000;
  private static final int ZONES = 3;

  private final NetworkKind kind;
  private final SplittableRandom random;
  private final int hosts;
  private final boolean[] isOff;
  private final int[] powerLosses;
  private final short[] blocks;
  private final short[] lossPerMille;
  private final int[] extraMs;
  private final List<Runnable> stalled = new ArrayList<>();
  private boolean isFaulty;

  Network(NetworkKind kind, int hosts, SplittableRandom random) {
    this.kind = kind;
    this.hosts = hosts;
    this.random = random;
    isOff = new boolean[hosts];
    powerLosses = new int[hosts];
    blocks = new short[hosts * hosts];
    lossPerMille = new short[hosts * hosts];
    extraMs = new int[hosts * hosts];
  }

  public int hosts() {
    return hosts;
  }

  /** How long a message takes that is sent now, in milliseconds, 1 or more. */
  long latency(int from, int to) {
    long ms = 1;
    int dice = random.nextInt(PER_MILLE);
    switch (kind) {
      case LAN -> ms += dice < 900 ? 0 : dice % 5;
      case ZONES -> ms += from % ZONES == to % ZONES ? 0 : 5 + (from + to) % 4 * 10 + dice % 3;
      case UNEVEN -> ms += dice < 800 ? 0 : dice < 985 ? dice % 6 : random.nextInt(150);
      default -> throw new IllegalStateException();
    }
    return isFaulty ? ms + faultyLatency(from * hosts + to) : ms;
  }

  private long faultyLatency(int pair) {
    long ms = extraMs[pair] == 0 ? 0 : random.nextInt(extraMs[pair]);
    int loss = Math.min(lossPerMille[pair], PER_MILLE / 2);
    long retry = FIRST_RETRY_MS;
    while (loss > 0 && random.nextInt(PER_MILLE) < loss) {
      ms += retry;
      retry *= 2;
    }
    return ms;
  }

  /** Whether a packet that is sent now arrives. */
  boolean passes(int from, int to) {
    return !isOff[from] && !isOff[to] && (from == to || blocks[from * hosts + to] == 0);
  }

  /** Whether they can talk. */
  boolean passesBothWays(int one, int other) {
    return passes(one, other) && passes(other, one);
  }

  boolean isOff(int host) {
    return isOff[host];
  }

  void power(int host, boolean isOn) {
    isOff[host] = !isOn;
    powerLosses[host] += isOn ? 0 : 1;
  }

  /** How often a host has lost its power so far. */
  int powerLosses(int host) {
    return powerLosses[host];
  }

  void block(int from, int to) {
    blocks[from * hosts + to]++;
  }

  void unblock(int from, int to) {
    blocks[from * hosts + to]--;
  }

  /** Adds (or takes away again) up to so many milliseconds, and a chance of loss. */
  void worsen(int from, int to, int ms, int perMille) {
    extraMs[from * hosts + to] += ms;
    lossPerMille[from * hosts + to] += (short) perMille;
    isFaulty = true;
  }

  /** Whether messages are, or were, slow or lost between some hosts. */
  boolean isFaulty() {
    return isFaulty;
  }

  /** Something is late: what is to be done about it when all is healed. */
  void stalled(Runnable then) {
    stalled.add(then);
  }

  /**
   * No host is cut off or slow any more; and what is late arrives, so that nothing of what was
   * ordered before comes when all is at rest.
   */
  void heal() {
    Arrays.fill(blocks, (short) 0);
    Arrays.fill(extraMs, 0);
    Arrays.fill(lossPerMille, (short) 0);
    isFaulty = false;
    stalled.forEach(Runnable::run);
    stalled.clear();
  }
}
