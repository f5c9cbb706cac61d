package io.vedette.sentinel.cli.doctor;

import java.util.Map;

/**
 * What a server says of itself.
 *
 * @param info the fields of INFO; of a server that can't be asked, those a coordinator heard last
 * @param config values of CONFIG GET; empty if it can't be asked
 * @param closed why it can't be asked; empty: it can
 */
public record NodeReport(Map<String, String> info, Map<String, String> config, String closed) {
  static final NodeReport NOTHING = new NodeReport(Map.of(), Map.of(), "");

  public NodeReport {
    info = Map.copyOf(info);
    config = Map.copyOf(config);
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
