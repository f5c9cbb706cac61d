package io.vedette.sentinel.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.vedette.quorum.model.Address;
import io.vedette.sentinel.cli.client.AskException;
import io.vedette.sentinel.cli.client.Servers;
import io.vedette.sentinel.cli.survey.Survey;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all commands have in common that ask coordinators. */
abstract class CoordinatorCommand implements Callable<Integer> {
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  private final Screen screen;
  private final PrintWriter err;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this and leave.")
  boolean help;

  @Option(names = "--json", description = "JSON, one line, for scripts.")
  private boolean json;

  CoordinatorCommand(Screen screen, PrintWriter err) {
    this.screen = screen;
    this.err = err;
  }

  /**
   * Does it.
   *
   * @return one of {@link Exit}
   * @throws AskException if it can't be done; one line
   */
  abstract int run(Servers servers, Survey survey) throws AskException, InterruptedException;

  @Override
  public final Integer call() throws InterruptedException {
    // Lettuce logs every attempt to reach who is gone; the commands say it better.
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
    List<Address> named = connection.sentinels();
    try (Servers servers = new Servers(connection.access());
        Survey survey = new Survey(servers, named)) {
      return run(servers, survey);
    } catch (AskException e) {
      complain(e.getMessage());
      return Exit.FAILED;
    }
  }

  final Screen screen() {
    return screen;
  }

  final boolean isJson() {
    return json;
  }

  final ConnectionOptions connection() {
    return connection;
  }

  /** One line on standard error. */
  final void complain(String what) {
    err.println("vedette: " + what);
    err.flush();
  }
}
