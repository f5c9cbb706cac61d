package io.vedette.sentinel;

import io.vedette.sentinel.cli.VedetteCli;
import io.vedette.sentinel.conf.ConfigException;
import io.vedette.sentinel.conf.SentinelConf;
import io.vedette.sentinel.memory.MemoryFile;
import io.vedette.sentinel.options.OptionsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The program: a coordinator when the first word is a configuration file, as redis-sentinel is
 * started; otherwise one of the commands.
 */
public final class SentinelMain {
  /** The exit code for everything that keeps a coordinator from starting; Sentinel's. */
  private static final int CAN_NOT_START = 1;

  private SentinelMain() {}

  /** Runs until it is told to stop; exits with 0 then, and with 1 if it can't start. */
  public static void main(String[] args) {
    keepTheSystemsOrderOfAddresses();
    doWithoutFlightRecorder();
    if (VedetteCli.wants(args)) {
      System.exit(VedetteCli.run(args, StartCheck::check));
    }
    if (VedetteCli.isMistyped(args[0])) {
      System.err.printf(
          "vedette: '%s' is neither a command nor a file (see vedette --help)%n", args[0]);
      System.exit(CAN_NOT_START);
    }
    try {
      Path file = Path.of(args[0]);
      List<String> words = Arrays.asList(args).subList(1, args.length);
      OptionsPlace options = OptionsPlace.of(file, words, System.getenv());
      StateFolder state = StateFolder.of(options.others(), System.getenv(StateFolder.VARIABLE));
      SentinelConf conf = state.load(file);
      if (conf.settings().daemonize() && !Daemon.isThis()) {
        // Whoever started it is to see what is wrong, as far as that is known now.
        options.file().read();
        Daemon.spawn();
      } else {
        CoordinatorProcess.start(conf, options.file(), MemoryFile.of(file, state.path()));
      }
    } catch (ConfigException | OptionsException | IOException e) {
      System.err.println("vedette: " + e.getMessage());
      System.exit(CAN_NOT_START);
    }
  }

  /** As in Sentinel, a host of several addresses has the one that the system puts first. */
  private static void keepTheSystemsOrderOfAddresses() {
    String order = "java.net.preferIPv6Addresses";
    if (System.getProperty(order) == null) {
      System.setProperty(order, "system");
    }
  }

  /**
   * Netty and Lettuce record events for Java Flight Recorder. Nobody looks at them here, and what
   * they are made of takes memory and time at each start; {@code -Dio.netty.jfr.enabled=true} and
   * {@code -Dio.lettuce.core.jfr=true} have them.
   */
  private static void doWithoutFlightRecorder() {
    for (String option : List.of("io.netty.jfr.enabled", "io.lettuce.core.jfr")) {
      if (System.getProperty(option) == null) {
        System.setProperty(option, "false");
      }
    }
  }
}
