package io.vedette.sentinel.runtime;

import io.vedette.quorum.cluster.Promotion;
import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.LinkTarget;
import io.vedette.quorum.model.RunId;
import java.util.Optional;

/**
 * The connections to data nodes and peers.
 *
 * <p>Threading: called by the coordinator's thread only; no method blocks. Answers come back as
 * inputs to the {@link Mailbox}, from any thread. A call for a link that is gone does nothing.
 *
 * <p>Failure: each connected id ends with exactly one {@code LinkLost}, unless {@link #disconnect}
 * was called before, after which nothing more is heard of it. Nothing is ever sent on another
 * connection than the one it was meant for, and nothing is retried.
 */
public interface Links {
  /**
   * Begins to connect; {@code LinkUp} or {@code LinkLost} follows. Where the login that is set is
   * refused, the one that this target accepted last is tried as well.
   */
  void connect(LinkId link, LinkTarget target);

  /** Closes a link. */
  void disconnect(LinkId link);

  /**
   * Logs in anew on a link that stands, by the login that is set now; {@code LoginReply} follows if
   * an answer comes. A refusal leaves the link as it is. Where there is no login any more, the link
   * ends, to be made anew without one.
   */
  void logIn(LinkId link, LinkTarget target);

  /** Sends PING; {@code PingReply} follows if an answer comes. */
  void ping(LinkId link);

  /** Sends INFO; {@code InfoReply} follows if a readable answer comes. */
  void info(LinkId link);

  /**
   * Asks a node how it sees its cluster; {@code ClusterReply} or {@code ClusterRefusal} follows if
   * an answer comes.
   */
  void askCluster(LinkId link);

  /** Tells a replica of a cluster to become master of its shard; {@code PromotionReply} follows. */
  void promoteInShard(LinkId link, Promotion how);

  /** Publishes a hello. */
  void publishHello(LinkId link, Hello hello);

  /** Makes the hello subscription of a data node's link anew; the commands' connection stays. */
  void resubscribe(LinkId link);

  /** Tells a data node its role; {@code ReplicaofReply} follows. Empty: REPLICAOF NO ONE. */
  void replicaof(LinkId link, Optional<Address> master);

  /** Keeps a server's clients from writing for this long; {@code PauseReply} follows. */
  void pauseWrites(LinkId link, long ms);

  /** Lets them write again. */
  void resumeWrites(LinkId link);

  /** Has a master hand over to a replica that has all its data; {@code HandOverReply} follows. */
  void handOver(LinkId link, Address replica);

  /** Has a master go on as master, if it has not handed over yet. */
  void abortHandOver(LinkId link);

  /** Has a server save its role, close its clients' connections, and let the next ones write. */
  void releaseClients(LinkId link);

  /** Sends SCRIPT KILL. */
  void killScript(LinkId link);

  /** Asks a peer about a master; {@code PeerReply} follows if a sane answer comes. */
  void askPeer(
      LinkId link, GroupName group, Address master, Epoch epoch, Optional<RunId> candidate);
}
