/**
 * The server that clients, peers and operators talk to: listening, connections, their limits, and
 * Pub/Sub. Speaks through {@code resp}, acts through {@code command}; neither knows this package.
 *
 * <p>Threading: a connection belongs to one event loop, and so do the subscriptions of all
 * connections of that loop: nothing of them is shared. Events come from the coordinator's thread
 * and are handed over to each loop that has subscribers. No event loop ever waits for anything.
 *
 * <p>A client can hurt only itself: whatever it sends, claims, or fails to read ends, at worst, in
 * the loss of its own connection.
 */
package io.vedette.sentinel.server;
