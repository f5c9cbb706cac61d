package io.vedette.quorum.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which hosts are where: what stands in one zone may be lost at once.
 *
 * @param places hosts by zone, in the order in which they were named; in each there may be one
 *     {@code *}, for any letters
 */
public record Zones(Map<String, List<String>> places) {
  /** None is named. */
  public static final Zones NONE = new Zones(Map.of());

  private static final char ANY = '*';

  public Zones {
    Map<String, List<String>> copy = new LinkedHashMap<>();
    places.forEach((zone, hosts) -> copy.put(zone, List.copyOf(hosts)));
    places = Collections.unmodifiableMap(copy);
  }

  /** The first zone in which this host is; empty: nobody has said. */
  public Optional<String> of(String host) {
    return places.entrySet().stream()
        .filter(zone -> zone.getValue().stream().anyMatch(place -> isAt(host, place)))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static boolean isAt(String host, String place) {
    int star = place.indexOf(ANY);
    return star < 0
        ? host.equals(place)
        : host.length() >= place.length() - 1
            && host.startsWith(place.substring(0, star))
            && host.endsWith(place.substring(star + 1));
  }

  /** Whether this can stand for hosts: no blanks, and at most one {@code *}. */
  public static boolean isPlace(String place) {
    return !place.isEmpty()
        && place.chars().noneMatch(c -> c <= ' ' || c == 0x7f)
        && place.chars().filter(c -> c == ANY).count() <= 1;
  }
}
