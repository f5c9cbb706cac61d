package io.vedette.tests.bench.fleet;

import io.vedette.quorum.model.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One server: its role, its data's history, and who is connected. */
final class Instance {
  private static final int BACKLOG = 511;
  private static final String NO_REPL_ID = "0".repeat(40);
  private static int lastId;

  private final Shard shard;
  private final Address address;
  private final int group;
  private final String runId = nextId();
  private final Set<Session> sessions = new LinkedHashSet<>();
  private final Set<Session> subscribers = new LinkedHashSet<>();
  private ServerSocketChannel listening;
  private boolean alive = true;
  private Optional<Instance> master = Optional.empty();
  private boolean isReplica;
  private String replId = nextId();
  private String replId2 = NO_REPL_ID;
  private long offset = 1_000;
  private long offsetAtNanos = System.nanoTime();
  private long lostMasterAtNanos = System.nanoTime();
  private int promotions;

  Instance(Shard shard, Address address, int group) {
    this.shard = shard;
    this.address = address;
    this.group = group;
  }

  /** 40 hexadecimal digits, none twice. */
  private static synchronized String nextId() {
    return String.format("%040x", 0xf1ee7_0000_0000L + lastId++);
  }

  Address address() {
    return address;
  }

  int group() {
    return group;
  }

  String runId() {
    return runId;
  }

  boolean isAlive() {
    return alive;
  }

  boolean isMaster() {
    return !isReplica;
  }

  /** Whom it follows; {@code ?}: somebody who is not of this shard. */
  String masterHost() {
    return master.map(followed -> followed.address.host()).orElse("?");
  }

  int masterPort() {
    return master.map(followed -> followed.address.port()).orElse(0);
  }

  /** Servers that follow each other in a circle refuse one another, as Redis does. */
  boolean isLinkUp() {
    Set<Instance> seen = new HashSet<>();
    Optional<Instance> above = master;
    while (above.isPresent() && seen.add(above.get())) {
      above = above.get().master;
    }
    return above.isEmpty() && master.filter(Instance::isAlive).isPresent();
  }

  /** For how long its link to its master has been down. */
  long linkDownSeconds() {
    return (System.nanoTime() - lostMasterAtNanos) / 1_000_000_000;
  }

  String replId() {
    return isLinkUp() ? master.get().replId() : replId;
  }

  String replId2() {
    return replId2;
  }

  /** How far its data is: a master writes a byte a millisecond, a replica follows at once. */
  long offset() {
    if (isReplica) {
      return isLinkUp() ? master.get().offset() : offset;
    }
    return alive ? offset + (System.nanoTime() - offsetAtNanos) / 1_000_000 : offset;
  }

  int promotions() {
    return promotions;
  }

  /** The servers that follow this one now. */
  List<Instance> followers() {
    return shard.groupOf(this).stream()
        .filter(other -> other.alive && other.master.filter(this::equals).isPresent())
        .toList();
  }

  Set<Session> subscribers() {
    return subscribers;
  }

  Optional<Instance> at(String host, String port) {
    return shard.at(host, port);
  }

  void flushLater(Session session) {
    shard.flushLater(session);
  }

  // Its role.

  /** REPLICAOF NO ONE. */
  void promote() {
    if (!isReplica) {
      return;
    }
    keepData();
    replId2 = replId;
    replId = nextId();
    offsetAtNanos = System.nanoTime();
    isReplica = false;
    master = Optional.empty();
    promotions++;
  }

  /** REPLICAOF somebody; empty: who is not of this shard. */
  void follow(Optional<Instance> other) {
    keepData();
    isReplica = true;
    master = other.filter(instance -> instance != this);
    lostMasterAtNanos = System.nanoTime();
  }

  /** What it has of its master's data stays when it does not follow any more. */
  private void keepData() {
    offset = offset();
    replId = replId();
  }

  // Its connections.

  void listen(Selector selector) throws IOException {
    listening = ServerSocketChannel.open();
    listening.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    listening.bind(new InetSocketAddress(address.host(), address.port()), BACKLOG);
    listening.configureBlocking(false);
    listening.register(selector, SelectionKey.OP_ACCEPT, this);
  }

  void accept(Selector selector) {
    try {
      for (SocketChannel channel = listening.accept();
          channel != null;
          channel = listening.accept()) {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        Session session = new Session(this, channel, key);
        key.attach(session);
        sessions.add(session);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(address + " can't accept", e);
    }
  }

  void forget(Session session) {
    sessions.remove(session);
    subscribers.remove(session);
  }

  /** CLIENT KILL TYPE normal or pubsub: all of a kind but the one who says so. */
  int closeOthers(Session caller, boolean subscribed) {
    List<Session> victims =
        sessions.stream()
            .filter(session -> session != caller && subscribers.contains(session) == subscribed)
            .toList();
    victims.forEach(Session::close);
    return victims.size();
  }

  /** Its own subscribers hear it, and its replicas' do, for a PUBLISH is replicated. */
  int publish(String channel, String payload) {
    int heard = subscribers.size();
    subscribers.forEach(session -> session.hear(channel, payload));
    for (Instance replica : followers()) {
      replica.subscribers.forEach(session -> session.hear(channel, payload));
    }
    return heard;
  }

  void kill() {
    followers().forEach(Instance::loseMaster);
    offset = offset();
    alive = false;
    close();
  }

  /** Starts it again, with the role and the data that it had. */
  void revive(Selector selector) {
    try {
      listen(selector);
    } catch (IOException e) {
      throw new UncheckedIOException(address + " can't start again", e);
    }
    alive = true;
    offsetAtNanos = System.nanoTime();
  }

  private void loseMaster() {
    keepData();
    lostMasterAtNanos = System.nanoTime();
  }

  void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List.copyOf(sessions).forEach(Session::close);
  }
}
