package io.vedette.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SoakBenchTest {
  @Test
  void nothingGrowsWhileMastersDieAndClientsComeAndGo() {
    String[] words = "--seconds 3 --groups 20".split(" ", -1);
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    int code = new SoakBench(SoakOptions.parse(words), out).run();
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("3 s").doesNotContain("grown");
    assertThat(code).isZero();
  }
}
