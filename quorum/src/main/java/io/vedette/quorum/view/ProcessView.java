package io.vedette.quorum.view;

import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.model.Timing;
import java.util.Optional;

/**
 * What is true of a coordinator as a whole.
 *
 * @param self its run id
 * @param currentEpoch the highest epoch it knows
 * @param announceHost the host it tells others; empty: the local address of each link
 * @param announcePort the port it tells others
 * @param timing its periods
 * @param tiltSince since when it is in TILT, or {@link NodeView#NEVER}
 * @param tilts how often it has been
 * @param unsaved why its state can't be saved; empty: it can
 * @param exitAfterElection a failure to simulate
 * @param exitAfterPromotion a failure to simulate
 */
public record ProcessView(
    RunId self,
    Epoch currentEpoch,
    Optional<String> announceHost,
    int announcePort,
    Timing timing,
    long tiltSince,
    long tilts,
    Optional<String> unsaved,
    boolean exitAfterElection,
    boolean exitAfterPromotion) {}
