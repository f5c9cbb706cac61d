package io.vedette.tests.simulation.world;

import io.vedette.quorum.Input.PingAnswer;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.model.RunId;

/** A master, a replica or a peer as a stock Sentinel knows it, with its link. */
final class StockInstance {
  private static final long RECONNECT_MS = 1_000;
  private static final long OLD_ENOUGH_MS = 15_000;

  /** How far a replica has come in being repointed. */
  enum Reconf {
    NONE,
    SENT,
    IN_PROGRESS,
    DONE
  }

  private final StockSentinel self;
  private final StockGroup group;
  private Connection connection;
  private long connectedAt;
  private long triedAt;
  private long pingSentAt;
  private long activePing;
  private long availableAt;
  private long pongAt;
  private boolean isInfoPending;

  Address address;
  RunId runId;
  long helloAt;
  long infoAt;
  NodeInfo info;
  Role role = Role.REPLICA;
  long roleSince;
  long masterSince;
  long sDownSince;
  Reconf reconf = Reconf.NONE;
  long reconfSentAt;
  boolean isPromoted;
  boolean saysDown;
  long saidAt;
  RunId leader;
  long leaderEpoch;

  StockInstance(StockSentinel self, StockGroup group, Address address) {
    this.self = self;
    this.group = group;
    this.address = address;
    long now = self.world().now();
    availableAt = now;
    pongAt = now;
    roleSince = now;
    masterSince = now;
    saidAt = Knowledge.NEVER;
  }

  boolean isUp() {
    return connection != null;
  }

  boolean isDown() {
    return sDownSince != 0;
  }

  long pongAt() {
    return pongAt;
  }

  Connection connection() {
    return connection;
  }

  /** What is due on its link; a peer is not asked for INFO. */
  void tend(boolean isPeer, long infoPeriodMs, long downAfterMs) {
    long now = self.world().now();
    if (connection == null) {
      if (now - triedAt >= RECONNECT_MS && address.port() != 0) {
        triedAt = now;
        self.connect(this);
      }
      return;
    }
    if (!isPeer && !isInfoPending && (infoAt == 0 || now - infoAt > infoPeriodMs)) {
      isInfoPending = true;
      Connection over = connection;
      over.toServer(() -> over.server().info(said -> over.toClient(() -> onInfo(said))));
    }
    long pingPeriod = Math.min(downAfterMs, 1_000);
    if (now - pongAt > pingPeriod && now - pingSentAt > pingPeriod / 2) {
      ping(now);
    }
  }

  private void ping(long now) {
    pingSentAt = now;
    if (activePing == 0) {
      activePing = now;
    }
    Connection over = connection;
    over.toServer(() -> over.server().ping(answer -> over.toClient(() -> onPong(answer))));
  }

  private void onPong(PingAnswer answer) {
    long now = self.world().now();
    if (answer == PingAnswer.PONG
        || answer == PingAnswer.LOADING
        || answer == PingAnswer.MASTERDOWN) {
      availableAt = now;
      activePing = 0;
    }
    pongAt = now;
  }

  private void onInfo(NodeInfo said) {
    isInfoPending = false;
    group.onInfo(this, said);
  }

  void connected(Connection made) {
    connection = made;
    connectedAt = self.world().now();
    activePing = 0;
    isInfoPending = false;
    ping(connectedAt);
  }

  void lost() {
    connection = null;
    isInfoPending = false;
  }

  /** Ends the link; another is made in its time. */
  void drop() {
    if (connection != null) {
      connection.closeByClient();
      lost();
    }
  }

  /** Whether it has been silent for longer than this; a link that looks half open is dropped. */
  boolean isSilent(long downAfterMs) {
    long now = self.world().now();
    if (connection != null
        && now - connectedAt > OLD_ENOUGH_MS
        && activePing != 0
        && now - activePing > downAfterMs / 2
        && now - pongAt > downAfterMs / 2) {
      drop();
    }
    long elapsed = activePing != 0 ? now - activePing : connection == null ? now - availableAt : 0;
    return elapsed > downAfterMs;
  }
}
