/**
 * What three real coordinator processes do with real {@code redis-server} processes, named test by
 * test after what they show. Each test has a cluster of its own; one thread.
 */
package io.vedette.tests.e2e;
