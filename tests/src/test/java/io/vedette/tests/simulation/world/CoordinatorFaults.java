package io.vedette.tests.simulation.world;

import io.vedette.tests.simulation.scenario.CoordinatorFault;
import io.vedette.tests.simulation.scenario.ServerFault.Kept;
import java.util.function.Consumer;

/**
 * Brings faults of coordinators about; what stock Sentinels are not subject to is no fault of
 * theirs.
 */
final class CoordinatorFaults implements CoordinatorFault.Handler {
  private static final int LOAD_MS = 500;
  private static final int RIGHT_PPM = 1_000_000;

  private final World world;
  private final Faults faults;

  CoordinatorFaults(World world, Faults faults) {
    this.world = world;
    this.faults = faults;
  }

  @Override
  public void onCrash(CoordinatorFault.Crash fault) {
    CoordinatorNode coordinator = faults.coordinator(fault.coordinator());
    if (!coordinator.isRunning()) {
      return;
    }
    if (fault.power()) {
      faults.losePower(coordinator.host(), fault.forMs(), Kept.ALL, LOAD_MS);
    } else {
      world.trace().line(coordinator.name(), () -> "is killed");
      coordinator.crash(false);
      faults.endIn(fault.forMs(), () -> restart(coordinator));
    }
  }

  /** Starts a coordinator unless it runs. */
  void restart(CoordinatorNode coordinator) {
    world.trace().line(coordinator.name(), () -> "starts");
    world.start(coordinator);
  }

  @Override
  public void onPause(CoordinatorFault.Pause fault) {
    CoordinatorNode coordinator = faults.coordinator(fault.coordinator());
    coordinator.pause();
    faults.endIn(fault.forMs(), coordinator::resume);
  }

  private void ifVedette(int number, Consumer<VedetteProcess> action) {
    if (faults.coordinator(number) instanceof VedetteProcess process) {
      action.accept(process);
    }
  }

  @Override
  public void onDiskFails(CoordinatorFault.DiskFails fault) {
    ifVedette(
        fault.coordinator(),
        process -> {
          process.disk().mood(Disk.Mood.FAILS);
          faults.endIn(fault.forMs(), () -> process.disk().mood(Disk.Mood.FINE));
        });
  }

  @Override
  public void onDiskSlow(CoordinatorFault.DiskSlow fault) {
    ifVedette(
        fault.coordinator(),
        process -> {
          process.disk().slow(fault.slowMs());
          faults.endIn(fault.forMs(), () -> process.disk().slow(0));
        });
  }

  @Override
  public void onDiskLies(CoordinatorFault.DiskLies fault) {
    ifVedette(
        fault.coordinator(),
        process -> {
          process.disk().mood(Disk.Mood.LIES);
          faults.endIn(
              fault.forMs(),
              () -> {
                if (process.isRunning()) {
                  faults.losePower(process.host(), fault.offMs(), Kept.ALL, LOAD_MS);
                }
                process.disk().mood(Disk.Mood.FINE);
              });
        });
  }

  @Override
  public void onClockRate(CoordinatorFault.ClockRate fault) {
    ifVedette(
        fault.coordinator(),
        process -> {
          process.clockRate(fault.ppm());
          faults.endIn(fault.forMs(), () -> process.clockRate(RIGHT_PPM));
        });
  }

  @Override
  public void onClockJump(CoordinatorFault.ClockJump fault) {
    ifVedette(fault.coordinator(), process -> process.clockJump(fault.byMs()));
  }

  @Override
  public void onWallClockJump(CoordinatorFault.WallClockJump fault) {
    ifVedette(fault.coordinator(), process -> process.wallClockJump(fault.byMs()));
  }

  @Override
  public void onMove(CoordinatorFault.Move fault) {
    CoordinatorNode coordinator = faults.coordinator(fault.coordinator());
    if (coordinator.isRunning()) {
      coordinator.crash(false);
      world.move(coordinator);
      faults.endIn(fault.forMs(), () -> restart(coordinator));
    }
  }

  @Override
  public void onSwap(CoordinatorFault.Swap fault) {
    CoordinatorNode one = faults.coordinator(fault.coordinator());
    CoordinatorNode other = faults.coordinator(fault.other());
    if (one != other && one.isRunning() && other.isRunning()) {
      one.crash(false);
      other.crash(false);
      world.swap(one, other);
      faults.endIn(
          fault.forMs(),
          () -> {
            restart(one);
            restart(other);
          });
    }
  }

  @Override
  public void onHalfOpen(CoordinatorFault.HalfOpen fault) {
    ifVedette(fault.coordinator(), VedetteProcess::loseConnectionsSilently);
  }
}
