package io.vedette.tests.simulation.world;

import io.vedette.quorum.model.Address;
import java.util.ArrayDeque;

/**
 * A process on a host: it runs or not, and it may be stopped for a while (SIGSTOP, a garbage
 * collection, a starved machine), when what arrives waits.
 */
public abstract class SimProcess {
  private final World world;
  private final String name;
  private final int host;
  private Address address;
  private int life;
  private boolean isRunning;
  private int pauses;
  private final ArrayDeque<Runnable> inbox = new ArrayDeque<>();

  SimProcess(World world, String name, int host, Address address) {
    this.world = world;
    this.name = name;
    this.host = host;
    this.address = address;
  }

  /** Unique in the world, and stable: what the timeline calls it. */
  public final String name() {
    return name;
  }

  final World world() {
    return world;
  }

  /** Its place in the network. */
  public final int host() {
    return host;
  }

  /** Where it listens, or is known by. */
  public final Address address() {
    return address;
  }

  /** It has another address; only while it does not run. */
  final void moveTo(Address where) {
    address = where;
  }

  /** How often it was started: what was meant for an earlier life is not delivered to a later. */
  final int life() {
    return life;
  }

  public final boolean isRunning() {
    return isRunning;
  }

  public final boolean isPaused() {
    return pauses > 0;
  }

  /** Whether it runs and is not stopped. */
  final boolean isAwake() {
    return isRunning && pauses == 0;
  }

  /** Begins a life. */
  final void begin() {
    life++;
    isRunning = true;
    inbox.clear();
  }

  /** Ends a life, at once. */
  void end() {
    isRunning = false;
    inbox.clear();
  }

  /** Something that this process does when it is awake; nothing if it does not run. */
  final void receive(Runnable action) {
    if (isAwake() && inbox.isEmpty()) {
      action.run();
    } else if (isRunning) {
      inbox.add(action);
    }
  }

  final void pause() {
    pauses++;
  }

  /** Goes on, with everything that has arrived meanwhile. */
  void resume() {
    letGo();
    drainInbox();
  }

  /** It may go on; what has arrived still waits. */
  final void letGo() {
    pauses--;
  }

  /** Takes what has arrived. */
  final void drainInbox() {
    while (isAwake() && !inbox.isEmpty()) {
      inbox.poll().run();
    }
  }
}
