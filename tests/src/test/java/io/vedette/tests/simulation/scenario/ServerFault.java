package io.vedette.tests.simulation.scenario;

/** What happens to Redis servers. */
public sealed interface ServerFault extends Fault {
  /** Calls the method for this fault. */
  void dispatchTo(Handler handler);

  @Override
  default void dispatchTo(Fault.Handler handler) {
    dispatchTo(handler.servers());
  }

  /** What is left of a server's data after a restart. */
  enum Kept {
    ALL,
    /** A snapshot that is some writes old. */
    SOME,
    NOTHING
  }

  /** The process dies, or the host loses power; it comes back with more or less of its data. */
  record Crash(int group, int server, boolean power, int forMs, Kept kept, int loadMs)
      implements ServerFault {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onCrash(this);
    }
  }

  /** The process is stopped. */
  record Pause(int group, int server, int forMs) implements ServerFault {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onPause(this);
    }
  }

  /** Every reply comes up to so much later. */
  record Slow(int group, int server, int delayMs, int forMs) implements ServerFault {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onSlow(this);
    }
  }

  /** A script runs and does not end. */
  record Busy(int group, int server, int forMs) implements ServerFault {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onBusy(this);
    }
  }

  /** CONFIG SET replica-priority. */
  record Priority(int group, int server, int value) implements ServerFault {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onPriority(this);
    }
  }

  /** SLAVEOF is refused, as by an ACL. */
  record RefuseRole(int group, int server, int forMs) implements ServerFault {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onRefuseRole(this);
    }
  }

  /** CONFIG REWRITE does nothing: after a restart it is what it was configured as. */
  record ForgetRole(int group, int server, int forMs) implements ServerFault {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onForgetRole(this);
    }
  }

  /** It restarts at an address that nobody had before. */
  record Move(int group, int server, int forMs) implements ServerFault {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onMove(this);
    }
  }

  /** Two servers of a group restart, each at the other's address. */
  record Swap(int group, int server, int other, int forMs) implements ServerFault {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onSwap(this);
    }
  }

  /** Two servers of different groups restart, each at the other's address. */
  record SwapAcross(int group, int server, int otherGroup, int other, int forMs)
      implements ServerFault {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onSwapAcross(this);
    }
  }

  /** What is published there is heard twice, the second time up to so much later. */
  record Echo(int group, int server, int lateMs, int forMs) implements ServerFault {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onEcho(this);
    }
  }

  /** One method per fault. */
  interface Handler {
    void onCrash(Crash fault);

    void onPause(Pause fault);

    void onSlow(Slow fault);

    void onBusy(Busy fault);

    void onPriority(Priority fault);

    void onRefuseRole(RefuseRole fault);

    void onForgetRole(ForgetRole fault);

    void onMove(Move fault);

    void onSwap(Swap fault);

    void onSwapAcross(SwapAcross fault);

    void onEcho(Echo fault);
  }
}
