package io.vedette.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FootprintBenchTest {
  @TempDir Path folder;

  @Test
  void measuresStartAndMemoryWithTheJavaOfThisBuild() throws IOException {
    Path json = folder.resolve("footprint.json");
    String[] words = {
      "--rounds",
      "1",
      "--groups",
      "2",
      "--settle",
      "1",
      "--json",
      json.toString(),
      "--java",
      System.getProperty("java.home")
    };
    assertThat(new FootprintBench(FootprintOptions.parse(words)).run()).isZero();
    assertThat(Files.readString(json))
        .contains("\"program\":\"redis-sentinel\",\"round\":1,\"pong_ms\":")
        .contains(", no class data\",\"groups\":2,\"resident_mb\":");
  }
}
