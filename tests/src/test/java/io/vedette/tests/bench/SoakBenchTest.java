package io.vedette.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** That it measures. Memory says nothing after seconds: Java is still compiling. */
class SoakBenchTest {
  @Test
  void mastersDieAndComeBackAndNeitherThreadsNorFilesAreMoreThanBefore() {
    String[] words = "--seconds 3 --groups 5".split(" ", -1);
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    new SoakBench(SoakOptions.parse(words), out).run();
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("\n3 s   ")
        .doesNotContain("grown: threads", "grown: open files");
  }
}
