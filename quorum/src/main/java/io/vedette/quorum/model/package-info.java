/**
 * What is watched: groups of one master with its replicas, the peers that watch them too, and the
 * names and numbers by which they are known.
 *
 * <p>The values (addresses, ids, settings, views) are immutable and may go anywhere. The mutable
 * records of a group belong to the coordinator's thread and never leave the core.
 */
package io.vedette.quorum.model;
