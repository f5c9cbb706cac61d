package io.vedette.sentinel.cli.doctor;

import static io.vedette.sentinel.cli.doctor.Checkup.redisCli;

import io.vedette.quorum.model.Address;
import io.vedette.sentinel.cli.doctor.Checkup.Findings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The servers' ACL users, which are not replicated: whether a replica has the master's. */
final class UserChecks {
  private final Patient patient;
  private final Address masterAddress;
  private final NodeReport master;
  private final Findings findings;

  UserChecks(Patient patient, Findings findings) {
    this.patient = patient;
    this.masterAddress = patient.group().master();
    this.master = patient.master();
    this.findings = findings;
  }

  void run() {
    new TreeMap<>(patient.nodes())
        .forEach(
            (address, node) -> {
              masterUser(address, node);
              if (isComparable(address, node)) {
                compare(address, node.users());
              }
            });
  }

  /** Servers of different versions write the same rules in different ways. */
  private boolean isComparable(Address address, NodeReport node) {
    return !address.equals(masterAddress)
        && !node.users().isEmpty()
        && !master.users().isEmpty()
        && node.version().equals(master.version());
  }

  private void compare(Address address, Map<String, String> users) {
    Map<String, String> wanted = master.users();
    tell(
        address,
        "it has no ACL user ",
        names(wanted, user -> !users.containsKey(user)),
        "who logs in as that is refused once it is the master");
    tell(
        address,
        "it has an ACL user that the master lacks: ",
        names(users, user -> !wanted.containsKey(user)),
        "ACL users are not replicated: one of the two is wrong");
    tell(
        address,
        "other rules or passwords than the master's has its ACL user ",
        names(wanted, user -> users.containsKey(user) && !users.get(user).equals(wanted.get(user))),
        "who logs in as that may be refused once it is the master, or be let in further");
  }

  private static List<String> names(Map<String, String> users, Predicate<String> which) {
    return new TreeSet<>(users.keySet()).stream().filter(which).toList();
  }

  private void tell(Address address, String what, List<String> users, String why) {
    if (!users.isEmpty()) {
      findings.warning(
          address,
          what + String.join(", ", users),
          why,
          redisCli(masterAddress, "ACL LIST") + ", and ACL SETUSER on " + address + " likewise");
    }
  }

  /** Each may become a replica of any other. */
  private void masterUser(Address address, NodeReport node) {
    String user = node.option("masteruser");
    patient
        .nodes()
        .forEach(
            (other, server) -> {
              boolean isUnknown =
                  !user.isEmpty()
                      && !other.equals(address)
                      && !server.users().isEmpty()
                      && !server.users().containsKey(user);
              if (isUnknown) {
                findings.error(
                    address,
                    "its masteruser is no ACL user of " + other,
                    "it can't follow that one when it is the master",
                    redisCli(other, "ACL SETUSER " + user + " ..."));
              }
            });
  }
}
