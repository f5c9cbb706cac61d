/**
 * Events posted to HTTP servers: {@link io.vedette.sentinel.webhook.Webhooks} is told of each on
 * the coordinator's thread and only puts it into a bounded queue; for each server a thread of its
 * own posts, waits and tries again ({@link io.vedette.sentinel.webhook.Delivery}). What can't be
 * delivered is written to a file by one more thread ({@link
 * io.vedette.sentinel.webhook.Undelivered}). Where no server is configured none of these exists.
 */
package io.vedette.sentinel.webhook;
