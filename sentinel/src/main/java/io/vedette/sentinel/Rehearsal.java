package io.vedette.sentinel;

import io.vedette.quorum.Coordinator;
import io.vedette.quorum.Effect;
import io.vedette.quorum.Input;
import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.CoordinatorConfig;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.LinkTarget;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.model.Timing;
import io.vedette.sentinel.link.LinkRehearsal;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A failover in thought: the core is led through one again and again, so that nothing of it is cold
 * when it is needed. A coordinator may wait for its first failover for months, and by then it must
 * not be busy loading classes.
 *
 * <p>Touches nothing outside itself.
 */
final class Rehearsal implements Effect.Handler {
  /** Enough for the quick compiler to have compiled what a failover needs. */
  private static final int ROUNDS = 300;

  private static final GroupName GROUP = new GroupName("rehearsal");
  private static final Address MASTER = new Address("192.0.2.1", 6379);
  private static final Address REPLICA = new Address("192.0.2.2", 6379);
  private static final Address OTHER_REPLICA = new Address("192.0.2.5", 6379);
  private static final Address PEER = new Address("192.0.2.3", 26379);
  private static final RunId SELF = new RunId("0".repeat(RunId.LENGTH));
  private static final String REPL_ID = "2".repeat(RunId.LENGTH);
  private static final RunId OTHER = new RunId("1".repeat(RunId.LENGTH));
  private static final long DOWN_AFTER_MS = 1_000;

  private final Map<LinkId, LinkTarget> links = new LinkedHashMap<>();
  private final ArrayDeque<Input> answers = new ArrayDeque<>();
  private Address master = MASTER;
  private boolean masterIsDown;

  private Rehearsal() {}

  /** Leads the core through many failovers; takes some hundred milliseconds of one processor. */
  static void run() {
    boolean unused = LinkRehearsal.run();
    for (int i = 0; i < ROUNDS && !Thread.currentThread().isInterrupted(); i++) {
      new Rehearsal().failOver();
    }
  }

  /**
   * One failover.
   *
   * @return whether the replica is the master in the end
   */
  static boolean failOverOnce() {
    return new Rehearsal().failOver();
  }

  private boolean failOver() {
    long now = 1;
    Coordinator core = new Coordinator(config(), new SplittableRandom(1), now);
    carryOut(core.start(now));
    now = play(core, now, 10);
    masterIsDown = true;
    now = play(core, now, DOWN_AFTER_MS + 2_000);
    Hello hello = new Hello(PEER, OTHER, new Epoch(9), GROUP, MASTER, new Epoch(0));
    carryOut(core.step(new Input.HelloHeard(Optional.empty(), hello), now));
    core.takeViewChange();
    return core.view().groups().get(0).published().equals(REPLICA);
  }

  private static CoordinatorConfig config() {
    GroupSettings settings =
        GroupSettings.defaults(2, Timing.DEFAULT).change().downAfterMs(DOWN_AFTER_MS).build();
    return new CoordinatorConfig(
        SELF,
        Epoch.ZERO,
        Optional.empty(),
        26379,
        Timing.DEFAULT,
        List.of(
            new GroupConfig(
                GROUP,
                MASTER,
                settings,
                Epoch.ZERO,
                Epoch.ZERO,
                List.of(REPLICA, OTHER_REPLICA),
                List.of(new GroupConfig.KnownPeer(PEER, OTHER)))));
  }

  /** Answers everything at once, and goes from deadline to deadline for this long. */
  private long play(Coordinator core, long from, long ms) {
    long now = from;
    while (now <= from + ms) {
      while (!answers.isEmpty()) {
        carryOut(core.step(answers.poll(), now));
      }
      now = Math.max(now + 1, core.nextDeadline());
      if (now <= from + ms) {
        carryOut(core.step(new Input.Timer(), now));
      }
    }
    return now;
  }

