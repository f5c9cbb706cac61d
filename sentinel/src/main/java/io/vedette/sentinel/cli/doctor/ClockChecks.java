package io.vedette.sentinel.cli.doctor;

import io.vedette.quorum.model.Address;
import io.vedette.sentinel.cli.doctor.Checkup.Findings;
import io.vedette.sentinel.cli.survey.Opinion;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The clocks on the walls of coordinators and servers: whether they say the same. */
final class ClockChecks {
  /** More than a slow answer can be late. */
  private static final long MOST_APART_MS = 5_000;

  private final Findings findings;
  private final Map<Address, Long> clocks = new TreeMap<>();

  ClockChecks(Patient patient, Findings findings) {
    this.findings = findings;
    for (Opinion opinion : patient.group().opinions()) {
      add(opinion.coordinator(), opinion.clockMs());
    }
    patient.nodes().forEach((address, node) -> add(address, node.clockMs()));
  }

  private void add(Address whose, OptionalLong clock) {
    clock.ifPresent(ms -> clocks.put(whose, ms));
  }

  void run() {
    if (clocks.isEmpty()) {
      return;
    }
    long usual = clocks.values().stream().sorted().skip((clocks.size() - 1) / 2).findFirst().get();
    clocks.forEach((whose, clock) -> compare(whose, clock - usual));
  }

  private void compare(Address whose, long aheadMs) {
    if (Math.abs(aheadMs) > MOST_APART_MS) {
      findings.warning(
          whose,
          "its clock is %d s %s the others'"
              .formatted(Math.abs(aheadMs) / 1_000, aheadMs > 0 ? "ahead of" : "behind"),
          "keys expire by the master's clock, so at other times after a failover; and logs don't"
              + " fit together",
          "on that machine: chronyc makestep, or timedatectl set-ntp true");
    }
  }
}
