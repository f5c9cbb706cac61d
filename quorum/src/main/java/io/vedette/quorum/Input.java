package io.vedette.quorum;

import io.vedette.quorum.cluster.ClusterConfig;
import io.vedette.quorum.cluster.ClusterReport;
import io.vedette.quorum.cluster.ShardMemory;
import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupMemory;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.model.Timing;
import io.vedette.quorum.options.GroupOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something a coordinator is told. Everything in it has been parsed and checked before; what comes
 * from a link that is no longer the current one of its node is ignored.
 */
public sealed interface Input {

  /** Calls the method for this kind of input. */
  void dispatchTo(Handler handler);

  /** Time has passed: {@link Coordinator#nextDeadline()} has come. */
  record Timer() implements Input {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onTimer();
    }
  }

  /**
   * A link stands: authenticated, named, and for a data node its command connection is usable.
   *
   * @param link which
   * @param localHost the address at this end of it: where others can find this coordinator
   * @param refusal what the login that is set was answered, where the one that was accepted last
   *     still is; empty: the one that is set was accepted
   */
  record LinkUp(LinkId link, String localHost, Optional<String> refusal) implements Input {
    /** A link for which the login that is set was accepted. */
    public LinkUp(LinkId link, String localHost) {
      this(link, localHost, Optional.empty());
    }

    @Override
    public void dispatchTo(Handler handler) {
      handler.onLinkUp(this);
    }
  }

  /**
   * A link is gone, or could not be made. Its id is not used again.
   *
   * @param link which
   * @param cause what kind of loss
   * @param detail for the log
   */
  record LinkLost(LinkId link, LinkLoss cause, String detail) implements Input {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onLinkLost(this);
    }
  }

  /** Why a link is gone. */
  enum LinkLoss {
    /** Nobody listens there. */
    REFUSED,
    /** It stood, and the other side or the network ended it. */
    CLOSED,
    /** No answer while connecting. */
    TIMEOUT,
    /** The password or the user was not accepted. */
    AUTH,
    /** Anything else, named in the detail. */
    OTHER
  }

  /** An answer to a PING. */
  record PingReply(LinkId link, PingAnswer answer) implements Input {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onPingReply(this);
    }
  }

  /** What came back for a PING. */
  enum PingAnswer {
    PONG,
    LOADING,
    MASTERDOWN,
    BUSY,
    /** We are not logged in, or may not send PING. */
    DENIED,
    /** Any other reply: proof of a process, not of a healthy server. */
    OTHER
  }

  /**
   * The answer to {@link Effect.LogIn}.
   *
   * @param refusal what was answered if the login was refused: then the link goes on as it was
   */
  record LoginReply(LinkId link, Optional<String> refusal) implements Input {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onLoginReply(this);
    }
  }

  /** A data node's INFO. */
  record InfoReply(LinkId link, NodeInfo info) implements Input {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onInfoReply(this);
    }
  }

  /**
   * A hello, heard on a data node's channel or published to this coordinator by a peer.
   *
   * @param via the link it was heard on; empty if a peer published it here
   */
  record HelloHeard(Optional<LinkId> via, Hello hello) implements Input {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onHello(this);
    }
  }

  /**
   * What a data node said to being told its role.
   *
   * @param error empty if it was accepted
   */
  record ReplicaofReply(LinkId link, Optional<String> error) implements Input {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onReplicaofReply(this);
    }
  }

  /**
   * What a master said to being told to stop its clients' writes.
   *
   * @param error empty if it has
   */
  record PauseReply(LinkId link, Optional<String> error) implements Input {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onPauseReply(this);
    }
  }

  /**
   * What a master said to being told to hand over.
   *
   * @param error empty if it has begun to
   */
  record HandOverReply(LinkId link, Optional<String> error) implements Input {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onHandOverReply(this);
    }
  }

  /**
   * A peer's answer to {@link Effect.AskPeer}.
   *
   * @param group the group it was asked about
   * @param master the master it was asked about
   * @param masterDown whether it sees the master down
   * @param leader for whom it has voted; empty if it does not say
   * @param leaderEpoch in which epoch
   */
  record PeerReply(
      LinkId link,
      GroupName group,
      Address master,
      boolean masterDown,
      Optional<RunId> leader,
      Epoch leaderEpoch)
      implements Input {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onPeerReply(this);
    }
  }

  /**
   * A peer asks whether a master is down, and for a vote if it names a candidate. Answered by
   * {@link Effect.AnswerPeer}.
   */
  record PeerAsks(Ticket ticket, Address master, Epoch epoch, Optional<RunId> candidate)
      implements Input {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onPeerAsks(this);
    }
  }

  /** What a node says of its cluster, asked by {@link Effect.AskCluster}. */
  record ClusterReply(LinkId link, ClusterReport report) implements Input {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onClusterReply(this);
    }
  }

  /** A node does not say anything of its cluster: it is of none, or may not tell us. */
  record ClusterRefusal(LinkId link, String error) implements Input {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onClusterRefusal(this);
    }
  }

  /**
   * What a replica said to {@link Effect.PromoteInShard}.
   *
   * @param error empty if it has begun to
   */
  record PromotionReply(LinkId link, Optional<String> error) implements Input {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onPromotionReply(this);
    }
  }

  /** The clusters that are to be watched, all anew. */
  record SetClusters(List<ClusterConfig> clusters) implements Input {
    public SetClusters {
      clusters = List.copyOf(clusters);
    }

    @Override
    public void dispatchTo(Handler handler) {
      handler.onSetClusters(this);
    }
  }

  /** What is remembered of shards from before a restart; before the start. */
  record RecallShards(List<ShardMemory> shards) implements Input {
    public RecallShards {
      shards = List.copyOf(shards);
    }

    @Override
    public void dispatchTo(Handler handler) {
      handler.onRecallShards(this);
    }
  }

  /** {@code SENTINEL MONITOR}. Answers OK or DUPLICATE_NAME. */
  record Monitor(Ticket ticket, GroupConfig group) implements Input {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onMonitor(this);
    }
  }

  /** {@code SENTINEL REMOVE}. Answers OK or NO_SUCH_GROUP. */
  record Remove(Ticket ticket, GroupName group) implements Input {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onRemove(this);
    }
  }

  /** {@code SENTINEL SET}. Answers OK or NO_SUCH_GROUP. */
  record Set(Ticket ticket, GroupName group, List<SettingChange> changes) implements Input {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onSet(this);
    }
  }

  /** {@code SENTINEL RESET} of these groups: forget replicas and peers, find them anew. */
  record Reset(Ticket ticket, List<GroupName> groups) implements Input {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onReset(this);
    }
  }

  /**
   * {@code SENTINEL FAILOVER}. Answers OK, NO_SUCH_GROUP, FAILOVER_IN_PROGRESS, NO_GOOD_REPLICA,
   * and if it is to be coordinated, NO_GOOD_MASTER.
   */
  record Failover(Ticket ticket, GroupName group, boolean coordinated) implements Input {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onFailover(this);
    }
  }

  /**
   * {@code SENTINEL PAUSE}: no automatic failover for this long. Answers OK or NO_SUCH_GROUP.
   *
   * @param ms milliseconds, 1 or more
   */
  record Pause(Ticket ticket, GroupName group, long ms) implements Input {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onPause(this);
    }
  }

  /** {@code SENTINEL RESUME}: the end of a pause. Answers OK or NO_SUCH_GROUP. */
  record Resume(Ticket ticket, GroupName group) implements Input {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onResume(this);
    }
  }

  /** What is remembered of groups from before a restart; before the start. */
  record Recall(Map<GroupName, GroupMemory> memories) implements Input {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onRecall(this);
    }
  }

  /** {@code SENTINEL FLUSHCONFIG}: save the state now. */
  record FlushConfig(Ticket ticket) implements Input {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onFlushConfig(this);
    }
  }

  /** {@code SENTINEL DEBUG}: new periods. */
  record Retune(Ticket ticket, Timing timing) implements Input {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onRetune(this);
    }
  }

  /** What was chosen of the options of groups, those to come included; all anew. */
  record SetOptions(GroupOptions options) implements Input {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onSetOptions(this);
    }
  }

  /**
   * What this coordinator tells others of its own address from now on.
   *
   * @param host empty: the local address of each link
   * @param port 1 to 65535
   */
  record Announce(Optional<String> host, int port) implements Input {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onAnnounce(this);
    }
  }

  /**
   * What is done with host names from now on.
   *
   * @param resolve whether they are looked up
   * @param announce whether others are told names; otherwise, the addresses they stand for
   */
  record UseNames(boolean resolve, boolean announce) implements Input {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onUseNames(this);
    }
  }

  /**
   * The answer to {@link Effect.ResolveHost}.
   *
   * @param name as it was asked
   * @param hosts IPv4 and IPv6 addresses, one or more, the preferred one first
   */
  record HostResolved(String name, List<String> hosts) implements Input {
    public HostResolved {
      hosts = List.copyOf(hosts);
      if (hosts.isEmpty()) {
        throw new IllegalArgumentException("a resolved name has an address");
      }
    }

    @Override
    public void dispatchTo(Handler handler) {
      handler.onHostResolved(this);
    }
  }

  /** The answer to {@link Effect.ResolveHost} where there is none: unknown, or not in time. */
  record HostUnresolved(String name, String reason) implements Input {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onHostUnresolved(this);
    }
  }

  /** The login for peers has changed: it is shown to them, and taken for links to come. */
  record PeerLoginChanged() implements Input {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onPeerLoginChanged();
    }
  }

  /** {@code SENTINEL SIMULATE-FAILURE}: where to exit on purpose, for tests of a deployment. */
  record SimulateFailure(Ticket ticket, boolean afterElection, boolean afterPromotion)
      implements Input {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onSimulateFailure(this);
    }
  }

  /**
   * The state could not be saved; what depended on it was not carried out. Until {@link StateSaved}
   * this coordinator neither votes nor leads.
   */
  record StateUnsaved(String reason) implements Input {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onStateUnsaved(this);
    }
  }

  /** The state can be saved again. */
  record StateSaved() implements Input {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onStateSaved();
    }
  }

  /** One method per kind of input. */
  interface Handler {
    void onTimer();

    void onLinkUp(LinkUp input);

    void onLinkLost(LinkLost input);

    void onPingReply(PingReply input);

    void onLoginReply(LoginReply input);

    void onInfoReply(InfoReply input);

    void onHello(HelloHeard input);

    void onReplicaofReply(ReplicaofReply input);

    void onPauseReply(PauseReply input);

    void onHandOverReply(HandOverReply input);

    void onPeerReply(PeerReply input);

    void onPeerAsks(PeerAsks input);

    void onClusterReply(ClusterReply input);

    void onClusterRefusal(ClusterRefusal input);

    void onPromotionReply(PromotionReply input);

    void onSetClusters(SetClusters input);

    void onRecallShards(RecallShards input);

    void onMonitor(Monitor input);

    void onRemove(Remove input);

    void onSet(Set input);

    void onReset(Reset input);

    void onFailover(Failover input);

    void onPause(Pause input);

    void onResume(Resume input);

    void onRecall(Recall input);

    void onFlushConfig(FlushConfig input);

    void onRetune(Retune input);

    void onSetOptions(SetOptions input);

    void onAnnounce(Announce input);

    void onUseNames(UseNames input);

    void onHostResolved(HostResolved input);

    void onHostUnresolved(HostUnresolved input);

    void onPeerLoginChanged();

    void onSimulateFailure(SimulateFailure input);

    void onStateUnsaved(StateUnsaved input);

    void onStateSaved();
  }
}
