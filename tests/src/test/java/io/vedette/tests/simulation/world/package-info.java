/**
 * The simulated world: virtual time, a network, Redis servers, clients, and coordinators: the real
 * core with a modelled process around it, and stock Sentinels modelled after what is known of them.
 *
 * <p>A world belongs to one thread and is a function of its scenario: the same one gives the same
 * run. Nothing here judges: {@link io.vedette.tests.simulation.world.Witness} is told what happens.
 */
package io.vedette.tests.simulation.world;
