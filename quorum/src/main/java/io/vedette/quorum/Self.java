package io.vedette.quorum;

import io.vedette.quorum.detection.Tilt;
import io.vedette.quorum.model.CoordinatorConfig;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.model.Timing;
import io.vedette.quorum.options.GroupOptions;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What is true of this coordinator as a whole, and the time of the step being taken. */
final class Self {
  final RunId id;
  final RandomGenerator random;
  final Tilt tilt = new Tilt();
  Epoch currentEpoch;
  Optional<String> announceHost;
  int announcePort;
  Timing timing;
  GroupOptions options = GroupOptions.DEFAULTS;

  /**
   * Why the state can't be saved; as long as it can't, this coordinator neither votes nor leads.
   */
  Optional<String> unsaved = Optional.empty();

  boolean exitAfterElection;
  boolean exitAfterPromotion;
  long now;

  Self(CoordinatorConfig config, RandomGenerator random, long now) {
    id = config.self();
    currentEpoch = config.currentEpoch();
    announceHost = config.announceHost();
    announcePort = config.announcePort();
    timing = config.timing();
    this.random = random;
    this.now = now;
  }

  /** Whether this coordinator may act on what it sees. */
  boolean mayAct() {
    return !tilt.isOn();
  }

  /** Whether this coordinator may vote and lead. */
  boolean maySwear() {
    return unsaved.isEmpty();
  }
}
