/**
 * A Redis Cluster as its nodes tell of it: what one of them says, what comes of comparing what
 * several say, and which of its shards is which. Immutable values and pure functions; any thread.
 */
package io.vedette.quorum.cluster;
