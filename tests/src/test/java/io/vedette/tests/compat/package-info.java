/**
 * Vedette beside what is out there already: real {@code redis-sentinel} processes in the same
 * quorum and on the same configuration files, and client libraries by their own Sentinel support.
 */
package io.vedette.tests.compat;
