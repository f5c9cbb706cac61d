package io.vedette.sentinel.cli.doctor;

import io.vedette.quorum.model.Address;
import io.vedette.sentinel.cli.doctor.Finding.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All checks of a group. */
public final class Checkup {
  private Checkup() {}

  /** What is wrong, worst first; nothing: it is healthy. */
  public static List<Finding> of(Patient patient) {
    Findings findings = new Findings(patient.group().name());
    new QuorumChecks(patient, findings).run();
    new SettingChecks(patient, findings).run();
    new ReplicationChecks(patient, findings).run();
    new ServerChecks(patient, findings).run();
    new ClusterChecks(patient, findings).run();
    new UserChecks(patient, findings).run();
    new ClockChecks(patient, findings).run();
    return findings.sorted();
  }

  /** Where checks put what they find. */
  static final class Findings {
    private final List<Finding> all = new ArrayList<>();
    private final String group;

    Findings(String group) {
      this.group = group;
    }

    void add(Severity severity, Object about, String what, String why, String mend) {
      Finding finding = new Finding(severity, about.toString(), what, why, mend);
      if (!all.contains(finding)) {
        all.add(finding);
      }
    }

    void error(Object about, String what, String why, String mend) {
      add(Severity.ERROR, about, what, why, mend);
    }

    void warning(Object about, String what, String why, String mend) {
      add(Severity.WARNING, about, what, why, mend);
    }

    void note(Object about, String what, String why, String mend) {
      add(Severity.NOTE, about, what, why, mend);
    }

    /** Of the group as a whole. */
    String group() {
      return group;
    }

    List<Finding> sorted() {
      return all.stream().sorted(Comparator.comparing(Finding::severity)).toList();
    }
  }

  /** A command to type. */
  static String redisCli(Address to, String command) {
    return "redis-cli -h " + to.host() + " -p " + to.port() + " " + command;
  }
}
