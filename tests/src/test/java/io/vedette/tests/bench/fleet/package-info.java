/**
 * Thousands of Redis servers in a few processes, as far as coordinators can tell: they connect,
 * ask, subscribe and are told roles, and cost less than the coordinators that watch them.
 *
 * <p>One thread does everything; what other threads want is handed to it.
 */
package io.vedette.tests.bench.fleet;
