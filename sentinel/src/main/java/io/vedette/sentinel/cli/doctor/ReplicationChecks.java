package io.vedette.sentinel.cli.doctor;

import static io.vedette.sentinel.cli.doctor.Checkup.redisCli;

import io.vedette.quorum.model.Address;
import io.vedette.sentinel.cli.doctor.Checkup.Findings;
import io.vedette.sentinel.cli.survey.GroupPicture;
import io.vedette.sentinel.cli.survey.Instance;
import io.vedette.sentinel.cli.survey.Opinion;
import java.util.Collection;

/** The replicas: whether there is one that can take over, with the data. */
final class ReplicationChecks {
  private final Patient patient;
  private final GroupPicture group;
  private final Findings findings;
  private final Collection<Instance> replicas;

  ReplicationChecks(Patient patient, Findings findings) {
    this.patient = patient;
    this.group = patient.group();
    this.findings = findings;
    this.replicas = group.replicas().values();
  }

  void run() {
    if (replicas.isEmpty()) {
      findings.error(
          findings.group(),
          "the master has no replica",
          "nobody can take over when it dies",
          "on another server: REPLICAOF " + group.master().host() + " " + group.master().port());
    } else if (replicas.stream().noneMatch(r -> priority(r) > 0)) {
      findings.error(
          findings.group(),
          "all replicas have replica-priority 0",
          "none may be promoted when the master dies",
          redisCli(replicas.iterator().next().address(), "CONFIG SET replica-priority 100"));
    }
    replicas.forEach(this::replica);
    minReplicas();
    logins();
  }

  private static long priority(Instance replica) {
    return replica.fields().containsKey("slave-priority") ? replica.number("slave-priority") : 100;
  }

  private void replica(Instance replica) {
    Address address = replica.address();
    if (replica.isLost()) {
      findings.error(
          address,
          "a replica that is down: " + replica.trouble(),
          "it can't take over, and its data grow old",
          "start it; or, if it is gone for good: vedette forget-replica "
              + group.name()
              + " "
              + address);
    } else if (!replica.text("master-link-status", "").equals("ok")) {
      findings.error(
          address,
          "its link to the master is down",
          "it gets no data; after a time it is not promoted any more",
          "see its log; often masterauth, or the master can't be reached from there");
    } else if (!follows(replica)) {
      findings.warning(
          address,
          "it follows "
              + replica.text("master-host", "?")
              + ":"
              + replica.text("master-port", "?")
              + ", not the master",
          "it is a replica of a replica, or is just being repointed",
          redisCli(address, "REPLICAOF " + group.master().host() + " " + group.master().port()));
    }
    if (replica.fields().containsKey("promotion-refused")) {
      findings.warning(
          address,
          "it was refused at the last failover: " + replica.text("promotion-refused", ""),
          "it may be again",
          "");
    }
    long knownBy =
        group.opinions().stream()
            .map(Opinion::replicas)
            .filter(known -> known.stream().anyMatch(r -> r.address().equals(address)))
            .count();
    if (knownBy < group.opinions().size()) {
      findings.warning(
          address,
          "known to " + knownBy + " of " + group.opinions().size() + " coordinators only",
          "the others would not promote it, nor tell it of a new master",
          "wait 10 s; if it stays: vedette forget-replica, for one that is gone");
    }
  }

  /** Names and addresses can't be compared: only where both are addresses. */
  private boolean follows(Instance replica) {
    String host = replica.text("master-host", "?");
    Address master = group.master();
    boolean comparable = !host.equals("?") && !master.isNamed() && !new Address(host, 1).isNamed();
    return !comparable
        || (host.equals(master.host()) && replica.number("master-port") == master.port());
  }

  /** INFO of a master has the field exactly where both options are set. */
  private void minReplicas() {
    NodeReport master = patient.master();
    boolean known = master.info().containsKey("connected_slaves");
    if (known && !replicas.isEmpty() && !master.info().containsKey("min_slaves_good_slaves")) {
      findings.warning(
          group.master(),
          "min-replicas-to-write is not set",
          "a master that is cut off goes on taking writes that will be lost",
          redisCli(group.master(), "CONFIG SET min-replicas-to-write 1"));
    }
    if (known && master.number("connected_slaves") == 0 && !replicas.isEmpty()) {
      findings.error(
          group.master(),
          "no replica is connected",
          "what is written now exists once",
          "see the replicas' logs");
    }
  }

  /** Each may become the master, or a replica of any other. */
  private void logins() {
    patient
        .nodes()
        .forEach(
            (address, node) ->
                patient
                    .nodes()
                    .forEach(
                        (other, server) -> {
                          boolean known = node.knows("masterauth") && server.knows("requirepass");
                          boolean plain = node.option("masteruser").isEmpty();
                          if (!address.equals(other)
                              && known
                              && plain
                              && !server.option("requirepass").isEmpty()
                              && !server.option("requirepass").equals(node.option("masterauth"))) {
                            findings.error(
                                address,
                                "its masterauth is not the requirepass of " + other,
                                "it can't follow that one when it is the master",
                                redisCli(
                                    address, "CONFIG SET masterauth PASSWORD, and CONFIG REWRITE"));
                          }
                        }));
  }
}
