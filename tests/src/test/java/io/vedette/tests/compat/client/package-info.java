/**
 * Client libraries as applications use them: each is told where the coordinators are, never where
 * the master is, and writes without pause. Those of other languages are the programs in {@code
 * tests/clients}, run as processes. What a library says and does is all its own; nothing here helps
 * it over a failover.
 */
package io.vedette.tests.compat.client;
