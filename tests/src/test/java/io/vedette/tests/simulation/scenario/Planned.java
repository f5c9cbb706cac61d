package io.vedette.tests.simulation.scenario;

/** A fault and when it happens. */
public record Planned(Moment moment, Fault fault) {}
