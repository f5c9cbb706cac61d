/**
 * Proof that the simulation can fail: deliberate bugs, each a patch of one source file of the core
 * (in {@code src/test/resources/planted-bugs}), are compiled and run in place of what is shipped,
 * which has no switch for any of them. The simulation must find every one.
 */
package io.vedette.tests.simulation.planted;
