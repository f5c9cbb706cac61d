package io.vedette.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OpenFilesTest {
  @Test
  void theSoftLimitCounts() {
    String limits =
        """
        Limit                     Soft Limit           Hard Limit           Units
        Max processes             96327                96327                processes
        Max open files            1024                 524288               files
        """;
    assertThat(OpenFiles.limitIn(limits)).hasValue(1024);
  }

  @Test
  void noLimitIsNone() {
    assertThat(OpenFiles.limitIn("Max open files            unlimited      unlimited      files\n"))
        .isEmpty();
  }

  @Test
  void clientsAreLoweredToWhatIsLeftForThem() {
    assertThat(OpenFiles.lowered(10_000, 1, OptionalLong.empty())).isEmpty();
    long enough = OpenFiles.needed(10_000, 1);
    assertThat(OpenFiles.lowered(10_000, 1, OptionalLong.of(enough))).isEmpty();
    assertThat(OpenFiles.lowered(10_000, 1, OptionalLong.of(enough - 1))).hasValue(9_999);
    assertThat(OpenFiles.lowered(10_000, 1, OptionalLong.of(1_024))).hasValue(888);
    assertThat(OpenFiles.lowered(10_000, 1_000, OptionalLong.of(1_024))).hasValue(1);
  }

  @Test
  void theLimitOfThisVeryProcessIsFoundWhereThereIsOne() {
    if (System.getProperty("os.name").equals("Linux")) {
      assertThat(OpenFiles.limit().orElse(Long.MAX_VALUE)).isGreaterThan(OpenFiles.needed(1, 1));
    }
  }
}
