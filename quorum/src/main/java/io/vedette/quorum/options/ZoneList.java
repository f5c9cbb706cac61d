package io.vedette.quorum.options;

import io.vedette.quorum.model.Zones;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Zones and the hosts in them: {@code a=10.0.1.*,redis-7 b=10.0.2.*}. */
final class ZoneList implements OptionType<Zones> {
  @Override
  public Optional<String> whyNot(String text) {
    List<String> words = words(text);
    for (String word : words) {
      int equals = word.indexOf('=');
      List<String> hosts = hosts(word);
      if (equals < 1 || hosts.isEmpty() || !hosts.stream().allMatch(Zones::isPlace)) {
        return Optional.of(
            "'" + word + "' is no ZONE=HOST[,HOST...], with one * in a host at most");
      }
    }
    return words.stream().map(ZoneList::zone).distinct().count() == words.size()
        ? Optional.empty()
        : Optional.of("a zone stands there twice");
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split("\\s+", -1)).filter(word -> !word.isEmpty()).toList();
  }

  private static String zone(String word) {
    return word.substring(0, word.indexOf('='));
  }

  private static List<String> hosts(String word) {
    return List.of(word.substring(word.indexOf('=') + 1).split(",", -1));
  }

  @Override
  public Zones parse(String text) {
    Map<String, List<String>> places = new LinkedHashMap<>();
    words(text).forEach(word -> places.put(zone(word), hosts(word)));
    return new Zones(places);
  }

  @Override
  public String show(Zones value) {
    return value.places().entrySet().stream()
        .map(zone -> zone.getKey() + "=" + String.join(",", zone.getValue()))
        .collect(Collectors.joining(" "));
  }

  @Override
  public String range() {
    return "ZONE=HOST[,HOST...], divided by blanks";
  }
}
