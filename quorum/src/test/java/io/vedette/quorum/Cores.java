package io.vedette.quorum;

import io.vedette.quorum.model.CoordinatorConfig;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.model.Timing;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Coordinators with nothing special about them, asked step by step; always the same. */
final class Cores {
  static final RunId SELF = new RunId("a".repeat(RunId.LENGTH));

  private Cores() {}

  static CoordinatorConfig config(List<GroupConfig> groups) {
    return new CoordinatorConfig(SELF, Epoch.ZERO, Optional.empty(), 26379, Timing.DEFAULT, groups);
  }

  /** One that has not started. */
  static Coordinator of(CoordinatorConfig config) {
    return new Coordinator(config, new SplittableRandom(1), 0);
  }

  /** One that watches these, and has not started. */
  static Coordinator watching(GroupConfig... groups) {
    return of(config(List.of(groups)));
  }
}
