/**
 * What must always be true, one class each with its sentence: most of it after every step, the rest
 * of a world that has healed. Each is a second, simpler way to say what the core's rules are for,
 * told from what a coordinator was told and what left it, never from the core's own reasons.
 */
package io.vedette.tests.simulation.invariant;
