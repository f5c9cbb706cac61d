package io.vedette.tests.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.tests.harness.Executables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Metrics, as coordinators really serve them, and whether alert rules, their tests, the dashboard
 * and README name such, with labels that they have.
 */
final class UsedMetrics {
  private static final List<String> FILES =
      List.of(
          "config/prometheus/vedette.rules.yml",
          "config/prometheus/vedette.rules.test.yml",
          "config/grafana/vedette.json");

  /** Prometheus gives these to all that it reads. */
  private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");

  private static final Pattern SERVED =
      Pattern.compile("^([a-zA-Z_:]\\w*)(?:\\{(.*)})? \\S+$", Pattern.MULTILINE);
  private static final Pattern USED =
      Pattern.compile("\\b((?:vedette|jvm|process|system)_\\w+)(?:\\{([^}]*)})?");
  private static final Pattern LABEL = Pattern.compile("(\\w+)(?:=|=~|!=|!~)\\\\?[\"']");

  /** Names of labels, by the name of the metric. */
  private final Map<String, Set<String>> served = new TreeMap<>();

  /** What was read at {@code /metrics}, here and there. */
  UsedMetrics(List<String> scrapes) {
    for (String scrape : scrapes) {
      for (MatchResult line : SERVED.matcher(scrape).results().toList()) {
        served.computeIfAbsent(line.group(1), none -> new TreeSet<>()).addAll(labels(line));
      }
    }
  }

  private static List<String> labels(MatchResult match) {
    return match.group(2) == null
        ? List.of()
        : LABEL.matcher(match.group(2)).results().map(label -> label.group(1)).toList();
  }

  void check() {
    for (String file : FILES) {
      List<String> unknown = new ArrayList<>();
      List<MatchResult> used = USED.matcher(read(file)).results().toList();
      assertThat(used).as(file).hasSizeGreaterThan(15);
      for (MatchResult use : used) {
        Set<String> known = served.get(use.group(1));
        if (known == null) {
          unknown.add(use.group());
          continue;
        }
        labels(use).stream()
            .filter(label -> !known.contains(label) && !OF_PROMETHEUS.contains(label))
            .forEach(label -> unknown.add(use.group() + ": " + label));
      }
      assertThat(unknown).as("used in %s, and not served", file).isEmpty();
    }
    String readme = read("README.md");
    assertThat(served.keySet())
        .filteredOn(name -> name.startsWith("vedette_"))
        .allSatisfy(name -> assertThat(readme).contains("`" + shortName(name)));
  }

  /** As README names it, below what all of a kind begin with. */
  private static String shortName(String name) {
    return name.replaceAll("^vedette_(group_)?", "").replaceAll("_(bucket|sum|count|max)$", "");
  }

  private static String read(String file) {
    try {
      return Files.readString(Executables.vedetteHome().resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
