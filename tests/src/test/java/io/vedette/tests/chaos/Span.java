package io.vedette.tests.chaos;

/**
 * When a strike was carried out, by {@link System#nanoTime}.
 *
 * @param beganNanos right before its first act
 * @param endedNanos right after its last
 */
record Span(Strike strike, long beganNanos, long endedNanos) {}
