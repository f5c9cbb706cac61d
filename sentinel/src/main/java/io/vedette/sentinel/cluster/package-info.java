/**
 * What is kept of the shards of Redis Clusters over a restart, in a file of its own: {@code
 * sentinel.conf} stays what redis-sentinel can read, and it knows no shards.
 */
package io.vedette.sentinel.cluster;
