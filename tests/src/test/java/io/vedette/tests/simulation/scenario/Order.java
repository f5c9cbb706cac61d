package io.vedette.tests.simulation.scenario;

/** What operators do while it runs. */
public sealed interface Order extends Fault {
  /** Calls the method for this fault. */
  void dispatchTo(Handler handler);

  @Override
  default void dispatchTo(Fault.Handler handler) {
    dispatchTo(handler.orders());
  }

  /** The options of SENTINEL SET that bear on decisions. */
  enum Option {
    QUORUM,
    DOWN_AFTER,
    FAILOVER_TIMEOUT,
    PARALLEL_SYNCS,
    REBOOT_DOWN_AFTER
  }

  /** SENTINEL FAILOVER, perhaps COORDINATED. */
  record Failover(int coordinator, int group, boolean coordinated) implements Order {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onFailover(this);
    }
  }

  /** SENTINEL RESET. */
  record Reset(int coordinator, int group) implements Order {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onReset(this);
    }
  }

  /**
   * SENTINEL REMOVE, and later MONITOR: of the present master, or as it was configured at first.
   */
  record Remonitor(int coordinator, int group, boolean stale, int forMs) implements Order {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onRemonitor(this);
    }
  }

  /** SENTINEL SET on one coordinator, or on all of them. */
  record Set(int coordinator, int group, boolean everywhere, Option option, int value)
      implements Order {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onSet(this);
    }
  }

  /** REPLICAOF given to a server by hand; other is negative: NO ONE. */
  record Replicaof(int group, int server, int other) implements Order {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onReplicaof(this);
    }
  }

  /** The login for peers is changed. */
  record NewPeerLogin(int coordinator) implements Order {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onNewPeerLogin(this);
    }
  }

  /** SENTINEL PAUSE on one coordinator, or on all of them. */
  record PauseFailovers(int coordinator, int group, boolean everywhere, int forMs)
      implements Order {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onPauseFailovers(this);
    }
  }

  /** SENTINEL RESUME on one coordinator, or on all of them. */
  record ResumeFailovers(int coordinator, int group, boolean everywhere) implements Order {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onResumeFailovers(this);
    }
  }

  /** The options file of one coordinator, or of all, is emptied, or gets its choices back. */
  record Choose(int coordinator, boolean everywhere, boolean anything) implements Order {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onChoose(this);
    }
  }

  /** One method per fault. */
  interface Handler {
    void onFailover(Failover fault);

    void onReset(Reset fault);

    void onRemonitor(Remonitor fault);

    void onSet(Set fault);

    void onReplicaof(Replicaof fault);

    void onNewPeerLogin(NewPeerLogin fault);

    void onPauseFailovers(PauseFailovers fault);

    void onResumeFailovers(ResumeFailovers fault);

    void onChoose(Choose fault);
  }
}
