package io.vedette.quorum.world;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.model.RunId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A modelled Redis server: a role, an offset, and whether it runs, hangs or is gone. */
final class Server {
  final String name;
  Address address;

  /** As which it is listed by its master; its address, unless it announces a name. */
  String announced = "";

  boolean alive = true;
  boolean hung;
  Role role;
  Optional<Address> master;
  int priority = NodeInfo.DEFAULT_PRIORITY;
  long offset = 100;
  boolean refusesReplicaof;
  long infoDelayMs;
  boolean neverSyncs;
  String replId = "";
  String replId2 = "";
  boolean loading;

  /** For how long its link to its master has been down, if it is. */
  long linkDownMs = 1_000;

  /** Any of these lets a coordinator in; none: everybody is let in. */
  final Set<String> passwords = new TreeSet<>();

  boolean knowsFailover = true;
  boolean demandsReplicas = true;
  boolean refusesPause;

  /** It is a node of a Redis Cluster. */
  boolean ofCluster;

  /** What it says to being told to hand over; empty: it does. */
  String handOverError = "";

  /** It says that it hands over, and goes on as a master. */
  boolean neverHandsOver;

  /** It begins to hand over, and the replica never hears of it. */
  boolean hangsHandingOver;

  /** It does so now. */
  boolean isHandingOver;

  /** Until when its clients' writes wait, and whoever publishes at it. */
  long pausedUntil;

  private long ackedAt;
  private int runs = 1;
  private final int number;

  Server(String name, int number, Address address, Optional<Address> master) {
    this.name = name;
    this.number = number;
    this.address = address;
    this.master = master;
    role = master.isPresent() ? Role.REPLICA : Role.MASTER;
  }

  void restart() {
    runs++;
    alive = true;
    hung = false;
    isHandingOver = false;
    pausedUntil = 0;
  }

  boolean lets(Optional<String> password) {
    return passwords.isEmpty() || password.filter(passwords::contains).isPresent();
  }

  boolean answers() {
    return alive && !hung;
  }

  void follow(Optional<Address> newMaster) {
    master = newMaster;
    role = newMaster.isPresent() ? Role.REPLICA : Role.MASTER;
  }

  /** FAILOVER TO: what it answers, or nothing. */
  Optional<String> handOver(World world, Address replica) {
    if (!handOverError.isEmpty()) {
      return Optional.of(handOverError);
    }
    if (role == Role.REPLICA) {
      return Optional.of("ERR FAILOVER is not valid when server is a replica.");
    }
    if (hangsHandingOver) {
      isHandingOver = true;
      follow(Optional.of(replica));
    } else if (!neverHandsOver) {
      follow(Optional.of(replica));
      world.server(replica).follow(Optional.empty());
    }
    return Optional.empty();
  }

  /** FAILOVER ABORT. */
  void abortHandOver() {
    if (isHandingOver) {
      isHandingOver = false;
      follow(Optional.empty());
    }
  }

  /** What is to be known of replicas' acknowledgements later, before the network changes. */
  void noteAcks(World world) {
    boolean isHeard =
        world.servers().stream()
            .anyMatch(
                s ->
                    s.answers()
                        && s.master.map(world.names::resolved).equals(Optional.of(address))
                        && world.isConnected(name, s.address));
    if (isHeard) {
      ackedAt = world.now();
    }
  }

  private long ackAgeSeconds(World world) {
    noteAcks(world);
    return role == Role.MASTER && ackedAt != 0 ? (world.now() - ackedAt) / 1_000 : -1;
  }

  private Address listed() {
    return announced.isEmpty() ? address : new Address(announced, address.port());
  }

  NodeInfo info(World world) {
    boolean isLinkUp =
        !neverSyncs
            && master
                .map(world::server)
                .filter(m -> m.answers() && m.role == Role.MASTER)
                .isPresent();
    List<Address> replicas =
        world.servers().stream()
            .filter(
                s -> s.alive && s.master.map(world.names::resolved).equals(Optional.of(address)))
            .map(Server::listed)
            .toList();
    return new NodeInfo(
        Optional.of(new RunId("%02x%038x".formatted(number, runs))),
        Optional.of(role),
        master,
        isLinkUp,
        master.isPresent() && !isLinkUp ? linkDownMs : 0,
        priority,
        role == Role.REPLICA ? offset : 0,
        true,
        offset,
        replId,
        replId2,
        100,
        role == Role.MASTER ? replicas : List.of(),
        ackAgeSeconds(world),
        knowsFailover,
        demandsReplicas,
        raw());
  }

  private String raw() {
    return (ofCluster ? "# Server\nredis_mode:cluster\n" : "")
        + (loading ? "# Persistence\nloading:1\n" : "")
        + (isHandingOver ? "# Replication\nmaster_failover_state:failover-in-progress\n" : "");
  }
}
