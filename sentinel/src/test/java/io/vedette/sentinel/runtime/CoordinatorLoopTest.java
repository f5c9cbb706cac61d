package io.vedette.sentinel.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vedette.quorum.AdminAnswer;
import io.vedette.quorum.Coordinator;
import io.vedette.quorum.Effect;
import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.quorum.Input;
import io.vedette.quorum.SettingChange;
import io.vedette.quorum.cluster.Promotion;
import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.CoordinatorConfig;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.LinkTarget;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.model.Timing;
import io.vedette.quorum.view.CoordinatorView;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CoordinatorLoopTest {
  private static final GroupName GROUP = new GroupName("mymaster");
  private static final Address MASTER = new Address("127.0.0.1", 1);
  private static final Address OTHER = new Address("127.0.0.1", 2);
  private static final RunId SELF = new RunId("a".repeat(40));
  private static final RunId PEER = new RunId("b".repeat(40));

  private final List<String> happened = new CopyOnWriteArrayList<>();
  private final List<Address> publishedAtSwitch = new CopyOnWriteArrayList<>();
  private volatile boolean diskFails;
  private volatile long diskTakesMs;
  private CoordinatorConfig config;
  private CoordinatorLoop loop;

  @BeforeEach
  void aCoordinatorOfOneGroup() {
    config =
        new CoordinatorConfig(
            SELF,
            Epoch.ZERO,
            Optional.empty(),
            26379,
            Timing.DEFAULT,
            List.of(GroupConfig.fresh(GROUP, MASTER, GroupSettings.defaults(2, Timing.DEFAULT))));
    loop = started();
    await().until(() -> happened.contains("saved epoch 0"));
  }

  private CoordinatorLoop started() {
    CoordinatorLoop made =
        new CoordinatorLoop(now -> new Coordinator(config, new SplittableRandom(1), now));
    made.start(
        new Ports(
            new NoLinks(),
            name -> {},
            this::save,
            new NoScripts(),
            List.of(this::onEvent),
            code -> {}));
    return made;
  }

  @AfterEach
  void stop() {
    loop.close();
  }

  @Test
  void aVoteIsOnDiskBeforeItIsAnswered() {
    Effect.AnswerPeer answer = get(askForVote(new Epoch(5)));
    assertThat(answer.leader()).contains(PEER);
    assertThat(happened).contains("saved epoch 5");
  }

  @Test
  void aVoteThatCanNotBeSavedIsNotGiven() {
    diskFails = true;
    assertThatThrownBy(() -> get(askForVote(new Epoch(5))))
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("could not be saved");
    await().until(() -> happened.contains("+state-unsaved"));
    assertThat(get(askForVote(new Epoch(6))).leader()).as("nor any later one").isEmpty();
  }

  @Test
  void whoCanNotSaveAtTheStartVotesWhenItCanAndNotBefore() {
    loop.close();
    happened.clear();
    diskFails = true;
    loop = started();
    assertThat(get(askForVote(new Epoch(5))).leader()).isEmpty();
    assertThat(happened).contains("+state-unsaved").noneMatch(what -> what.startsWith("saved"));
    assertThat(loop.view().process().unsaved()).contains("no space left");
    diskFails = false;
    await().atMost(5, TimeUnit.SECONDS).until(() -> happened.contains("-state-unsaved"));
    assertThat(get(askForVote(new Epoch(6))).leader()).contains(PEER);
    assertThat(happened).contains("saved epoch 6");
  }

  @Test
  void whenTheDiskIsBackItVotesAgain() {
    diskFails = true;
    assertThatThrownBy(() -> get(askForVote(new Epoch(5)))).isInstanceOf(CompletionException.class);
    diskFails = false;
    await().atMost(5, TimeUnit.SECONDS).until(() -> happened.contains("-state-unsaved"));
    assertThat(get(askForVote(new Epoch(7))).leader()).contains(PEER);
  }

  @Test
  void aSlowDiskIsNoReasonForTilt() {
    diskTakesMs = 2_500;
    get(askForVote(new Epoch(5)));
    diskTakesMs = 0;
    get(askForVote(new Epoch(6)));
    assertThat(happened).contains("saved epoch 6").doesNotContain("+tilt");
  }

  @Test
  void whoWasStoppedWhileItSavedIsInTilt() {
    diskTakesMs = 5_300;
    CompletionStage<Effect.AnswerPeer> answer = askForVote(new Epoch(5));
    await().atMost(15, TimeUnit.SECONDS).until(() -> happened.contains("+tilt"));
    assertThat(get(answer).leader()).as("that was saved").contains(PEER);
  }

  @Test
  void aChangeThatCanNotBeSavedIsSaidToBeUnsaved() {
    diskFails = true;
    CompletionStage<AdminAnswer> answer =
        loop.change(ticket -> new Input.Set(ticket, GROUP, List.of(new SettingChange.Quorum(3))));
    assertThat(get(answer).code()).isEqualTo(AdminAnswer.Code.NOT_SAVED);
  }

  @Test
  void whoHearsOfASwitchFindsTheNewAddressInTheView() {
    Hello newer =
        new Hello(new Address("127.0.0.1", 3), PEER, new Epoch(9), GROUP, OTHER, new Epoch(9));
    assertThat(loop.tell(new Input.HelloHeard(Optional.empty(), newer))).isTrue();
    await().until(() -> !publishedAtSwitch.isEmpty());
    assertThat(publishedAtSwitch).containsExactly(OTHER);
    assertThat(happened.indexOf("saved epoch 9")).isBetween(0, happened.indexOf("+switch-master"));
  }

  @Test
  void afterTheEndNothingIsTaken() {
    loop.close();
    assertThat(loop.offer(new Input.Timer())).isFalse();
    assertThatThrownBy(() -> get(askForVote(new Epoch(5))))
        .hasCauseInstanceOf(Coordination.OverloadedException.class);
  }

  private CompletionStage<Effect.AnswerPeer> askForVote(Epoch epoch) {
    return loop.ask(ticket -> new Input.PeerAsks(ticket, MASTER, epoch, Optional.of(PEER)));
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(5, TimeUnit.SECONDS).join();
  }

  private void save(CoordinatorView state) throws IOException {
    if (diskFails) {
      throw new IOException("no space left");
    }
    try {
      Thread.sleep(diskTakesMs);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    happened.add("saved epoch " + state.process().currentEpoch());
  }

  private void onEvent(Event event) {
    happened.add(event.type().channel());
    if (event.type() == EventType.SWITCH_MASTER) {
      publishedAtSwitch.add(loop.view().group(GROUP.value()).published());
    }
  }

  /** Links on which nothing is ever heard. */
  private static final class NoLinks implements Links {
    @Override
    public void logIn(LinkId link, LinkTarget target) {}

    @Override
    public void connect(LinkId link, LinkTarget target) {}

    @Override
    public void disconnect(LinkId link) {}

    @Override
    public void ping(LinkId link) {}

    @Override
    public void info(LinkId link) {}

    @Override
    public void askCluster(LinkId link) {}

    @Override
    public void promoteInShard(LinkId link, Promotion how) {}

    @Override
    public void publishHello(LinkId link, Hello hello) {}

    @Override
    public void resubscribe(LinkId link) {}

    @Override
    public void replicaof(LinkId link, Optional<Address> master) {}

    @Override
    public void pauseWrites(LinkId link, long ms) {}

    @Override
    public void resumeWrites(LinkId link) {}

    @Override
    public void handOver(LinkId link, Address replica) {}

    @Override
    public void abortHandOver(LinkId link) {}

    @Override
    public void releaseClients(LinkId link) {}

    @Override
    public void killScript(LinkId link) {}

    @Override
    public void askPeer(
        LinkId link, GroupName group, Address master, Epoch epoch, Optional<RunId> candidate) {}
  }

  /** No script is ever run. */
  private static final class NoScripts implements Scripts {
    @Override
    public long maxRuntimeMs() {
      return 60_000;
    }

    @Override
    public void maxRuntimeMs(long ms) {}

    @Override
    public long retryDelayMs() {
      return 30_000;
    }

    @Override
    public void retryDelayMs(long ms) {}

    @Override
    public void enqueue(String path, List<String> arguments) {}

    @Override
    public List<Job> jobs() {
      return List.of();
    }
  }
}
