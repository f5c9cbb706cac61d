package io.vedette.tests.simulation;

import io.vedette.tests.simulation.invariant.Violation;
import java.util.List;
import java.util.Optional;

/**
 * What came of a run.
 *
 * @param violation what did not hold; empty: all did
 * @param simulatedMs how much time went by in it
 * @param restMs how long it took to come to rest after everything worked again; 0 if it did not
 * @param failovers how many replicas were promoted
 * @param acknowledged how many writes were acknowledged
 * @param lost how many of them were lost
 * @param hash a number for all that happened, the same if the run is
 * @param lines what happened, if it was to be kept
 * @param cast how many of them, the first ones, say who is who
 */
record Outcome(
    Optional<Violation> violation,
    long simulatedMs,
    long restMs,
    long failovers,
    long acknowledged,
    long lost,
    long hash,
    List<String> lines,
    int cast) {}
