package io.vedette.sentinel.server;

import io.vedette.sentinel.server.resp.RequestLimits;

/**
 * What one client may cost.
 *
 * @param request how large a request may be
 * @param outputBytes how many bytes of replies may wait for a client to read them: beyond that its
 *     requests wait, too
 * @param subscriberOutputBytes how many bytes may wait for a client that is subscribed: beyond that
 *     it is cut off, since events do not wait
 * @param subscriptionBytes how much memory its subscriptions may take, roughly
 * @param unreadMs how long a client whose output is full may read nothing of it before it is cut
 *     off
 * @param threads how many event loops
 */
public record ServerLimits(
    RequestLimits request,
    int outputBytes,
    int subscriberOutputBytes,
    int subscriptionBytes,
    long unreadMs,
    int threads) {
  /** For thousands of clients in a small process. */
  public static final ServerLimits DEFAULT =
      new ServerLimits(RequestLimits.DEFAULT, 1024 * 1024, 8 * 1024 * 1024, 1024 * 1024, 30_000, 1);
}
