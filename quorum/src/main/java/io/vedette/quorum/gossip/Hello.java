package io.vedette.quorum.gossip;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.RunId;
import java.util.Optional;

/**
 * The message on {@code __sentinel__:hello}: who I am, and who is master in my view. Exactly eight
 * fields, as every Sentinel expects.
 *
 * @param sender where the sender listens
 * @param runId who the sender is
 * @param currentEpoch the highest epoch it knows
 * @param group the group it speaks of
 * @param master the group's master in its view
 * @param configEpoch the epoch of the failover that made this master
 */
public record Hello(
    Address sender,
    RunId runId,
    Epoch currentEpoch,
    GroupName group,
    Address master,
    Epoch configEpoch) {

  /** The channel, on data nodes and on coordinators. */
  public static final String CHANNEL = "__sentinel__:hello";

  private static final int FIELDS = 8;

  // Written out: what a record brings costs several times as much until it is compiled best.
  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Hello that
            && group.equals(that.group)
            && runId.equals(that.runId)
            && sender.equals(that.sender)
            && master.equals(that.master)
            && currentEpoch.value() == that.currentEpoch.value()
            && configEpoch.value() == that.configEpoch.value());
  }

  @Override
  public int hashCode() {
    return 31 * group.hashCode() + runId.hashCode();
  }

  /** The payload on the wire. */
  public String format() {
    return sender.host()
        + ','
        + sender.port()
        + ','
        + runId
        + ','
        + currentEpoch
        + ','
        + group
        + ','
        + master.host()
        + ','
        + master.port()
        + ','
        + configEpoch;
  }

  /** Reads a payload; empty if it is not a hello with eight sane fields. */
  public static Optional<Hello> parse(String payload) {
    String[] field = payload.split(",", -1);
    if (field.length != FIELDS || !RunId.isValid(field[2]) || !GroupName.isValid(field[4])) {
      return Optional.empty();
    }
    Optional<Address> sender = address(field[0], field[1]);
    Optional<Address> master = address(field[5], field[6]);
    long currentEpoch = number(field[3]);
    long configEpoch = number(field[7]);
    if (sender.isEmpty()
        || master.isEmpty()
        || !Epoch.isPlausible(currentEpoch)
        || !Epoch.isPlausible(configEpoch)) {
      return Optional.empty();
    }
    return Optional.of(
        new Hello(
            sender.get(),
            new RunId(field[2]),
            new Epoch(currentEpoch),
            new GroupName(field[4]),
            master.get(),
            new Epoch(configEpoch)));
  }

  private static Optional<Address> address(String host, String port) {
    long number = number(port);
    return number >= 1 && Address.isValid(host, number)
        ? Optional.of(new Address(host, (int) number))
        : Optional.empty();
  }

  /** A whole number of at most 18 digits, or -1: what an epoch or a port can be. */
  private static long number(String digits) {
    if (digits.isEmpty() || digits.length() > 18) {
      return -1;
    }
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return -1;
      }
    }
    return Long.parseLong(digits);
  }
}
