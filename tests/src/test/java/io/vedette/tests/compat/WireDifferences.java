package io.vedette.tests.compat;

/**
 * Where Vedette answers otherwise than redis-sentinel 7.0, and why. Patterns are looked for in
 * lines like {@code during RESP3, vedette: SENTINEL MASTER mymaster → .port = $"1"}.
 */
final class WireDifferences {
  private WireDifferences() {}

  static KnownDifferences table() {
    KnownDifferences table = new KnownDifferences();
    catalogue(table);
    later(table);
    stricter(table);
    server(table);
    failover(table);
    return table;
  }

  private static void catalogue(KnownDifferences table) {
    table
        .because(
            "the texts of HELP are our own",
            "(?i): (SENTINEL|CLIENT|COMMAND) HELP → \\[\\] = \\+",
            "(?i): (SENTINEL|CLIENT|COMMAND) HELP →  is \\*\\d+")
        .because(
            "COMMAND DOCS says what a command does in our own words, not the syntax of arguments",
            ": COMMAND DOCS.* →"
                + " .*(summary|complexity|arguments|history|deprecated_since|doc_flags|replaced_by)",
            ": COMMAND DOCS.* → .* is . of ")
        .because(
            "hints for proxies of Redis Cluster, which no proxy asks a Sentinel for",
            ": COMMAND.* → .*(nondeterministic_output|request_policy|response_policy)",
            "vedette: COMMAND.* → .*\\[\\] is [*~]0$");
  }

  private static void later(KnownDifferences table) {
    table
        .atTimes(
            "Sentinel takes a node that refuses connections for connected while it tries one",
            ": SENTINEL MASTERS?( dead)? → .*flags = \\$\"s_down,master")
        .because(
            "commands of later versions, of Valkey and of the data server, which clients send:"
                + " QUIT, RESET, CLIENT SETINFO, primary for master",
            ": SENTINEL [A-Z-]*PRIMAR",
            ": (PING && |PSUBSCRIBE a && |SUBSCRIBE a && )?(QUIT|RESET)",
            ": CLIENT (SETINFO lib-name x|GETNAME) → ",
            ": SENTINEL SET dead primary-reboot-down-after-period 0 →",
            "vedette: COMMAND.* → .*(primar|\\bquit\\b|\\breset\\b|setinfo)",
            "sentinel: COMMAND.* (quit|reset|client.setinfo) → ",
            "(?i): COMMAND( COUNT| LIST.*| INFO.*)? → .*( is .\\d+| = :\\d+)$",
            "vedette: CLIENT (INFO|LIST).* → .*client .lib-(name|ver)")
        .because(
            "SENTINEL FAILOVER may be COORDINATED, as in Valkey",
            ": SENTINEL FAILOVER (mymaster extra|dead COORDINATED) →",
            "vedette: COMMAND.* → .*sentinel.failover.* = :-3$")
        .because(
            "commands of our own, for maintenance",
            "(?i)vedette: COMMAND.* → .*sentinel.(pause|resume|history|clusters?)")
        .because(
            "SENTINEL CONFIG as since Redis 7.2: several options at once, loglevel, at least one",
            ": SENTINEL CONFIG (GET|SET|NOSUCH|HELP) →",
            "(?i): SENTINEL CONFIG (GET|SET) .*ogleve",
            ": SENTINEL CONFIG GET .*\\*.* →",
            ": SENTINEL CONFIG GET Announce-IP announce-ip →",
            ": SENTINEL CONFIG SET announce-port 1 announce-ip 127.0.0.1 resolve-hostnames x →",
            ": SENTINEL CONFIG SET nosuch →",
            ": COMMAND.* → .*sentinel.config.* = :-[34]$");
  }

  private static void stricter(KnownDifferences table) {
    table
        .because(
            "what would break a line of the configuration is refused",
            ": SENTINEL SET dead (auth-pass|auth-user|rename-command) \"a\\\\[nr]b\"")
        .because(
            "a group needs a name that a configuration can hold, and a port to connect to",
            ": SENTINEL (MONITOR|REMOVE) \"(bad name|a/b|)\"",
            ": SENTINEL (MONITOR other 127.0.0.1 0 2|REMOVE other) →")
        .because(
            "a hello that can't be read is an error, not silently dropped",
            ": PUBLISH __sentinel__:hello .* →  = (:1|-ERR Malformed HELLO message)")
        .because(
            "a request may have fewer words than Redis allows: they are kept while it is read",
            ": > \\*1048577")
        .because(
            "which byte was wrong is shown otherwise where it can't be printed",
            ": > \\*1\\\\r\\\\n\\\\r");
  }

  private static void server(KnownDifferences table) {
    table
        .because(
            "INFO has no fields of keys, replication, threads and memory of a data server",
            "sentinel: INFO.* → +info [a-z_0-9]+$")
        .because(
            "INFO counts what this server looks at besides",
            "vedette: INFO.* → +info (vedette_|malformed_|client_|sentinel_total_tilt)")
        .because(
            "buffers are Netty's, and not divided as those of Redis",
            "sentinel: CLIENT (INFO|LIST).* → +client"
                + " .(argv-mem|events|fd|multi-mem|obl|oll|qbuf|qbuf-free|rbp|rbs|tot-mem)");
  }

  private static void failover(KnownDifferences table) {
    table.atTimes(
        "who listens to no channel any more is told so in the order of subscribing, not of a hash",
        ": UNSUBSCRIBE → #\\d\\[1\\]");
    table.atTimes(
        "the last INFO of a node is kept when another one becomes master",
        "after RESP., sentinel: SENTINEL INFO-CACHE .*mymaster.* → \\[\\]\\[\\]\\[\\] = (_|\\$-1)",
        "after RESP., vedette: SENTINEL INFO-CACHE .*mymaster.* → \\[\\]\\[\\]\\[\\] = \\$<info>");
    table.because(
        "the leader publishes the new master when the replica is known to be promoted, not when"
            + " the failover has ended",
        "during RESP., .*: (?i:SENTINEL"
            + " (GET-MASTER-ADDR-BY-NAME|MASTER|MASTERS|REPLICAS|SLAVES|INFO-CACHE)).* → ",
        "during RESP., .*: SENTINEL IS-MASTER-DOWN-BY-ADDR 127.0.0.1 .node0.port. 0 .* →",
        "during RESP., .*: INFO.* → +info master:name=mymaster");
  }
}
