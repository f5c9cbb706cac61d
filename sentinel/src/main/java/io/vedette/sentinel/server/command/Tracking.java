package io.vedette.sentinel.server.command;

import java.util.ArrayList;
import java.util.List;

/**
 * What a client has said by CLIENT TRACKING. There are no keys here that could be tracked: it is
 * kept so that it can be asked for, as in Sentinel.
 *
 * @param on whether it tracks
 * @param redirect the client that invalidations were to go to; 0: none
 * @param broadcast whether by prefixes
 * @param optIn only what CLIENT CACHING YES stands before
 * @param optOut not what CLIENT CACHING NO stands before
 * @param noLoop not what it changes itself
 * @param prefixes of keys
 */
public record Tracking(
    boolean on,
    long redirect,
    boolean broadcast,
    boolean optIn,
    boolean optOut,
    boolean noLoop,
    List<String> prefixes) {
  /** Not at all. */
  public static final Tracking OFF = new Tracking(false, 0, false, false, false, false, List.of());

  public Tracking {
    prefixes = List.copyOf(prefixes);
  }

  /** As CLIENT TRACKINGINFO shows it. */
  List<String> flags() {
    List<String> flags = new ArrayList<>(List.of(on ? "on" : "off"));
    if (broadcast) {
      flags.add("bcast");
    }
    if (optIn) {
      flags.add("optin");
    }
    if (optOut) {
      flags.add("optout");
    }
    if (noLoop) {
      flags.add("noloop");
    }
    return flags;
  }

  /** As CLIENT GETREDIR shows it: -1 while it does not track. */
  public long shownRedirect() {
    return on ? redirect : -1;
  }
}
