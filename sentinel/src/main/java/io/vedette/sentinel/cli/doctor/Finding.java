package io.vedette.sentinel.cli.doctor;

/**
 * One thing that is not as it should be.
 *
 * @param about whom: a group or an address
 * @param what is wrong
 * @param why it matters
 * @param mend a command, or what to do; empty where only looking helps
 */
public record Finding(Severity severity, String about, String what, String why, String mend) {

  /** How bad it is, worst first. */
  public enum Severity {
    /** A failover does not work, or loses data, or the service is hurt now. */
    ERROR,
    /** It will hurt when something else goes wrong. */
    WARNING,
    /** Good to know. */
    NOTE
  }
}
