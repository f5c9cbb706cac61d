package io.vedette.sentinel.cli.doctor;

import io.vedette.quorum.model.Address;
import io.vedette.sentinel.cli.doctor.Checkup.Findings;
import io.vedette.sentinel.cli.survey.GroupPicture;
import io.vedette.sentinel.cli.survey.Instance;
import io.vedette.sentinel.cli.survey.Opinion;
import java.util.List;
import java.util.stream.Stream;

/** The group's settings: whether they are the same everywhere, and make sense. */
final class SettingChecks {
  private static final long SHORTEST_DOWN_AFTER_MS = 500;
  private static final long LONGEST_DOWN_AFTER_MS = 60_000;

  private final GroupPicture group;
  private final Findings findings;

  SettingChecks(Patient patient, Findings findings) {
    this.group = patient.group();
    this.findings = findings;
  }

  void run() {
    differing("quorum", "quorum", "they don't agree on when the master is down");
    differing("down-after-milliseconds", "down-after-milliseconds", "some wait for the others");
    differing("failover-timeout", "failover-timeout", "they don't try again at the same time");
    timing();
    names();
  }

  private void differing(String field, String option, String why) {
    String common = group.common(field);
    for (Opinion opinion : group.opinions()) {
      String value = opinion.master().text(field, "?");
      if (!value.equals(common)) {
        findings.warning(
            opinion.coordinator(),
            "its " + option + " is " + value + ", that of the others " + common,
            why,
            Checkup.redisCli(
                opinion.coordinator(),
                "SENTINEL SET " + group.name() + " " + option + " " + common));
      }
    }
  }

  private void timing() {
    Instance master = group.spokesman().master();
    long downAfter = master.number("down-after-milliseconds");
    long timeout = master.number("failover-timeout");
    String set = "on each coordinator: SENTINEL SET " + group.name() + " ";
    if (downAfter < SHORTEST_DOWN_AFTER_MS) {
      findings.warning(
          findings.group(),
          "down-after-milliseconds is " + downAfter,
          "a pause of a busy machine is taken for a dead master",
          set + "down-after-milliseconds 5000");
    } else if (downAfter > LONGEST_DOWN_AFTER_MS) {
      findings.warning(
          findings.group(),
          "down-after-milliseconds is " + downAfter,
          "nobody can write for so long before a failover even begins",
          set + "down-after-milliseconds 5000");
    }
    if (timeout < 2 * downAfter) {
      findings.warning(
          findings.group(),
          "failover-timeout is " + timeout + ", less than twice down-after-milliseconds",
          "a failover is given up before a slow step of it can be known to have failed",
          set + "failover-timeout " + Math.max(12 * downAfter, 10_000));
    }
  }

  private void names() {
    Opinion spokesman = group.spokesman();
    List<Address> nodes =
        Stream.concat(
                Stream.of(spokesman.published()),
                spokesman.replicas().stream().map(Instance::address))
            .toList();
    long named = nodes.stream().filter(Address::isNamed).count();
    if (named > 0 && named < nodes.size()) {
      findings.warning(
          findings.group(),
          named + " of " + nodes.size() + " servers are known by name, the others by address",
          "one server may be taken for two, and clients get both kinds",
          "replica-announce-ip on each server, with sentinel resolve-hostnames and"
              + " announce-hostnames yes; or addresses everywhere");
    }
    boolean loopback = nodes.stream().anyMatch(SettingChecks::isLoopback);
    if (loopback && !nodes.stream().allMatch(SettingChecks::isLoopback)) {
      findings.error(
          findings.group(),
          "some servers are known as 127.0.0.1, others not",
          "who is told 127.0.0.1 connects to the own machine",
          "sentinel monitor and replicaof with addresses that all can reach");
    }
  }

  private static boolean isLoopback(Address address) {
    return address.host().startsWith("127.")
        || address.host().equals("::1")
        || address.host().equals("localhost");
  }
}
