/**
 * How a master is replaced: the steps, which replica is taken and why the others are not, and how
 * nodes that are not what they should be are put right.
 */
package io.vedette.quorum.failover;
