package io.vedette.tests.bench.fleet;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What INFO answers: as long as that of Redis 7, and true where coordinators read it. */
final class InfoText {
  /** As of a server with some clients and keys; coordinators have to read over it. */
  private static final String BEFORE_REPLICATION =
      section("Server", "redis_version:7.0.15", 24, "server_detail")
          + section("Clients", "connected_clients:12", 12, "clients_detail")
          + section("Memory", "used_memory:1048576", 52, "mem_fragmentation_detail")
          + section("Persistence", "loading:0", 26, "rdb_last_save_detail")
          + section("Stats", "total_connections_received:42", 46, "total_detail_received");

  private static final String AFTER_REPLICATION =
      section("CPU", "used_cpu_sys:1.000000", 6, "used_cpu_detail")
          + section("Cluster", "cluster_enabled:0", 0, "")
          + "# Keyspace\r\ndb0:keys=1,expires=0,avg_ttl=0\r\n";

  private InfoText() {}

  private static String section(String name, String first, int lines, String field) {
    StringBuilder text = new StringBuilder("# " + name + "\r\n" + first + "\r\n");
    for (int i = 0; i < lines; i++) {
      text.append(field).append('_').append(i).append(":1234567\r\n");
    }
    return text.append("\r\n").toString();
  }

  static byte[] of(Instance instance) {
    String text =
        BEFORE_REPLICATION
            + "run_id:"
            + instance.runId()
            + "\r\nuptime_in_seconds:86400\r\n\r\n# Replication\r\n"
            + (instance.isMaster() ? master(instance) : replica(instance))
            + "master_replid:"
            + instance.replId()
            + "\r\nmaster_replid2:"
            + instance.replId2()
            + "\r\nmaster_repl_offset:"
            + instance.offset()
            + "\r\nmaster_failover_state:no-failover\r\n\r\n"
            + AFTER_REPLICATION;
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String master(Instance instance) {
    List<Instance> replicas = instance.followers();
    StringBuilder text =
        new StringBuilder("role:master\r\nconnected_slaves:" + replicas.size() + "\r\n");
    text.append("min_slaves_good_slaves:").append(replicas.size()).append("\r\n");
    for (int i = 0; i < replicas.size(); i++) {
      Instance replica = replicas.get(i);
      text.append("slave").append(i).append(":ip=").append(replica.address().host());
      text.append(",port=").append(replica.address().port()).append(",state=online,offset=");
      text.append(replica.offset()).append(",lag=0\r\n");
    }
    return text.toString();
  }

  private static String replica(Instance instance) {
    String link =
        instance.isLinkUp()
            ? "up"
            : "down\r\nmaster_link_down_since_seconds:" + instance.linkDownSeconds();
    return "role:slave\r\nmaster_host:"
        + instance.masterHost()
        + "\r\nmaster_port:"
        + instance.masterPort()
        + "\r\nmaster_link_status:"
        + link
        + "\r\nslave_repl_offset:"
        + instance.offset()
        + "\r\nslave_priority:100\r\nreplica_announced:1\r\nconnected_slaves:0\r\n";
  }
}
