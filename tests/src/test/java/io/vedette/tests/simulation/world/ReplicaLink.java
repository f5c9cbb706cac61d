package io.vedette.tests.simulation.world;

/** A replica's link to its master: connecting, copying everything or going on, and then online. */
final class ReplicaLink {
  private static final long SECOND_MS = 1_000;

  private final RedisServer replica;
  private RedisServer source;
  private int sourceLife;
  private int attempt;
  private boolean isTrying;
  private boolean isOnline;
  private long downSince;
  private long lastIoAt;

  ReplicaLink(RedisServer replica) {
    this.replica = replica;
  }

  boolean isOnline() {
    return isOnline;
  }

  RedisServer replica() {
    return replica;
  }

  /** As INFO tells it: whole seconds, and nothing for a link that has not been up. */
  long downMs() {
    long ms = isOnline || downSince == 0 ? 0 : replica.world().now() - downSince;
    return ms / SECOND_MS * SECOND_MS;
  }

  /** The server was told whom to follow; the time for which the last link was down is forgotten. */
  void follow() {
    drop();
    downSince = 0;
    connect();
  }

  /** The process has begun a new life. */
  void restart() {
    drop();
    downSince = 0;
  }

  /** Ends what there is, without a word. */
  void drop() {
    attempt++;
    isTrying = false;
    isOnline = false;
    if (source != null) {
      source.feed().detach(this);
      source = null;
    }
  }

  private void breakOff() {
    drop();
    downSince = replica.world().now();
  }

  /** The other side has closed it. */
  void onClosed(RedisServer by) {
    if (source == by) {
      breakOff();
      connect();
    }
  }

  /** Once a second. */
  void cron() {
    if (replica.master().isEmpty()) {
      return;
    }
    long now = replica.world().now();
    if (!isOnline) {
      connect();
    } else if (isHealthy()) {
      lastIoAt = now;
      source.feed().acknowledged(this, replica.replication().offset());
      catchUp();
    } else if (source.life() != sourceLife || now - lastIoAt > replica.group().replTimeoutMs()) {
      breakOff();
    }
  }

  private boolean isHealthy() {
    return source.life() == sourceLife
        && source.isAwake()
        && replica.world().network().passesBothWays(source.host(), replica.host());
  }

  /** What was sent while the network was cut. */
  private void catchUp() {
    if (source.replication().offset() != replica.replication().offset()) {
      source.feed().push(this);
    }
  }

  private void connect() {
    World world = replica.world();
    boolean isReplica = replica.isRunning() && replica.master().isPresent();
    if (isTrying || !isReplica || !canServe(world.serverAt(replica.master().get()))) {
      return;
    }
    RedisServer target = world.serverAt(replica.master().get());
    isTrying = true;
    int mine = ++attempt;
    long roundTrip =
        world.network().latency(replica.host(), target.host())
            + world.network().latency(target.host(), replica.host());
    world.later(2 * roundTrip, () -> negotiate(target, target.life(), mine));
  }

  private boolean canServe(RedisServer target) {
    return target != null
        && target != replica
        && target.serves()
        && (target.master().isEmpty() || target.upstream().isOnline())
        && replica.world().network().passesBothWays(target.host(), replica.host());
  }

  private void negotiate(RedisServer target, int life, int mine) {
    if (mine != attempt) {
      return;
    }
    if (target.life() != life || !replica.isAwake() || !canServe(target)) {
      isTrying = false;
    } else if (target.replication().canContinue(replica.replication())) {
      goOnline(target);
    } else {
      replica.world().later(replica.group().fullSyncMs(), () -> copied(target, life, mine));
    }
  }

  private void copied(RedisServer target, int life, int mine) {
    if (mine != attempt) {
      return;
    }
    if (target.life() != life || !replica.isAwake() || !canServe(target)) {
      isTrying = false;
    } else {
      goOnline(target);
    }
  }

  private void goOnline(RedisServer target) {
    isTrying = false;
    isOnline = true;
    source = target;
    sourceLife = target.life();
    lastIoAt = replica.world().now();
    downSince = 0;
    boolean isSameStream = target.replication().id().equals(replica.replication().id());
    replica.replication().adopt(target.replication().place());
    target.feed().attach(this);
    if (isSameStream) {
      replica.feed().pushAll();
    } else {
      replica.feed().dropAll(false);
    }
  }

  /** A part of the master's stream has arrived. */
  void advance(RedisServer from, Replication.Place place) {
    Replication own = replica.replication();
    boolean isNews = isOnline && source == from && place.id().equals(source.replication().id());
    if (isNews && place.offset() > own.offset()) {
      own.adopt(place);
      replica.feed().pushAll();
    }
    if (isNews) {
      from.feed().acknowledgeLater(this, own.offset());
    }
  }
}
