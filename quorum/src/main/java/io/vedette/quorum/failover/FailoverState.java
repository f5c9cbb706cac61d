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
 * SelectReplica       a replica is good enough                         SendReplicaofNoOne, or
 *                                                                      PauseMaster if the master is
 *                                                                      to hand over
 *                     none is                                          None
 * PauseMaster         the master has stopped its clients' writes       AwaitSync
 *                     it refused                                       None (plainly ordered:
 *                                                                      SendReplicaofNoOne)
 * AwaitSync           the replica has all the master has               AwaitHandOver
 *                     not in time                                      None, writes go on
 * AwaitHandOver       the replica's INFO says master                   ReconfReplicas, switched
 *                     the master refused                               SendReplicaofNoOne
 *                     not in time                                      None, writes go on
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

  /** Whether the master is handing over, with its clients' writes stopped: every moment counts. */
  default boolean isHandOver() {
    return false;
  }

  /** Whether the clients of the master may be kept from writing. */
  default boolean mayPauseWrites() {
    return isHandOver();
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
   * @param order who wants it
   */
  record WaitStart(Epoch epoch, long since, Order order) implements FailoverState {
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
  record SelectReplica(Epoch epoch, long since, long askedAt, Order order)
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
  record SendReplicaofNoOne(Epoch epoch, long since, DataNode chosen, Order order, long notBefore)
      implements FailoverState {
    @Override
    public boolean mayPauseWrites() {
      return order != Order.NONE;
    }

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
  record WaitPromotion(Epoch epoch, long since, DataNode chosen, Order order, long toldAt)
      implements FailoverState {
    @Override
    public boolean mayPauseWrites() {
      return order != Order.NONE;
    }

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
   * The master was told to stop its clients' writes.
   *
   * @param since when
   */
  record PauseMaster(Epoch epoch, long since, DataNode chosen, Order order)
      implements FailoverState {
    @Override
    public String wire() {
      return "send_slaveof_noone";
    }

    @Override
    public void dispatchTo(Handler handler) {
      handler.inPauseMaster(this);
    }

    @Override
    public boolean isHandOver() {
      return true;
    }
  }

  /**
   * Nobody writes; the replica is to get all that was written.
   *
   * @param since when the master was told to stop
   * @param masterOffset how much was written; negative: it has not said so yet
   */
  record AwaitSync(Epoch epoch, long since, DataNode chosen, Order order, long masterOffset)
      implements FailoverState {
    @Override
    public String wire() {
      return "send_slaveof_noone";
    }

    @Override
    public void dispatchTo(Handler handler) {
      handler.inAwaitSync(this);
    }

    @Override
    public boolean isHandOver() {
      return true;
    }
  }

  /**
   * The master was told to hand over.
   *
   * @param since when
   */
  record AwaitHandOver(Epoch epoch, long since, DataNode chosen, Order order)
      implements FailoverState {
    @Override
    public String wire() {
      return "wait_promotion";
    }

    @Override
    public void dispatchTo(Handler handler) {
      handler.inAwaitHandOver(this);
    }

    @Override
    public boolean isHandOver() {
      return true;
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

    void inPauseMaster(PauseMaster state);

    void inAwaitSync(AwaitSync state);

    void inAwaitHandOver(AwaitHandOver state);

    void inReconfReplicas(ReconfReplicas state);
  }
}
