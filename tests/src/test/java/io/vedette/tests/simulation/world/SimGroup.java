package io.vedette.tests.simulation.world;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.GroupName;
import io.vedette.tests.simulation.scenario.Shape;
import java.util.ArrayList;
import java.util.List;

/** A group as it really is: its servers and clients, and what was acknowledged to them. */
public final class SimGroup {
  private static final long MAX_LAG_MS = 10_000;

  private final int number;
  private final GroupName name;
  private final Shape shape;
  private final Address configuredMaster;
  private final List<RedisServer> servers = new ArrayList<>();
  private final List<Client> clients = new ArrayList<>();
  private final List<Write> acknowledged = new ArrayList<>();
  private RedisServer lastPromoted;
  private int staleReads;

  SimGroup(int number, Shape shape, Address configuredMaster) {
    this.number = number;
    this.shape = shape;
    this.configuredMaster = configuredMaster;
    name = new GroupName("g" + number);
  }

  public int number() {
    return number;
  }

  public String name() {
    return name.value();
  }

  public GroupName groupName() {
    return name;
  }

  /** The address in every coordinator's first configuration. */
  public Address configuredMaster() {
    return configuredMaster;
  }

  /** The configured master first. */
  public List<RedisServer> servers() {
    return servers;
  }

  public List<Client> clients() {
    return clients;
  }

  void promoted(RedisServer server) {
    lastPromoted = server;
  }

  /** The server that last became master by order; null: none has. */
  RedisServer lastPromoted() {
    return lastPromoted;
  }

  int fullSyncMs() {
    return shape.fullSyncMs();
  }

  int replTimeoutMs() {
    return shape.replTimeoutMs();
  }

  /** Whether a master may take writes: as many replicas as it wants have reported lately. */
  boolean hasReplicas(RedisServer master) {
    return shape.minReplicas() == 0 || master.feed().fresh(MAX_LAG_MS) >= shape.minReplicas();
  }

  void acknowledged(Write write) {
    acknowledged.add(write);
  }

  /** A client has read; its last acknowledged write was there or not. */
  void read(boolean hasOwnWrite) {
    staleReads += hasOwnWrite ? 0 : 1;
  }

  /** How many reads did not see what the reader had written before. */
  public int staleReads() {
    return staleReads;
  }

  /** How many writes were acknowledged. */
  public int acknowledgedWrites() {
    return acknowledged.size();
  }

  /** How many of them a server does not hold. */
  public int lostWrites(RedisServer server) {
    Write last = server.replication().data();
    List<Write> path = new ArrayList<>(Write.depthOf(last));
    for (Write each = last; each != null; each = each.before()) {
      path.add(each);
    }
    int lost = 0;
    for (Write each : acknowledged) {
      int fromEnd = Write.depthOf(last) - each.depth();
      boolean isHeld = fromEnd >= 0 && path.get(fromEnd) == each;
      lost += isHeld ? 0 : 1;
    }
    return lost;
  }
}
