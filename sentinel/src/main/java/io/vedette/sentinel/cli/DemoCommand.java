package io.vedette.sentinel.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.vedette.sentinel.cli.demo.ClusterDemo;
import io.vedette.sentinel.cli.demo.CoordinatorProgram;
import io.vedette.sentinel.cli.demo.Demo;
import io.vedette.sentinel.cli.demo.DemoFailure;
import io.vedette.sentinel.runtime.ProgramVersion;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vedette demo}: a failover to watch, on this machine. */
@Command(
    name = "demo",
    sortOptions = false,
    header = "Show a failover on this machine.",
    description = {
      "",
      "Starts a Redis master, two replicas and three coordinators on free ports, writes",
      "through them, kills the master, and shows what happens. Leaves nothing behind.",
      ""
    },
    footer = {
      "",
      "Uses redis-server or valkey-server from PATH, else one that comes with Vedette.",
      "Exit codes: 0 all of it happened, 1 something did not, 2 wrong usage."
    })
final class DemoCommand implements Callable<Integer> {
  private final Screen screen;
  private final PrintWriter err;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this and leave.")
  boolean help;

  @Option(
      names = "--keep",
      description = "Leave everything running afterwards, until Ctrl-C, and say how to connect.")
  private boolean keep;

  @Option(
      names = "--cluster",
      description = "Show a Redis Cluster: it heals itself once, and is rescued once.")
  private boolean cluster;

  @Option(
      names = "--with",
      paramLabel = "PROGRAM",
      description = "Show another program in place of Vedette, e.g. redis-sentinel, to compare.")
  private String with;

  DemoCommand(Screen screen, PrintWriter err) {
    this.screen = screen;
    this.err = err;
  }

  @Override
  public Integer call() throws InterruptedException {
    // Lettuce logs every attempt to reach the dead master; the timeline says it better.
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
    try {
      if (cluster) {
        if (keep || with != null) {
          err.println("vedette: demo: --cluster goes with neither --keep nor --with");
          return Exit.USAGE;
        }
        new ClusterDemo(screen, program()).run();
        return Exit.OK;
      }
      new Demo(screen, program(), keep).run();
      return Exit.OK;
    } catch (DemoFailure e) {
      err.println("vedette: demo: " + e.getMessage());
      return Exit.FAILED;
    }
  }

  private CoordinatorProgram program() throws DemoFailure {
    return with == null
        ? CoordinatorProgram.vedette(ProgramVersion.number())
        : CoordinatorProgram.other(with, System.getenv().getOrDefault("PATH", ""));
  }
}
