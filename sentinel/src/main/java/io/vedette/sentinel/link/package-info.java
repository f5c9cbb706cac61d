/**
 * The connections to data nodes and peers, on Lettuce, and the readers of what comes back.
 *
 * <p>Threading: one I/O thread owns every link; {@link io.vedette.sentinel.link.LettuceLinks} only
 * hands over to it. So a transaction is written whole, nothing here needs a lock beside the one
 * that makes a dropped link silent at once, and the coordinator's thread never waits.
 *
 * <p>Lettuce does the sockets, RESP and Pub/Sub. What it would do on its own is switched off:
 * reconnecting, buffering while disconnected, retrying, telling the server its name and version. A
 * command belongs to one connection and dies with it: a SLAVEOF must never arrive late.
 */
package io.vedette.sentinel.link;
