/**
 * How the commands talk to coordinators and servers: one connection each, one question at a time,
 * over Lettuce, which nobody else among the commands knows.
 *
 * <p>Threading: {@link io.vedette.sentinel.cli.client.Servers} may be asked by any thread; a
 * question blocks until it is answered, or until {@code PATIENCE} is over.
 */
package io.vedette.sentinel.cli.client;
