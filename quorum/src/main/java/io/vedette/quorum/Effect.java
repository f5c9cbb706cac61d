package io.vedette.quorum;

import io.vedette.quorum.cluster.Promotion;
import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.LinkTarget;
import io.vedette.quorum.model.RunId;
import java.util.Optional;

/** Something a coordinator wants done. Effects are values; they are carried out in their order. */
public sealed interface Effect {

  /** Calls the method for this kind of effect. */
  void dispatchTo(Handler handler);

  /**
   * Make the state durable: everything of the step after this depends on it. If it can't be, {@link
   * Handler#onSaveState()} comes before, and those of the batch that tell others of it ({@link
   * AskPeer} with a candidate, {@link AnswerPeer}, {@link Replicaof}, {@link HandOver}, {@link
   * PromoteInShard}, {@link PublishHello}) are dropped.
   */
  record SaveState() implements Effect {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onSaveState();
    }
  }

  /** Tell the world: log, Pub/Sub. */
  record Publish(Event event) implements Effect {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onPublish(this);
    }
  }

  /** Connect; answered by {@link Input.LinkUp} or {@link Input.LinkLost}. */
  record Connect(LinkId link, LinkTarget target) implements Effect {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onConnect(this);
    }
  }

  /**
   * Look a host name up; answered within ten seconds, by {@link Input.HostResolved} or {@link
   * Input.HostUnresolved}.
   */
  record ResolveHost(String name) implements Effect {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onResolveHost(this);
    }
  }

  /** Drop a link, silently: nothing is heard of this id any more. */
  record Disconnect(LinkId link) implements Effect {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onDisconnect(this);
    }
  }

  /**
   * Log in anew on a link that stands, which goes on whatever is answered; answered by {@link
   * Input.LoginReply} or the loss of the link.
   *
   * @param target with the login that is set now
   */
  record LogIn(LinkId link, LinkTarget target) implements Effect {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onLogIn(this);
    }
  }

  /** Send PING; answered by {@link Input.PingReply} or the loss of the link. */
  record Ping(LinkId link) implements Effect {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onPing(this);
    }
  }

  /** Send INFO; answered by {@link Input.InfoReply}, or not at all if the node refuses. */
  record Info(LinkId link) implements Effect {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onInfo(this);
    }
  }

  /**
   * Ask a node how it sees its cluster (CLUSTER NODES, CLUSTER INFO); answered by {@link
   * Input.ClusterReply} or {@link Input.ClusterRefusal}.
   */
  record AskCluster(LinkId link) implements Effect {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onAskCluster(this);
    }
  }

  /**
   * Tell a replica of a cluster to become master of its shard (CLUSTER FAILOVER); answered by
   * {@link Input.PromotionReply}.
   */
  record PromoteInShard(LinkId link, Promotion how) implements Effect {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onPromoteInShard(this);
    }
  }

  /** PUBLISH a hello; not answered. */
  record PublishHello(LinkId link, Hello hello) implements Effect {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onPublishHello(this);
    }
  }

  /** The hello subscription of a data node has been silent for too long: make it anew. */
  record Resubscribe(LinkId link) implements Effect {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onResubscribe(this);
    }
  }

  /**
   * Tell a data node its role in one transaction (SLAVEOF, CONFIG REWRITE, CLIENT KILL); answered
   * by {@link Input.ReplicaofReply}.
   *
   * @param master whom to follow; empty: no one
   */
  record Replicaof(LinkId link, Optional<Address> master) implements Effect {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onReplicaof(this);
    }
  }

  /**
   * Tell a master to keep its clients from writing (CLIENT PAUSE … WRITE); answered by {@link
   * Input.PauseReply}.
   *
   * @param ms for how long, unless it is told otherwise before
   */
  record PauseWrites(LinkId link, long ms) implements Effect {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onPauseWrites(this);
    }
  }

  /** Let clients write again (CLIENT UNPAUSE); not answered. */
  record ResumeWrites(LinkId link) implements Effect {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onResumeWrites(this);
    }
  }

  /**
   * Tell a master to make this replica master in its place, which is known to have all its data
   * (FAILOVER TO); answered by {@link Input.HandOverReply}.
   */
  record HandOver(LinkId link, Address replica) implements Effect {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onHandOver(this);
    }
  }

  /** Tell a master to give up handing over (FAILOVER ABORT); not answered. */
  record AbortHandOver(LinkId link) implements Effect {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onAbortHandOver(this);
    }
  }

  /**
   * Close the connections of a node's clients, whose role has changed by itself, let the next ones
   * write, and have the node save its role (CONFIG REWRITE, CLIENT KILL, CLIENT UNPAUSE); not
   * answered.
   */
  record ReleaseClients(LinkId link) implements Effect {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onReleaseClients(this);
    }
  }

  /** Send SCRIPT KILL; not answered. */
  record KillScript(LinkId link) implements Effect {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onKillScript(this);
    }
  }

  /**
   * Ask a peer whether it sees this master down; answered by {@link Input.PeerReply}.
   *
   * @param candidate for whom a vote is asked; empty: no vote is asked
   */
  record AskPeer(
      LinkId link, GroupName group, Address master, Epoch epoch, Optional<RunId> candidate)
      implements Effect {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onAskPeer(this);
    }
  }

  /**
   * The answer to {@link Input.PeerAsks}.
   *
   * @param leader for whom this coordinator has voted; empty if no vote was asked, or it can't say
   */
  record AnswerPeer(Ticket ticket, boolean masterDown, Optional<RunId> leader, Epoch leaderEpoch)
      implements Effect {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onAnswerPeer(this);
    }
  }

  /** The answer to a command that changes something. */
  record AnswerAdmin(Ticket ticket, AdminAnswer answer) implements Effect {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onAnswerAdmin(this);
    }
  }

  /** Run a notification-script with {@code event message}. */
  record RunNotificationScript(String path, Event event) implements Effect {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onRunNotificationScript(this);
    }
  }

  /**
   * Run a client-reconfig-script with {@code name role start from-ip from-port to-ip to-port}.
   *
   * @param leader whether this coordinator leads the failover; otherwise it observes it
   */
  record RunReconfigScript(String path, GroupName group, boolean leader, Address from, Address to)
      implements Effect {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onRunReconfigScript(this);
    }
  }

  /** Exit at once with this code: a failure was to be simulated. */
  record Exit(int code) implements Effect {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onExit(this);
    }
  }

  /** One method per kind of effect. */
  interface Handler {
    void onSaveState();

    void onPublish(Publish effect);

    void onConnect(Connect effect);

    void onResolveHost(ResolveHost effect);

    void onDisconnect(Disconnect effect);

    void onLogIn(LogIn effect);

    void onPing(Ping effect);

    void onInfo(Info effect);

    void onAskCluster(AskCluster effect);

    void onPromoteInShard(PromoteInShard effect);

    void onPublishHello(PublishHello effect);

    void onResubscribe(Resubscribe effect);

    void onReplicaof(Replicaof effect);

    void onPauseWrites(PauseWrites effect);

    void onResumeWrites(ResumeWrites effect);

    void onHandOver(HandOver effect);

    void onAbortHandOver(AbortHandOver effect);

    void onReleaseClients(ReleaseClients effect);

    void onKillScript(KillScript effect);

    void onAskPeer(AskPeer effect);

    void onAnswerPeer(AnswerPeer effect);

    void onAnswerAdmin(AnswerAdmin effect);

    void onRunNotificationScript(RunNotificationScript effect);

    void onRunReconfigScript(RunReconfigScript effect);

    void onExit(Exit effect);
  }
}