  private void carryOut(List<Effect> effects) {
    effects.forEach(effect -> effect.dispatchTo(this));
  }

  private boolean isDown(LinkId link) {
    LinkTarget target = links.get(link);
    return target == null || (masterIsDown && target.address().equals(MASTER));
  }

  @Override
  public void onConnect(Effect.Connect effect) {
    links.put(effect.link(), effect.target());
    answers.add(
        isDown(effect.link())
            ? new Input.LinkLost(effect.link(), Input.LinkLoss.REFUSED, "refused")
            : new Input.LinkUp(effect.link(), "192.0.2.4"));
  }

  @Override
  public void onDisconnect(Effect.Disconnect effect) {
    links.remove(effect.link());
  }

  @Override
  public void onLogIn(Effect.LogIn effect) {}

  @Override
  public void onPing(Effect.Ping effect) {
    if (!isDown(effect.link())) {
      answers.add(new Input.PingReply(effect.link(), Input.PingAnswer.PONG));
    }
  }

  @Override
  public void onInfo(Effect.Info effect) {
    if (!isDown(effect.link())) {
      answers.add(new Input.InfoReply(effect.link(), info(links.get(effect.link()).address())));
    }
  }

  private static RunId runId(Address node) {
    return new RunId(
        Integer.toString(node.host().charAt(node.host().length() - 1) - '0').repeat(RunId.LENGTH));
  }

  private NodeInfo info(Address node) {
    boolean isMaster = node.equals(master);
    return new NodeInfo(
        Optional.of(runId(node)),
        Optional.of(isMaster ? Role.MASTER : Role.REPLICA),
        isMaster ? Optional.empty() : Optional.of(master),
        !isMaster,
        0,
        NodeInfo.DEFAULT_PRIORITY,
        node.equals(REPLICA) ? 2 : 1,
        true,
        2,
        REPL_ID,
        "",
        1,
        isMaster && node.equals(MASTER) ? List.of(REPLICA, OTHER_REPLICA) : List.of(),
        -1,
        true,
        true,
        "");
  }

  @Override
  public void onReplicaof(Effect.Replicaof effect) {
    if (effect.master().isEmpty()) {
      master = links.get(effect.link()).address();
    }
    answers.add(new Input.ReplicaofReply(effect.link(), Optional.empty()));
  }

  @Override
  public void onAskPeer(Effect.AskPeer effect) {
    answers.add(
        new Input.PeerReply(
            effect.link(),
            effect.group(),
            effect.master(),
            true,
            effect.candidate(),
            effect.epoch()));
  }

  @Override
  public void onResolveHost(Effect.ResolveHost effect) {}

  @Override
  public void onSaveState() {}

  @Override
  public void onPublish(Effect.Publish effect) {}

  @Override
  public void onAskCluster(Effect.AskCluster effect) {}

  @Override
  public void onPromoteInShard(Effect.PromoteInShard effect) {}

  @Override
  public void onPublishHello(Effect.PublishHello effect) {}

  @Override
  public void onResubscribe(Effect.Resubscribe effect) {}

  @Override
  public void onPauseWrites(Effect.PauseWrites effect) {}

  @Override
  public void onResumeWrites(Effect.ResumeWrites effect) {}

  @Override
  public void onHandOver(Effect.HandOver effect) {}

  @Override
  public void onAbortHandOver(Effect.AbortHandOver effect) {}

  @Override
  public void onReleaseClients(Effect.ReleaseClients effect) {}

  @Override
  public void onKillScript(Effect.KillScript effect) {}

  @Override
  public void onAnswerPeer(Effect.AnswerPeer effect) {}

  @Override
  public void onAnswerAdmin(Effect.AnswerAdmin effect) {}

  @Override
  public void onRunNotificationScript(Effect.RunNotificationScript effect) {}

  @Override
  public void onRunReconfigScript(Effect.RunReconfigScript effect) {}

  @Override
  public void onExit(Effect.Exit effect) {}
}
