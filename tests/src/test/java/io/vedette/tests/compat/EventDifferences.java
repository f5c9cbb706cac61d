package io.vedette.tests.compat;

/**
 * Where Vedette's events are others than those of redis-sentinel 7.0, or come in another order, and
 * why. Patterns are looked for in the lines of {@link StreamComparison}.
 */
final class EventDifferences {
  private static final String RECONF = "\\+slave-reconf-(sent|inprog|done) slave \\S+";

  private EventDifferences() {}

  static KnownDifferences table() {
    KnownDifferences table = new KnownDifferences();
    earlySwitch(table);
    safety(table);
    logins(table);
    wording(table);
    moments(table);
    return table;
  }

  private static void earlySwitch(KnownDifferences table) {
    table
        .because(
            "clients are told of the new master when its promotion is seen, before the other"
                + " replicas follow it; what comes after that speaks of the new master",
            "c0: order: sentinel has " + RECONF + " before (\\+switch-master|\\+slave slave)",
            "c0: order: sentinel has \\+failover-end master mymaster before"
                + " (\\+switch-master|\\+slave slave)",
            "c0: field: " + RECONF + ": master-port is",
            "c0: field: \\+failover-end master mymaster: port is")
        .because(
            "in a failover by order the old master, which still takes writes, is told at once to"
                + " follow the new one, not left to be converted later",
            "order, c0: only vedette: \\+slave-reconf-(sent|inprog|done) slave \\S+node2 ",
            "order, anyone: only sentinel: \\+convert-to-slave slave \\S+node2 ")
        .atTimes(
            "so it is not seen in its old role any more, unless an INFO was under way",
            "order, anyone: only sentinel: [+-]role-change slave \\S+node2 ");
  }

  private static void safety(KnownDifferences table) {
    table
        .because(
            "a failover by order asks for votes, so that there are never two leaders of one epoch",
            "(order|promotion refused), c[12]: only vedette: \\+vote-for-leader c0 \\+1$")
        .atTimes(
            "says once, when it has seen a master with replicas, that min-replicas-to-write is"
                + " unset",
            "[^,]*, [^:]*: only vedette: \\+unsafe-writes ")
        .because(
            "says that a node refuses its new role; Sentinel waits for the timeout in silence",
            "promotion refused, c0: only vedette: -replicaof-refused slave \\S+node2 ")
        .because(
            "says why each replica is out; Sentinel says only that none was found",
            "nobody to promote, c0: only vedette: \\+replica-refused slave \\S+node[02] ",
            "promotion refused, c0: only vedette: \\+replica-refused slave \\S+node0 ")
        .atTimes(
            "says that a master was started anew without the data it had, as they are here",
            "c[012]: only vedette: \\+data-lost master mymaster ");
  }

  private static void logins(KnownDifferences table) {
    table.atTimes(
        "says that a server refuses the login that is set, and when it takes it again, if it is"
            + " asked meanwhile; Sentinel only loses its links",
        "(set|monitor|peers move), c0: only vedette: [+-]auth-failed (master|slave) ");
  }

  private static void wording(KnownDifferences table) {
    table
        .because(
            "an option has one name, however it was typed",
            "set, c0: field: \\+set master mymaster.*: word5 is Quorum in sentinel, quorum in")
        .because(
            "the new name of a command is a secret, for who knows it may use the command",
            "set, c0: field: \\+set master mymaster.*: word7 is FETCH in sentinel, \\*+ in"
                + " vedette");
  }

  private static void moments(KnownDifferences table) {
    table
        .because(
            "what is known of a server stays known when its role changes, so also that it was"
                + " started anew",
            "back from a crash, c[012]: only vedette: \\+reboot slave \\S+node0 ")
        .atTimes(
            "the other coordinators know the new master already and don't see the old one down any"
                + " more, while the leader has not switched yet",
            "c0: only sentinel: -odown master ")
        .atTimes(
            "who agrees with nobody about the master hears of the failover before or after it sees"
                + " the master down itself",
            "nobody to promote, c[12]: order: sentinel has .*\\+sdown master mymaster")
        .atTimes(
            "PING and INFO are answered apart: Sentinel sees what a PING means at its next tick",
            "order: sentinel has \\+reboot (slave|master) \\S+ before -[so]down",
            "order: sentinel has -[so]down (slave|master) \\S+ before \\+reboot");
  }
}
