/**
 * Who leads a failover: one vote per epoch and group, first come, first served, counted as the
 * answers arrive.
 */
package io.vedette.quorum.election;
