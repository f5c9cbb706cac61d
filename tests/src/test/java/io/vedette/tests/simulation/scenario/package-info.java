/**
 * What a run is made of: a seed, the shape of the world, and an explicit record of the faults,
 * drawn from the seed or read from a text. Pure data: the world carries it out.
 */
package io.vedette.tests.simulation.scenario;
