package io.vedette.sentinel.runtime;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/** Threads beside the coordinator's own: none of them keeps the process from ending. */
public final class DaemonThreads {
  private DaemonThreads() {}

  /** One that is not started yet. */
  public static Thread of(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** A factory of them, all of the same name. */
  public static ThreadFactory named(String name) {
    return task -> of(name, task);
  }

  /** One that does things later, or again and again. */
  public static ScheduledExecutorService scheduled(String name) {
    return Executors.newSingleThreadScheduledExecutor(named(name));
  }
}
