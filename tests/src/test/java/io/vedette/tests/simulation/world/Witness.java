package io.vedette.tests.simulation.world;

import io.vedette.quorum.Effect;
import io.vedette.quorum.Event;
import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.LinkTarget;
import io.vedette.quorum.view.CoordinatorView;
import java.util.List;
import java.util.Optional;

/**
 * Is told what coordinators that run the real core do, at the moment when it leaves the process.
 * Each method does nothing unless a witness cares.
 */
public interface Witness {
  /** There is a world, in which nothing has happened yet. */
  default void onBegin(World world) {}

  /** A process has begun a life, from this. */
  default void onStart(VedetteProcess who, CoordinatorView from) {}

  /** A life ends. */
  default void onCrash(VedetteProcess who) {}

  /**
   * The core has taken what waited and decided.
   *
   * @param taken how many inputs there were
   * @param lateMs by how much it was later than the core wanted it, and was not excused for
   * @param decided what it wants done
   */
  default void onStep(VedetteProcess who, int taken, long lateMs, List<Effect> decided) {}

  /** After each step that saves or says anything, and now and then. */
  default void onView(VedetteProcess who, CoordinatorView view) {}

  /** An event. */
  default void onEvent(VedetteProcess who, Event event) {}

  /** A peer is asked for its vote. */
  default void onVoteAsked(VedetteProcess who, Effect.AskPeer question) {}

  /** A peer is answered that has asked about this master. */
  default void onAnswer(VedetteProcess who, Address master, Effect.AnswerPeer answer) {}

  /** A hello is published. */
  default void onHello(VedetteProcess who, Hello hello) {}

  /** A data node is told its role. */
  default void onOrder(VedetteProcess who, LinkTarget.DataNode node, Optional<Address> master) {}

  /** A data node is told to keep its clients from writing. */
  default void onPauseWrites(VedetteProcess who, LinkTarget.DataNode node) {}

  /** A master is told to hand over to a replica. */
  default void onHandOver(VedetteProcess who, LinkTarget.DataNode node, Address replica) {}

  /** A data node is told to keep its clients from writing until then, in the process's time. */
  default void onWritesStopped(
      VedetteProcess who, LinkId link, LinkTarget.DataNode node, long untilMs) {}

  /**
   * It is told to let them write, or refused to stop them; empty: the link to it is gone, and
   * nothing arrives.
   */
  default void onWritesGoOn(VedetteProcess who, LinkId link, Optional<LinkTarget.DataNode> node) {}

  /** A stock Sentinel tells a replica to become master, as the leader of an epoch. */
  default void onStockPromotion(SimGroup group, long epoch, Address chosen) {}

  /**
   * A stock Sentinel that has just promoted a replica hears of a newer config epoch with the master
   * that it replaces, and says from now on that its own choice is that epoch's.
   */
  default void onStockAdoption(SimGroup group, long epoch, Address chosen) {}

  /** An operator has a group watched that was not, with this master. */
  default void onMonitor(VedetteProcess who, SimGroup group, Address master) {}
}
