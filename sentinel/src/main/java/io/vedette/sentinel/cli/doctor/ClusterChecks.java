package io.vedette.sentinel.cli.doctor;

import static io.vedette.sentinel.cli.doctor.Checkup.redisCli;

import io.vedette.quorum.model.Address;
import io.vedette.sentinel.cli.doctor.Checkup.Findings;
import java.util.Map;
import java.util.TreeMap;

/** The Redis Cluster whose shard a group is, and a plain group that should be one. */
final class ClusterChecks {
  private static final String NOT_SAID = "?";

  private final Patient patient;
  private final Findings findings;

  ClusterChecks(Patient patient, Findings findings) {
    this.patient = patient;
    this.findings = findings;
  }

  void run() {
    String cluster = patient.group().common("cluster");
    boolean isOfCluster = patient.master().info().getOrDefault("redis_mode", "").equals("cluster");
    if (!cluster.equals(NOT_SAID)) {
      troubles("cluster " + cluster);
      coverage();
    } else if (isOfCluster) {
      findings.error(
          findings.group(),
          "its servers are nodes of a Redis Cluster",
          "they refuse REPLICAOF, so that no failover can succeed; the cluster fails its masters"
              + " over by itself",
          "in vedette.properties: cluster.NAME.nodes = "
              + patient.group().master()
              + "; then SENTINEL REMOVE "
              + findings.group());
    }
  }

  private void troubles(String cluster) {
    boolean isDown = patient.group().common("cluster-state").equals("fail");
    for (String trouble : patient.group().common("cluster-troubles").split("; ", -1)) {
      if (!trouble.isEmpty()) {
        findings.add(
            isDown ? Finding.Severity.ERROR : Finding.Severity.WARNING,
            cluster,
            trouble,
            isDown ? "the cluster does not serve" : "it may not survive the next failure",
            "SENTINEL CLUSTER NAME tells of each node; redis-cli --cluster check "
                + patient.group().master());
      }
    }
  }

  private void coverage() {
    for (Map.Entry<Address, NodeReport> node : new TreeMap<>(patient.nodes()).entrySet()) {
      if (node.getValue().option("cluster-require-full-coverage").equals("yes")) {
        findings.note(
            node.getKey(),
            "cluster-require-full-coverage is set",
            "when one shard is down, the others don't serve either",
            redisCli(node.getKey(), "CONFIG SET cluster-require-full-coverage no"));
      }
    }
  }
}
