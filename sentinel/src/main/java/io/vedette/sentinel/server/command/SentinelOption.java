package io.vedette.sentinel.server.command;

import io.vedette.quorum.model.Address;
import io.vedette.sentinel.runtime.LiveOptions.Values;
import io.vedette.sentinel.runtime.ProcessSettings.LogLevel;
import io.vedette.sentinel.server.resp.WireNumber;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** The options of SENTINEL CONFIG, in the order in which Sentinel shows them. */
enum SentinelOption {
  RESOLVE_HOSTNAMES,
  ANNOUNCE_HOSTNAMES,
  ANNOUNCE_IP,
  ANNOUNCE_PORT,
  SENTINEL_USER,
  SENTINEL_PASS,
  LOGLEVEL;

  /** The option of this name, in whatever case. */
  static Optional<SentinelOption> of(String name) {
    return Arrays.stream(values()).filter(o -> o.wire().equalsIgnoreCase(name)).findFirst();
  }

  /** Its name. */
  String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Its value, as it is written in the configuration. */
  String show(Values values) {
    return switch (this) {
      case RESOLVE_HOSTNAMES -> yesNo(values.resolveHostnames());
      case ANNOUNCE_HOSTNAMES -> yesNo(values.announceHostnames());
      case ANNOUNCE_IP -> values.announceHost().orElse("");
      case ANNOUNCE_PORT -> Integer.toString(values.announcePort());
      case SENTINEL_USER -> values.sentinelUser().orElse("");
      case SENTINEL_PASS -> values.sentinelPass().orElse("");
      case LOGLEVEL -> Answers.lower(values.logLevel().name());
    };
  }

  /** What setting it to {@code value} changes; empty: that is no value for it. */
  Optional<UnaryOperator<Values>> change(String value) {
    return switch (this) {
      case RESOLVE_HOSTNAMES -> yesNo(value).map(yes -> old -> old.withResolveHostnames(yes));
      case ANNOUNCE_HOSTNAMES -> yesNo(value).map(yes -> old -> old.withAnnounceHostnames(yes));
      case ANNOUNCE_IP -> host(value).map(host -> old -> old.withAnnounceHost(unlessEmpty(host)));
      case ANNOUNCE_PORT -> port(value).map(port -> old -> old.withAnnouncePort(port));
      case SENTINEL_USER -> text(value).map(user -> old -> old.withSentinelUser(unlessEmpty(user)));
      case SENTINEL_PASS -> text(value).map(pass -> old -> old.withSentinelPass(unlessEmpty(pass)));
      case LOGLEVEL -> level(value).map(level -> old -> old.withLogLevel(level));
    };
  }

  private static String yesNo(boolean yes) {
    return yes ? "yes" : "no";
  }

  private static Optional<Boolean> yesNo(String value) {
    return switch (Answers.lower(value)) {
      case "yes" -> Optional.of(true);
      case "no" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /** Any text that is a word of a configuration file. */
  private static Optional<String> text(String value) {
    return Answers.hasControlCharacters(value)
        ? Optional.empty()
        : Optional.of(Answers.text(value));
  }

  private static Optional<String> host(String value) {
    return text(value).filter(host -> host.isEmpty() || Address.isValid(host, 1));
  }

  private static Optional<String> unlessEmpty(String text) {
    return Optional.of(text).filter(some -> !some.isEmpty());
  }

  private static Optional<Integer> port(String value) {
    OptionalLong port = WireNumber.parse(value);
    return Answers.within(port, 0, 65535) ? Optional.of((int) port.getAsLong()) : Optional.empty();
  }

  private static Optional<LogLevel> level(String value) {
    return Arrays.stream(LogLevel.values())
        .filter(level -> level.name().equalsIgnoreCase(value))
        .findFirst();
  }
}
