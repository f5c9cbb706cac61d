package io.vedette.sentinel.cli.doctor;

import java.util.Map;
import java.util.OptionalLong;

/**
 * What a server says of itself.
 *
 * @param info the fields of INFO; of a server that can't be asked, those a coordinator heard last
 * @param config values of CONFIG GET; empty if it can't be asked
 * @param users the rules of its ACL users, by name; empty: it has no ACL, or does not tell
 * @param clockMs its clock, in milliseconds, less the time of this process when it answered; empty:
 *     not known
 * @param closed why it can't be asked; empty: it can
 */
public record NodeReport(
    Map<String, String> info,
    Map<String, String> config,
    Map<String, String> users,
    OptionalLong clockMs,
    String closed) {
  static final NodeReport NOTHING = closed(Map.of(), "");

  public NodeReport {
    info = Map.copyOf(info);
    config = Map.copyOf(config);
    users = Map.copyOf(users);
  }

  /** One that can't be asked; {@code heard}: what a coordinator heard of it. */
  public static NodeReport closed(Map<String, String> heard, String why) {
    return new NodeReport(heard, Map.of(), Map.of(), OptionalLong.empty(), why);
  }

  String version() {
    return info.getOrDefault("redis_version", "");
  }

  long number(String field) {
    String text = info.getOrDefault(field, "");
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }

  boolean knows(String option) {
    return config.containsKey(option);
  }

  String option(String option) {
    return config.getOrDefault(option, "");
  }
}
