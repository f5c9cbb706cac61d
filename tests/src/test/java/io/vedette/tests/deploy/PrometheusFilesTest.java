package io.vedette.tests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusFilesTest {
  private static final Path FOLDER = Tools.CONFIG.resolve("prometheus");
  private static final Path DASHBOARD = Tools.CONFIG.resolve("grafana/vedette.json");

  @TempDir Path temp;

  @Test
  void scrapeAndRulesAreGoodAndEachAlertFiresWhenItShould() {
    String config = FOLDER.resolve("prometheus.yml").toString();
    assertThat(Tools.must(temp, "promtool", "check", "config", config)).contains("SUCCESS");
    String tests = FOLDER.resolve("vedette.rules.test.yml").toString();
    assertThat(Tools.must(temp, "promtool", "test", "rules", tests)).contains("SUCCESS");
  }

  @Test
  void eachAlertIsTested() {
    List<String> alerts = alerts(Tools.read(FOLDER.resolve("vedette.rules.yml")), "alert: ");
    Set<String> tested =
        new HashSet<>(alerts(Tools.read(FOLDER.resolve("vedette.rules.test.yml")), "alertname: "));
    assertThat(alerts).hasSizeGreaterThan(15);
    assertThat(tested).containsAll(alerts);
  }

  private static List<String> alerts(String text, String key) {
    return Pattern.compile(key + "(\\w+)").matcher(text).results().map(m -> m.group(1)).toList();
  }

  @Test
  void theDashboardAsksWhatPrometheusUnderstands() throws IOException {
    JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
    assertThat(dashboard.get("uid").asText()).isEqualTo("vedette");
    Set<Integer> ids = new HashSet<>();
    StringBuilder rules = new StringBuilder("groups:\n- name: dashboard\n  rules:\n");
    for (JsonNode panel : dashboard.get("panels")) {
      assertThat(ids.add(panel.get("id").asInt())).isTrue();
      assertThat(panel.get("title").asText()).isNotEmpty();
      assertThat(panel.get("gridPos").get("x").asInt() + panel.get("gridPos").get("w").asInt())
          .isLessThanOrEqualTo(24);
      for (String expression : expressions(panel)) {
        rules
            .append("  - record: panel_")
            .append(rules.length())
            .append("\n    expr: ")
            .append(new ObjectMapper().writeValueAsString(expression))
            .append('\n');
      }
    }
    Path file = Files.writeString(temp.resolve("dashboard.rules.yml"), rules);
    String said = Tools.must(temp, "promtool", "check", "rules", file.toString());
    assertThat(said).contains("SUCCESS");
  }

  private static List<String> expressions(JsonNode panel) {
    List<String> found = new ArrayList<>();
    for (JsonNode target : panel.get("targets")) {
      // What Grafana puts in before it asks.
      found.add(
          target.get("expr").asText().replace("$group", "g").replace("$__rate_interval", "1m"));
    }
    assertThat(found).isNotEmpty();
    return found;
  }
}
