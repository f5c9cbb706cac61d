package io.vedette.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScaleBenchTest {
  @TempDir Path folder;

  @Test
  void measuresThreeVedettesThatLoseAllMasters() throws IOException {
    Path json = folder.resolve("scale.json");
    Path svg = folder.resolve("scale.svg");
    String[] words =
        ("--groups 3 --programs vedette --down-after 1500 --settle 1 --idle 1 --give-up 60 --json "
                + json
                + " --svg "
                + svg)
            .split(" ", -1);
    assertThat(new ScaleBench(ScaleOptions.parse(words)).run()).isZero();
    assertThat(Files.readString(json))
        .contains("\"program\":\"vedette\",\"groups\":3")
        .contains("\"replaced\":3");
    assertThat(Files.readString(svg)).contains("<circle");
  }
}
