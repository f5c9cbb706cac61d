package io.vedette.quorum.model;

import java.util.List;
import java.util.Optional;

/** What a master of tests says of its data; the rest is of no interest. */
public final class MasterInfo {
  private MasterInfo() {}

  public static NodeInfo of(
      Optional<RunId> runId, String replId, String replId2, long offset, String raw) {
    return new NodeInfo(
        runId,
        Optional.of(Role.MASTER),
        Optional.empty(),
        false,
        0,
        NodeInfo.DEFAULT_PRIORITY,
        0,
        true,
        offset,
        replId,
        replId2,
        1,
        List.of(),
        -1,
        false,
        false,
        raw);
  }
}
