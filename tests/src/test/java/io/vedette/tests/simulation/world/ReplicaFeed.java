package io.vedette.tests.simulation.world;

import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import java.util.ArrayList;
import java.util.List;

/** What a server sends its replicas, and what it knows of how far they are. */
final class ReplicaFeed {
  private static final int SECONDS_PER_HEARTBEAT = 10;

  private final RedisServer server;
  private final List<Attached> attached = new ArrayList<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private int seconds;

  private static final class Attached {
    private final ReplicaLink link;
    private long offset;
    private long acknowledgedAt;

    Attached(ReplicaLink link, long now) {
      this.link = link;
      acknowledgedAt = now;
    }
  }

  /** A client that waits until so many replicas have come so far. */
  private record Waiting(long offset, int replicas, Runnable done) {}

  ReplicaFeed(RedisServer server) {
    this.server = server;
  }

  void attach(ReplicaLink link) {
    Attached replica = new Attached(link, server.world().now());
    replica.offset = link.replica().replication().offset();
    attached.add(replica);
  }

  void detach(ReplicaLink link) {
    attached.removeIf(each -> each.link == link);
  }

  /** The addresses INFO lists. */
  List<Address> addresses() {
    List<Address> addresses = new ArrayList<>(attached.size());
    for (Attached each : attached) {
      addresses.add(each.link.replica().address());
    }
    return addresses;
  }

  /** Ends all links; replicas hear of it unless the host's power is gone. */
  void dropAll(boolean silently) {
    waiting.clear();
    if (!silently) {
      for (Attached each : attached) {
        RedisServer replica = each.link.replica();
        long ms = server.world().network().latency(server.host(), replica.host());
        if (server.world().network().passes(server.host(), replica.host())) {
          server.world().later(ms, () -> replica.receive(() -> each.link.onClosed(server)));
        }
      }
    }
    attached.clear();
  }

  /** Once a second. */
  void cron() {
    seconds++;
    boolean isMaster = server.master().isEmpty();
    boolean isDue = seconds % SECONDS_PER_HEARTBEAT == 0 && !server.writes().areStopped();
    if (isMaster && !attached.isEmpty() && isDue) {
      server.replication().heartbeat();
      pushAll();
    }
  }

  /** The stream has got longer. */
  void pushAll() {
    for (Attached each : attached) {
      push(each.link);
    }
  }

  /** Sends a replica what it has not got; where the network is cut it is sent again later. */
  void push(ReplicaLink link) {
    Replication.Place place = server.replication().place();
    RedisServer replica = link.replica();
    Network network = server.world().network();
    if (network.passes(server.host(), replica.host())) {
      server
          .world()
          .later(
              network.latency(server.host(), replica.host()),
              () -> replica.receive(() -> link.advance(server, place)));
    }
  }

  /** What is published on a master is heard on its replicas, too. */
  void relay(Hello hello) {
    Network network = server.world().network();
    for (Attached each : attached) {
      RedisServer replica = each.link.replica();
      if (network.passes(server.host(), replica.host())) {
        server
            .world()
            .later(
                network.latency(server.host(), replica.host()),
                () -> replica.receive(() -> replica.hear(hello)));
      }
    }
  }

  /** A replica says how far it is. */
  void acknowledgeLater(ReplicaLink link, long offset) {
    Network network = server.world().network();
    int from = link.replica().host();
    if (!waiting.isEmpty() && network.passes(from, server.host())) {
      server
          .world()
          .later(
              network.latency(from, server.host()),
              () -> server.receive(() -> acknowledged(link, offset)));
    }
  }

  void acknowledged(ReplicaLink link, long offset) {
    for (Attached each : attached) {
      if (each.link == link) {
        each.offset = Math.max(each.offset, offset);
        each.acknowledgedAt = server.world().now();
      }
    }
    if (!waiting.isEmpty()) {
      List<Waiting> done = new ArrayList<>();
      waiting.removeIf(each -> hasCome(each.offset(), each.replicas()) && done.add(each));
      done.forEach(each -> each.done().run());
    }
  }

  private boolean hasCome(long offset, int replicas) {
    int count = 0;
    for (Attached each : attached) {
      count += each.offset >= offset ? 1 : 0;
    }
    return count >= replicas;
  }

  /** WAIT: tells when so many replicas are as far as this server is now. */
  void await(int replicas, Runnable done) {
    long offset = server.replication().offset();
    if (hasCome(offset, replicas)) {
      done.run();
    } else {
      waiting.add(new Waiting(offset, replicas, done));
    }
  }

  /** Whether this server feeds that one. */
  boolean feeds(RedisServer replica) {
    return attached.stream().anyMatch(each -> each.link.replica() == replica);
  }

  /** How long ago one of them has last reported, in whole seconds; -1: there is none. */
  long ackAgeSeconds() {
    long last = -1;
    for (Attached each : attached) {
      last = Math.max(last, each.acknowledgedAt);
    }
    return last < 0 ? -1 : (server.world().now() - last) / 1_000;
  }

  /** How many have reported within this time, as min-replicas-max-lag counts. */
  int fresh(long maxLagMs) {
    int count = 0;
    for (Attached each : attached) {
      count += server.world().now() - each.acknowledgedAt <= maxLagMs ? 1 : 0;
    }
    return count;
  }
}
