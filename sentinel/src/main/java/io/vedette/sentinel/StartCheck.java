package io.vedette.sentinel;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.sentinel.cli.ConfigCheck;
import io.vedette.sentinel.conf.ConfigException;
import io.vedette.sentinel.conf.SentinelConf;
import io.vedette.sentinel.options.OptionsException;
import io.vedette.sentinel.runtime.TlsSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** Reads all that a start reads, in its order, and starts nothing. */
final class StartCheck {
  private StartCheck() {}

  /** As {@link ConfigCheck#check} says. */
  static ConfigCheck.Result check(Path file, List<String> words) {
    // What is said of certificates by the log is no result.
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
    try {
      OptionsPlace options = OptionsPlace.of(file, words, System.getenv());
      StateFolder state = StateFolder.of(options.others(), System.getenv(StateFolder.VARIABLE));
      SentinelConf conf = state.load(file);
      HttpParts.check(options.file(), conf.settings().dir());
      Optional<TlsSettings> tls = conf.settings().tls();
      if (tls.isPresent()) {
        TlsStart.load(conf, tls.get()).close();
      }
      List<String> groups =
          conf.coordinatorConfig().groups().stream().map(StartCheck::told).toList();
      return new ConfigCheck.Result(Optional.empty(), conf.warnings(), groups);
    } catch (ConfigException | OptionsException e) {
      return new ConfigCheck.Result(Optional.of(e.getMessage()), List.of(), List.of());
    }
  }

  private static String told(GroupConfig group) {
    return group.name().value()
        + ": master "
        + group.master()
        + ", quorum "
        + group.settings().quorum()
        + ", down after "
        + group.settings().downAfterMs()
        + " ms";
  }
}
