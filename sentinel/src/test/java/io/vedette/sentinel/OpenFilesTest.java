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
    assertThat(OpenFiles.lowered(10_000, 1, OptionalLong.of(1_024))).hasValue(895);
    assertThat(OpenFiles.lowered(10_000, 1_000, OptionalLong.of(1_024))).hasValue(1);
  }

  @Test
  void limitThatIsTooLowForTheServersThemselvesIsNamed() {
    assertThat(OpenFiles.warnings(10_000, 15_000, 1, 1_024))
        .singleElement()
        .asString()
        .contains("1024 open files", "15000 servers", "27003");
    assertThat(OpenFiles.warnings(10_000, 3, 895, 1_024))
        .first()
        .asString()
        .contains("maxclients of 10000", "10131");
  }

  @Test
  void theLimitOfThisVeryProcessIsFoundWhereThereIsOne() {
    if (System.getProperty("os.name").equals("Linux")) {
      assertThat(OpenFiles.limit().orElse(Long.MAX_VALUE)).isGreaterThan(OpenFiles.needed(1, 1));
    }
  }
}
