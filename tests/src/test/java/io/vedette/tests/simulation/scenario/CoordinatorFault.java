package io.vedette.tests.simulation.scenario;

/** What happens to coordinators. */
public sealed interface CoordinatorFault extends Fault {
  /** Calls the method for this fault. */
  void dispatchTo(Handler handler);

  @Override
  default void dispatchTo(Fault.Handler handler) {
    dispatchTo(handler.coordinators());
  }

  /** The process dies, or the host loses power. */
  record Crash(int coordinator, boolean power, int forMs) implements CoordinatorFault {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onCrash(this);
    }
  }

  /** The process is stopped. */
  record Pause(int coordinator, int forMs) implements CoordinatorFault {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onPause(this);
    }
  }

  /** Saving fails: full, or broken. */
  record DiskFails(int coordinator, int forMs) implements CoordinatorFault {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onDiskFails(this);
    }
  }

  /** Saving takes up to so much longer. */
  record DiskSlow(int coordinator, int slowMs, int forMs) implements CoordinatorFault {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onDiskSlow(this);
    }
  }

  /** What is said to be saved is not, and then the power goes. */
  record DiskLies(int coordinator, int forMs, int offMs) implements CoordinatorFault {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onDiskLies(this);
    }
  }

  /** The clock runs at so many millionths of its right rate; 0: it stands still. */
  record ClockRate(int coordinator, int ppm, int forMs) implements CoordinatorFault {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onClockRate(this);
    }
  }

  /** The clock jumps ahead. */
  record ClockJump(int coordinator, int byMs) implements CoordinatorFault {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onClockJump(this);
    }
  }

  /** The host's wall clock jumps, ahead or back. */
  record WallClockJump(int coordinator, int byMs) implements CoordinatorFault {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onWallClockJump(this);
    }
  }

  /** It restarts at an address that nobody had before. */
  record Move(int coordinator, int forMs) implements CoordinatorFault {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onMove(this);
    }
  }

  /** Two coordinators restart, each at the other's address. */
  record Swap(int coordinator, int other, int forMs) implements CoordinatorFault {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onSwap(this);
    }
  }

  /** Its connections of this moment pass nothing any more, and nobody is told. */
  record HalfOpen(int coordinator) implements CoordinatorFault {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onHalfOpen(this);
    }
  }

  /** One method per fault. */
  interface Handler {
    void onCrash(Crash fault);

    void onPause(Pause fault);

    void onDiskFails(DiskFails fault);

    void onDiskSlow(DiskSlow fault);

    void onDiskLies(DiskLies fault);

    void onClockRate(ClockRate fault);

    void onClockJump(ClockJump fault);

    void onWallClockJump(WallClockJump fault);

    void onMove(Move fault);

    void onSwap(Swap fault);

    void onHalfOpen(HalfOpen fault);
  }
}
