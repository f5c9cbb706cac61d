package io.vedette.quorum.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class LastKnownTest {
  private static final String NONE = "0".repeat(40);
  private static final RunId FIRST = new RunId("1".repeat(40));
  private static final RunId SECOND = new RunId("2".repeat(40));

  private final LastKnown known = LastKnown.of(new Epoch(3), info(FIRST, "a", NONE, 500)).get();

  @Test
  void withoutAReplicationIdThereIsNothingToKnow() {
    assertThat(LastKnown.of(Epoch.ZERO, info(FIRST, "", "", 500))).isEmpty();
    assertThat(LastKnown.of(Epoch.ZERO, info(FIRST, NONE, NONE, 500))).isEmpty();
  }

  @Test
  void aServerOfTheSameHistoryLacksWhatItHasNotRead() {
    assertThat(known.lackOf(info(SECOND, "a", NONE, 0), 499))
        .hasValue("it is 1 bytes behind the data that was seen last");
    assertThat(known.lackOf(info(SECOND, "a", NONE, 0), 500)).isEmpty();
    assertThat(known.lackOf(info(SECOND, "b", "a", 0), 600)).as("promoted since").isEmpty();
    assertThat(known.lackOf(info(SECOND, "b", "a", 0), 400)).as("from an old file").isPresent();
  }

  @Test
  void aServerOfAnotherHistoryLacksItAllAndOneThatTellsNoneNothing() {
    assertThat(known.lackOf(info(SECOND, "x", NONE, 0), 9_999))
        .hasValue("its replication id is not that of the data that was seen last");
    assertThat(known.lackOf(info(SECOND, "", "", 0), 0)).isEmpty();
  }

  @Test
  void anotherRunIsOneOfAnotherRunId() {
    assertThat(known.isOtherRun(info(FIRST, "a", NONE, 1))).isFalse();
    assertThat(known.isOtherRun(info(SECOND, "a", NONE, 1))).isTrue();
    LastKnown unknown = new LastKnown(Epoch.ZERO, Optional.empty(), "a", 1);
    assertThat(unknown.isOtherRun(info(SECOND, "a", NONE, 1))).isFalse();
  }

  @Test
  void theSameRunIsThatOfTheSameProcessMasterAndHistory() {
    Optional<RunId> first = Optional.of(FIRST);
    assertThat(known.isSameRunAs(new LastKnown(new Epoch(3), first, "a", 9_999))).isTrue();
    assertThat(known.isSameRunAs(new LastKnown(new Epoch(4), first, "a", 500))).isFalse();
    assertThat(known.isSameRunAs(new LastKnown(new Epoch(3), Optional.empty(), "a", 500)))
        .isFalse();
    assertThat(known.isSameRunAs(new LastKnown(new Epoch(3), first, "b", 500))).isFalse();
    assertThat(known.isOtherRun(MasterInfo.of(Optional.empty(), "a", NONE, 1, ""))).isFalse();
  }

  @Test
  void anAppendOnlyFileBringsTheDataBackUnderAnotherId() {
    String on = "aof_enabled:1\r\n";
    assertThat(raw(on + "db0:keys=3,expires=0\r\n").hasDataOfItsOwnLog()).isTrue();
    assertThat(raw(on).hasDataOfItsOwnLog()).as("the file was lost, too").isFalse();
    assertThat(raw("aof_enabled:0\r\ndb0:keys=3\r\n").hasDataOfItsOwnLog()).isFalse();
    assertThat(raw("loading:1\r\n").isLoading()).isTrue();
    assertThat(raw("loading:0\r\nasync_loading:1\r\n").isLoading()).isFalse();
  }

  private static NodeInfo raw(String raw) {
    return info(FIRST, "a", NONE, 1, raw);
  }

  private static NodeInfo info(RunId runId, String replId, String replId2, long offset) {
    return info(runId, replId, replId2, offset, "");
  }

  private static NodeInfo info(
      RunId runId, String replId, String replId2, long offset, String raw) {
    return MasterInfo.of(Optional.of(runId), replId, replId2, offset, raw);
  }
}
