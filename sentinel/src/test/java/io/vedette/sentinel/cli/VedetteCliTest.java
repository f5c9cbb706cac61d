package io.vedette.sentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VedetteCliTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private ConfigCheck.Result checked =
      new ConfigCheck.Result(Optional.empty(), List.of(), List.of("mymaster: quorum 2"));

  private int run(String... args) {
    Screen screen = new Screen(new PrintWriter(out), false);
    return VedetteCli.run(screen, new PrintWriter(err), (file, words) -> checked, args);
  }

  @Test
  void aPathIsNotForTheCommandLine() {
    assertThat(VedetteCli.wants(new String[] {"/etc/sentinel.conf", "--port", "1"})).isFalse();
    assertThat(VedetteCli.wants(new String[] {"./demo"})).isFalse();
    assertThat(VedetteCli.wants(new String[] {"demo"})).isTrue();
    assertThat(VedetteCli.wants(new String[] {"--port", "1"})).isTrue();
    assertThat(VedetteCli.wants(new String[] {})).isTrue();
  }

  @Test
  void aMistypedCommandIsNoFileThatIsMissing() {
    assertThat(VedetteCli.isMistyped("statsu")).isTrue();
    assertThat(VedetteCli.isMistyped("forget-sentinels")).isTrue();
    assertThat(VedetteCli.isMistyped("sentinel.conf")).isFalse();
    assertThat(VedetteCli.isMistyped("/etc/sentinel")).isFalse();
    assertThat(VedetteCli.isMistyped("src")).as("it is there").isFalse();
  }

  @Test
  void withoutArgumentsItFailsAsSentinelDoes() {
    assertThat(run()).isEqualTo(1);
    assertThat(err.toString()).hasLineCount(1).contains("configuration file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-v"})
  void theVersionIsTheBuilds(String option) {
    assertThat(run(option)).isZero();
    assertThat(out.toString()).hasLineCount(1).matches("(?s)Vedette \\d+\\.\\d+\\.\\d+ \\(Java .*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h"})
  void helpFitsATerminal(String option) {
    assertThat(run(option)).isZero();
    assertThat(out.toString()).contains("vedette /path/sentinel.conf [--option value ...]", "demo");
    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
  }

  static Set<String> commands() {
    return VedetteCli.SUBCOMMANDS;
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandIsKnownAndItsHelpFitsATerminal(String command) {
    assertThat(VedetteCli.wants(new String[] {command})).isTrue();
    assertThat(run(command, "--help")).isZero();
    assertThat(out.toString()).contains("vedette " + command, "Exit codes: 0 ");
    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void theHelpListsTheCommandsThereAre() {
    assertThat(run("--help")).isZero();
    List<String> listed =
        out.toString()
            .lines()
            .dropWhile(line -> !line.equals("Commands:"))
            .filter(line -> line.matches("  [a-z].*"))
            .map(line -> line.trim().split(" ", 2)[0])
            .toList();
    assertThat(listed).containsExactlyInAnyOrderElementsOf(VedetteCli.SUBCOMMANDS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "master mymaster",
        "status",
        "events",
        "history",
        "drill mymaster --yes",
        "status --json",
        "failover mymaster",
        "pause mymaster",
        "resume mymaster",
        "doctor",
        "forget-replica mymaster a:1",
        "forget-sentinel mymaster a:1"
      })
  void whereNobodyAnswersItIsOneLineAndExitCodeOne(String words) {
    List<String> all = new ArrayList<>(List.of(words.split(" ", -1)));
    // Port 1 of this machine: nobody listens there, which is known at once.
    all.addAll(List.of("--sentinel", "127.0.0.1:1"));
    assertThat(run(all.toArray(String[]::new))).isEqualTo(1);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .hasLineCount(1)
        .startsWith("vedette: 127.0.0.1:1 does not answer: Connection refused");
  }

  @Test
  void aConfigurationIsGoodOrBadOrInBetween() {
    assertThat(run("check-config", "x.conf")).isZero();
    assertThat(out.toString()).contains("good: x.conf", "  mymaster: quorum 2");
    checked = new ConfigCheck.Result(Optional.empty(), List.of("beware"), List.of());
    assertThat(run("check-config", "x.conf", "--", "--port", "1")).isEqualTo(3);
    assertThat(out.toString()).contains("warning: beware");
    checked = new ConfigCheck.Result(Optional.of("x.conf:3: bad"), List.of(), List.of());
    assertThat(run("check-config", "x.conf", "--json")).isEqualTo(1);
    assertThat(out.toString()).contains("{\"file\":\"x.conf\",\"error\":\"x.conf:3: bad\",");
    assertThat(err.toString()).isEmpty();
    assertThat(run("check-config", "x.conf")).isEqualTo(1);
    assertThat(err.toString()).hasLineCount(1).contains("vedette: x.conf:3: bad");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--nonsense",
        "master",
        "status --sentinel a:b",
        "status --interval 0",
        "events --for soon",
        "history --count 501",
        "pause mymaster --for 2592001",
        "failover mymaster --timeout -1",
        "failover mymaster --to nowhere:",
        "drill mymaster --how explode",
        "forget-replica mymaster",
        "init 10.0.0.1 10.0.0.2 --master 10.0.0.3",
        "init 10.0.0.1 10.0.0.2 10.0.0.4",
        "check-config",
        "master mymaster other",
        "demo --nonsense",
        "demo --with",
        "demo more"
      })
  void wrongUsageIsOneLineAndExitCodeTwo(String words) {
    assertThat(run(words.split(" "))).isEqualTo(2);
    assertThat(err.toString()).hasLineCount(1).startsWith("vedette: ").contains("--help");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void theDemoOfAProgramThatIsNotThereFailsInOneLine() {
    assertThat(run("demo", "--with", "no-such-sentinel")).isEqualTo(1);
    assertThat(err.toString()).hasLineCount(1).contains("no-such-sentinel is not in PATH");
  }

  @Test
  void theDemoOfAProgramThatEndsNamesItAndLeavesNothing() {
    assertThat(run("demo", "--with", "/bin/false")).isEqualTo(1);
    assertThat(err.toString()).hasLineCount(1).contains("A ended by itself with exit code 1");
    assertThat(ProcessHandle.current().children()).isEmpty();
  }
}
