package io.vedette.tests.simulation.invariant;

import io.vedette.quorum.Effect;
import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.LinkTarget;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.quorum.view.GroupView;
import io.vedette.tests.simulation.world.VedetteProcess;
import java.util.List;
import java.util.Optional;

/** See {@link #sentence()}. */
final class SavedBeforeTold extends Invariant {
  @Override
  public String sentence() {
    return "A vote, an epoch, and a new master are on disk before anyone else hears of them, and"
        + " the epoch of a failover before a server is told anything in it.";
  }

  @Override
  public void onStep(VedetteProcess who, int taken, long lateMs, List<Effect> decided) {
    // Whoever carries effects out one by one must be safe, too.
    boolean isSaved = false;
    for (Effect effect : decided) {
      isSaved |= effect instanceof Effect.SaveState;
      if (!isSaved
          && effect instanceof Effect.AskPeer question
          && question.candidate().isPresent()) {
        onVoteAsked(who, question);
      }
      if (!isSaved && effect instanceof Effect.PublishHello publish) {
        onHello(who, publish.hello());
      }
    }
  }

  @Override
  public void onVoteAsked(VedetteProcess who, Effect.AskPeer question) {
    long epoch = question.epoch().value();
    requireVote(who, group(who, question.group()), epoch);
    require(
        who.saved().process().currentEpoch().value() >= epoch,
        () -> who.name() + " asks for votes in epoch " + epoch + ", which is not saved");
  }

  @Override
  public void onAnswer(VedetteProcess who, Address master, Effect.AnswerPeer answer) {
    if (answer.leader().isPresent()) {
      for (GroupView group : who.saved().groups()) {
        if (group.published().equals(master)) {
          requireVote(who, Optional.of(group), answer.leaderEpoch().value());
        }
      }
    }
  }

  private void requireVote(VedetteProcess who, Optional<GroupView> saved, long epoch) {
    require(
        saved.isEmpty() || saved.get().leaderEpoch().value() >= epoch,
        () -> who.name() + " tells of its vote in epoch " + epoch + ", which is not saved");
  }

  @Override
  public void onHello(VedetteProcess who, Hello hello) {
    if (knowsThatItCanNotSave(who)) {
      return;
    }
    CoordinatorView saved = who.saved();
    Optional<GroupView> group = group(who, hello.group());
    require(
        saved.process().currentEpoch().compareTo(hello.currentEpoch()) >= 0,
        () -> who.name() + " tells of epoch " + hello.currentEpoch() + ", which is not saved");
    require(
        group.isEmpty() || group.get().configEpoch().compareTo(hello.configEpoch()) >= 0,
        () -> who.name() + " tells of config epoch " + hello.configEpoch() + ", not saved");
    require(
        group.isEmpty()
            || !group.get().configEpoch().equals(hello.configEpoch())
            || group.get().published().equals(hello.master()),
        () -> who.name() + " tells of the master " + hello.master() + ", which is not saved");
  }

  @Override
  public void onOrder(VedetteProcess who, LinkTarget.DataNode node, Optional<Address> master) {
    Optional<GroupView> saved = group(who, node.group());
    if (master.isEmpty()) {
      requireEpochOfFailover(who, node);
    } else if (saved.isPresent() && !knowsThatItCanNotSave(who)) {
      require(
          saved.get().published().equals(master.get()),
          () -> who.name() + " has a node follow " + master.get() + ", which is not saved");
    }
  }

  @Override
  public void onHandOver(VedetteProcess who, LinkTarget.DataNode node, Address replica) {
    requireEpochOfFailover(who, node);
  }

  private void requireEpochOfFailover(VedetteProcess who, LinkTarget.DataNode node) {
    long epoch = who.seen(node.group()).orElseThrow().failoverEpoch().value();
    requireVote(who, group(who, node.group()), epoch);
  }

  /** Then it swears nothing any more; what others have decided it may pass on. */
  private static boolean knowsThatItCanNotSave(VedetteProcess who) {
    return who.view().process().unsaved().isPresent();
  }

  private static Optional<GroupView> group(VedetteProcess who, GroupName name) {
    for (GroupView group : who.saved().groups()) {
      if (group.name().equals(name)) {
        return Optional.of(group);
      }
    }
    return Optional.empty();
  }
}
