package io.vedette.sentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VedetteCliTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    Screen screen = new Screen(new PrintWriter(out), false);
    return VedetteCli.run(screen, new PrintWriter(err), args);
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

  @Test
  void helpOfASubcommandFitsATerminal() {
    assertThat(run("demo", "--help")).isZero();
    assertThat(out.toString()).contains("--keep");
    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--nonsense", "demo --nonsense", "demo --with", "demo more"})
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
