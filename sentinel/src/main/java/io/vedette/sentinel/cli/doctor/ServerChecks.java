package io.vedette.sentinel.cli.doctor;

import static io.vedette.sentinel.cli.doctor.Checkup.redisCli;

import io.vedette.quorum.model.Address;
import io.vedette.sentinel.cli.doctor.Checkup.Findings;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The servers themselves: disk, memory, versions. */
final class ServerChecks {
  /** Percent of maxmemory. */
  private static final int NEARLY_FULL = 90;

  private final Patient patient;
  private final Findings findings;

  ServerChecks(Patient patient, Findings findings) {
    this.patient = patient;
    this.findings = findings;
  }

  void run() {
    new TreeMap<>(patient.nodes()).forEach(this::server);
    Set<String> versions = new TreeSet<>();
    patient.nodes().values().forEach(node -> versions.add(node.version()));
    versions.remove("");
    if (versions.size() > 1) {
      findings.warning(
          findings.group(),
          "the servers are of different versions: " + String.join(", ", versions),
          "an older one may not read what a newer master sends",
          "upgrade the replicas first, then fail over");
    }
  }

  private void server(Address address, NodeReport node) {
    if (!node.closed().isEmpty()) {
      findings.note(
          address,
          "its configuration could not be read: " + node.closed(),
          "logins and persistence were not checked",
          "--node-user and --node-password, or VEDETTE_NODE_USER and VEDETTE_NODE_PASSWORD");
    }
    disk(address, node);
    memory(address, node);
    persistence(address, node);
  }

  private void disk(Address address, NodeReport node) {
    if (node.info().getOrDefault("rdb_last_bgsave_status", "ok").equals("err")) {
      findings.error(
          address,
          "its last snapshot failed",
          "the disk may be full; by default a master then refuses writes",
          "df on that machine, and the server's log");
    }
    if (node.info().getOrDefault("aof_last_write_status", "ok").equals("err")) {
      findings.error(
          address,
          "its last write to the append-only file failed",
          "the disk may be full; writes are refused",
          "df on that machine, and the server's log");
    }
  }

  private void memory(Address address, NodeReport node) {
    long most = node.number("maxmemory");
    long used = node.number("used_memory");
    if (most > 0 && used > most / 100.0 * NEARLY_FULL) {
      findings.warning(
          address,
          "it uses " + Math.round(used * 100.0 / most) + "% of its maxmemory",
          "at the limit it evicts keys, or refuses writes",
          redisCli(address, "CONFIG SET maxmemory BYTES"));
    }
    long mastersMost = patient.master().number("maxmemory");
    boolean isKnown = patient.master().info().containsKey("maxmemory");
    if (isKnown && most > 0 && (mastersMost == 0 || most < mastersMost)) {
      findings.warning(
          address,
          "its maxmemory is below the master's",
          "as the master it evicts keys, or refuses writes, that fit today",
          redisCli(address, "CONFIG SET maxmemory " + mastersMost));
    }
  }

  private void persistence(Address address, NodeReport node) {
    boolean none =
        node.knows("save")
            && node.option("save").isBlank()
            && node.option("appendonly").equals("no");
    if (none) {
      findings.warning(
          address,
          "it keeps nothing on disk",
          "a master that is restarted quicker than down-after comes back empty, and empties its"
              + " replicas",
          redisCli(address, "CONFIG SET appendonly yes")
              + "; or let nothing restart it automatically");
    }
  }
}
