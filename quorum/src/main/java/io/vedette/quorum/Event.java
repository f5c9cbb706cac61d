package io.vedette.quorum;

import io.vedette.quorum.model.GroupName;
import java.util.Optional;

/**
 * Something that happened: a line of the log, a Pub/Sub message, a reason to run a script.
 *
 * @param type what
 * @param payload the message as Sentinel words it, for the channel and the script
 * @param reason why, for the log only; empty text if the payload says it all
 * @param group the group it is about, if it is about one
 */
public record Event(EventType type, String payload, String reason, Optional<GroupName> group) {
  /** The line for the log: channel, payload, and the reason in parentheses. */
  public String line() {
    String line = type.channel() + " " + payload;
    return reason.isEmpty() ? line : line + " (" + reason + ")";
  }
}
