package io.vedette.sentinel.cli.survey;

import io.vedette.quorum.model.Address;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A master, a replica or a coordinator, as a coordinator describes it.
 *
 * @param fields as SENTINEL MASTER, REPLICAS and SENTINELS name them
 */
public record Instance(Map<String, String> fields) {
  public Instance {
    fields = Map.copyOf(fields);
  }

  /** A list of names and values. */
  public static Instance of(List<?> words) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i + 1 < words.size(); i += 2) {
      fields.put(String.valueOf(words.get(i)), String.valueOf(words.get(i + 1)));
    }
    return new Instance(fields);
  }

  /** A field, or {@code otherwise} where there is none. */
  public String text(String field, String otherwise) {
    return fields.getOrDefault(field, otherwise);
  }

  /** A number, or 0 where there is none. */
  public long number(String field) {
    String value = text(field, "0");
    return value.matches("-?\\d{1,18}") ? Long.parseLong(value) : 0;
  }

  /** Where it is. */
  public Address address() {
    String host = text("ip", "?");
    return new Address(host.isBlank() ? "?" : host, (int) (number("port") & 0xffff));
  }

  /** Its flags. */
  public Set<String> flags() {
    return new TreeSet<>(Arrays.asList(text("flags", "").split(",", -1)));
  }

  /** Whether it is believed down, or isn't connected. */
  public boolean isLost() {
    Set<String> flags = flags();
    return flags.contains("s_down") || flags.contains("o_down") || flags.contains("disconnected");
  }

  /** Flags that say more than what it is; empty: all is well. */
  public String trouble() {
    Set<String> flags = flags();
    flags.removeAll(Set.of("master", "slave", "sentinel", ""));
    return String.join(",", flags);
  }
}
