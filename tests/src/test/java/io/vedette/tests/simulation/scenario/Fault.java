package io.vedette.tests.simulation.scenario;

/**
 * Something that goes wrong, or that someone does. All fields are numbers, words and booleans, so
 * that a fault is a line of text.
 *
 * <p>Servers are counted from 0 in their group, the configured master first; coordinators from 1.
 * {@link #MASTER}, {@link #CHOSEN} and {@link #ACTOR} stand for whoever that is when it happens.
 */
public sealed interface Fault permits ServerFault, CoordinatorFault, NetworkFault, Order {
  /** The server that is the group's master at that time. */
  int MASTER = -1;

  /** The server that was last told to become master. */
  int CHOSEN = -2;

  /** The coordinator that did what this fault waited for, else the first that runs. */
  int ACTOR = 0;

  /** What becomes of the network in which direction. */
  enum Direction {
    BOTH,
    OUT,
    IN
  }

  /** Calls the handler for this kind. */
  void dispatchTo(Handler handler);

  /** One handler per kind. */
  interface Handler {
    ServerFault.Handler servers();

    CoordinatorFault.Handler coordinators();

    NetworkFault.Handler network();

    Order.Handler orders();
  }
}
