/**
 * Measures Vedette beside {@code redis-sentinel}: same machine, same topology, same run,
 * alternately. Started by {@code tests/bench}; each subcommand is one class with a {@code run}.
 */
package io.vedette.tests.bench;
