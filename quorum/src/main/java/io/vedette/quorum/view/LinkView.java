package io.vedette.quorum.view;

import java.util.Optional;

/**
 * The link to an instance.
 *
 * @param up whether it stands
 * @param shares how many instances use it (a peer's link serves all groups), 1 or more
 * @param pingPendingSince when the oldest unanswered PING was sent, or {@link NodeView#NEVER}
 * @param lastOkPingReplyAt when the last acceptable answer to a PING came
 * @param lastPingReplyAt when the last answer of any kind came
 * @param refusal what it says to the login that is set; empty: it accepts it
 */
public record LinkView(
    boolean up,
    int shares,
    long pingPendingSince,
    long lastOkPingReplyAt,
    long lastPingReplyAt,
    Optional<String> refusal) {}
