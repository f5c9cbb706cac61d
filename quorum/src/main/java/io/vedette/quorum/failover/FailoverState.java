package io.vedette.quorum.failover;

import io.vedette.quorum.model.DataNode;
import io.vedette.quorum.model.Epoch;

/**
 * Where this coordinator is in replacing a group's master. Only the leader gets past the second.
 *
 * <pre>
 * state               leaves when                                      to
 * None                objectively down and its turn has come, or       WaitStart
 *                     SENTINEL FAILOVER
 * WaitStart           elected, or forced                               SelectReplica
 *                     another is elected, nobody can be, or too late   None
 * SelectReplica       a replica is good enough                         SendReplicaofNoOne
 *                     none is                                          None
 * SendReplicaofNoOne  it was told                                      WaitPromotion
 *                     it can't be reached within failover-timeout      None
 * WaitPromotion       its INFO says master                             ReconfReplicas, switched
 *                     it refused, or did not do it for a second        SendReplicaofNoOne
 *                     it did not do it within failover-timeout         None
 * ReconfReplicas      every replica that is up follows it              None
 *                     failover-timeout                                 None, the rest told once
 * any                 a newer configuration is heard of, RESET         None
 * </pre>
 *
 * <p>Unlike in Sentinel the group is switched to the new master as soon as the promotion is seen,
 * not after the replicas have followed: clients must not wait for a replica's resynchronisation.
 */
public sealed interface FailoverState {
  /** The word of Sentinel's replies. */
  String wire();

  /** Calls the method for this state. */
  void dispatchTo(Handler handler);

  /** Whether a failover runs at all. */
  default boolean isRunning() {
    return true;
  }

  /**
   * Whether clients still have the old master's address and a new failover is out of the question.
   */
  default boolean isBeforeSwitch() {
    return true;
  }

  /** No failover runs. */
  record None() implements FailoverState {
    @Override
    public String wire() {
      return "none";
    }

    @Override
    public void dispatchTo(Handler handler) {
      // Nothing to go on with.
    }

    @Override
    public boolean isRunning() {
      return false;
    }

    @Override
    public boolean isBeforeSwitch() {
      return false;
    }
  }

  /**
   * Standing for election.
   *
   * @param epoch the epoch of it
   * @param since when it began
   * @param forced an operator ordered it: no votes are needed
   */
  record WaitStart(Epoch epoch, long since, boolean forced) implements FailoverState {
    @Override
    public String wire() {
      return "wait_start";
    }

    @Override
    public void dispatchTo(Handler handler) {
      handler.inWaitStart(this);
    }
  }

  /**
   * Elected, choosing.
   *
   * @param askedAt when the replicas were asked for fresh INFO
   */
  record SelectReplica(Epoch epoch, long since, long askedAt, boolean forced)
      implements FailoverState {
    @Override
    public String wire() {
      return "select_slave";
    }

    @Override
    public void dispatchTo(Handler handler) {
      handler.inSelectReplica(this);
    }
  }

  /**
   * Chosen, to be told.
   *
   * @param since when it was chosen; a repetition does not change it
   * @param notBefore when it may be told (again)
   */
  record SendReplicaofNoOne(Epoch epoch, long since, DataNode chosen, long notBefore)
      implements FailoverState {
    @Override
    public String wire() {
      return "send_slaveof_noone";
    }

    @Override
    public void dispatchTo(Handler handler) {
      handler.inSendReplicaofNoOne(this);
    }

    /** Whether it was told before, in vain. */
    public boolean isRepetition() {
      return notBefore > since;
    }
  }

  /**
   * Told, not yet seen as master.
   *
   * @param since when it was chosen
   * @param toldAt when it was told last
   */
  record WaitPromotion(Epoch epoch, long since, DataNode chosen, long toldAt)
      implements FailoverState {
    @Override
    public String wire() {
      return "wait_promotion";
    }

    @Override
    public void dispatchTo(Handler handler) {
      handler.inWaitPromotion(this);
    }
  }

  /**
   * Switched; the replicas are being repointed, parallel-syncs at a time.
   *
   * @param since when the switch was
   */
  record ReconfReplicas(Epoch epoch, long since) implements FailoverState {
    @Override
    public String wire() {
      return "reconf_slaves";
    }

    @Override
    public void dispatchTo(Handler handler) {
      handler.inReconfReplicas(this);
    }

    @Override
    public boolean isBeforeSwitch() {
      return false;
    }
  }

  /** One method per state in which there is something to do. */
  interface Handler {
    void inWaitStart(WaitStart state);

    void inSelectReplica(SelectReplica state);

    void inSendReplicaofNoOne(SendReplicaofNoOne state);

    void inWaitPromotion(WaitPromotion state);

    void inReconfReplicas(ReconfReplicas state);
  }
}
