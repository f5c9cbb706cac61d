package io.vedette.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.AdminAnswer.Code;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.NameRules;
import io.vedette.quorum.model.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a coordinator does with a master, asked step by step. */
class OneMasterTest {
  private static final GroupName GROUP = new GroupName("mymaster");
  private static final GroupName NAMED = new GroupName("named");
  private static final LinkId LINK = new LinkId(1);
  private static final Ticket TICKET = new Ticket(1);

  private final Coordinator coordinator =
      Cores.of(
          Cores.config(List.of(group(GROUP, "10.0.0.1")))
              .with(new NameRules(true, false, Map.of())));

  @BeforeEach
  void theMasterIsLinked() {
    coordinator.start(0);
    coordinator.step(new Input.LinkUp(LINK, "10.0.0.9"), 10);
    coordinator.step(new Input.PingReply(LINK, Input.PingAnswer.PONG), 11);
  }

  /** As in Sentinel: a script that never ends is killed when the server counts as down. */
  @Test
  void theScriptOfAMasterThatIsDownForItIsKilledOnce() {
    assertThat(busyUntil(20, 1_000)).as("while it is not down").isEmpty();
    assertThat(busyUntil(1_000, 5_000)).as("once").containsExactly(new Effect.KillScript(LINK));
    coordinator.step(new Input.PingReply(LINK, Input.PingAnswer.PONG), 5_000);
    assertThat(busyUntil(5_000, 8_000)).as("the next").containsExactly(new Effect.KillScript(LINK));
  }

  private List<Effect> busyUntil(long from, long end) {
    List<Effect> effects = new ArrayList<>();
    for (long now = from; now < end; now += 100) {
      effects.addAll(coordinator.step(new Input.Timer(), now));
      effects.addAll(coordinator.step(new Input.PingReply(LINK, Input.PingAnswer.BUSY), now));
    }
    return only(Effect.KillScript.class, effects);
  }

  @Test
  void theNotificationScriptIsRunForWhatSentinelRunsItFor() {
    set(new SettingChange.NotificationScript("/opt/notify"));
    List<Effect> effects = runUntil(2_000);
    assertThat(only(Effect.RunNotificationScript.class, effects))
        .allSatisfy(run -> assertThat(run.toString()).contains("/opt/notify"))
        .anyMatch(run -> run.toString().contains("type=SDOWN"));
  }

  @Test
  void aRenamedCommandNeedsANewLink() {
    assertThat(set(new SettingChange.RenameCommand("CONFIG", "x")))
        .contains(new Effect.Disconnect(LINK));
    assertThat(only(Effect.Connect.class, runUntil(300)))
        .as("it is connected again at once")
        .isNotEmpty();
  }

  @Test
  void otherPeriodsHoldAtOnce() {
    Timing quick =
        new Timing(10_000, 50, 1_000, 2_000, 30_000, 180_000, 2_000, 30_000, 10_000, 15_000, 1);
    assertThat(coordinator.step(new Input.Retune(TICKET, quick), 20))
        .contains(new Effect.AnswerAdmin(TICKET, AdminAnswer.OK));
    List<Long> pings = new ArrayList<>();
    for (long now = 20; now < 3_100; now = Math.max(now + 1, coordinator.nextDeadline())) {
      if (!only(Effect.Ping.class, coordinator.step(new Input.Timer(), now)).isEmpty()) {
        pings.add(now);
        coordinator.step(new Input.PingReply(LINK, Input.PingAnswer.PONG), now);
      }
    }
    assertThat(pings).as("every 50 ms instead of every 100").hasSizeBetween(55, 65);
  }

  @Test
  void aMasterByNameIsMonitoredWhenItsNameIsResolved() {
    Input.Monitor monitor = new Input.Monitor(TICKET, group(NAMED, "redis-1"));
    assertThat(coordinator.step(monitor, 20))
        .contains(new Effect.ResolveHost("redis-1"))
        .noneMatch(Effect.AnswerAdmin.class::isInstance);
    coordinator.step(new Input.HostResolved("another", List.of("10.0.0.8")), 30);
    assertThat(coordinator.step(new Input.HostResolved("REDIS-1", List.of("10.0.0.7")), 40))
        .contains(new Effect.AnswerAdmin(TICKET, AdminAnswer.OK));
    assertThat(coordinator.view().groups().get(1).name()).isEqualTo(NAMED);
    assertThat(coordinator.view().groups().get(1).published())
        .isEqualTo(new Address("10.0.0.7", 6379));
  }

  @Test
  void aMasterOfAnUnknownNameIsNotMonitored() {
    coordinator.step(new Input.Monitor(TICKET, group(NAMED, "redis-1")), 20);
    assertThat(coordinator.step(new Input.HostUnresolved("redis-1", "NXDOMAIN"), 40))
        .contains(new Effect.AnswerAdmin(TICKET, AdminAnswer.of(Code.UNKNOWN_HOST)));
    assertThat(coordinator.view().groups()).hasSize(1);
  }

  private List<Effect> set(SettingChange change) {
    return coordinator.step(new Input.Set(TICKET, GROUP, List.of(change)), 20);
  }

  /** Whatever is due until then, with nobody answering. */
  private List<Effect> runUntil(long end) {
    List<Effect> effects = new ArrayList<>();
    for (long now = 20; now < end; now = Math.max(now + 1, coordinator.nextDeadline())) {
      effects.addAll(coordinator.step(new Input.Timer(), now));
    }
    return effects;
  }

  private static <T extends Effect> List<Effect> only(Class<T> type, List<Effect> effects) {
    return effects.stream().filter(type::isInstance).toList();
  }

  private static GroupConfig group(GroupName name, String host) {
    return GroupConfig.fresh(
        name,
        new Address(host, 6379),
        GroupSettings.defaults(1, Timing.DEFAULT).change().downAfterMs(1_000).build());
  }
}
