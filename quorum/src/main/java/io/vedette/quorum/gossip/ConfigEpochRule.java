package io.vedette.quorum.gossip;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.Names;

/**
 * What a hello changes, by Sentinel's rule: a strictly higher config epoch wins, and nothing else.
 */
public enum ConfigEpochRule {
  /** What is known is as new, or newer. */
  KEEP,
  /** The same master, confirmed by a newer epoch. */
  ADOPT_EPOCH,
  /** Another master. */
  SWITCH;

  /** Compares what is known with what was heard. */
  public static ConfigEpochRule compare(Epoch known, Address master, Hello heard, Names names) {
    if (!heard.configEpoch().isAfter(known)) {
      return KEEP;
    }
    return names.areSame(heard.master(), master) ? ADOPT_EPOCH : SWITCH;
  }
}
