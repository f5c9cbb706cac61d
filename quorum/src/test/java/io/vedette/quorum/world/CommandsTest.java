package io.vedette.quorum.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.AdminAnswer;
import io.vedette.quorum.AdminAnswer.Code;
import io.vedette.quorum.Input;
import io.vedette.quorum.SettingChange;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What commands that change something are answered. */
class CommandsTest {
  private static final GroupName STRANGE = new GroupName("strange");
  private World world;
  private Member c1;

  @BeforeEach
  void allIsWell() {
    world = new World(1, false, 2, 3, World.settings(2, 1_000, 10_000));
    world.processes().forEach(world::start);
    world.run(5_000);
    c1 = world.process("c1");
  }

  private AdminAnswer answer(Input command) {
    c1.lastAnswer = null;
    c1.step(command);
    return c1.lastAnswer;
  }

  private void refuses(Input command, Code code) {
    assertThat(answer(command)).isEqualTo(AdminAnswer.of(code));
  }

  @Test
  void ofAGroupThatIsNotWatchedNothingIsKnown() {
    refuses(new Input.Remove(c1.ticket(), STRANGE), Code.NO_SUCH_GROUP);
    refuses(new Input.Failover(c1.ticket(), STRANGE, false), Code.NO_SUCH_GROUP);
    refuses(new Input.Pause(c1.ticket(), STRANGE, 1_000), Code.NO_SUCH_GROUP);
    refuses(new Input.Resume(c1.ticket(), STRANGE), Code.NO_SUCH_GROUP);
    refuses(
        new Input.Set(c1.ticket(), STRANGE, List.of(new SettingChange.Quorum(1))),
        Code.NO_SUCH_GROUP);
  }

  @Test
  void aNameIsMonitoredOnce() {
    GroupConfig group =
        GroupConfig.fresh(World.GROUP, world.server("m").address, World.settings(2, 1_000, 10_000));
    refuses(new Input.Monitor(c1.ticket(), group), Code.DUPLICATE_NAME);
    assertThat(answer(new Input.Remove(c1.ticket(), World.GROUP))).isEqualTo(AdminAnswer.OK);
    assertThat(answer(new Input.Monitor(c1.ticket(), group))).isEqualTo(AdminAnswer.OK);
  }

  @Test
  void aFailoverIsOrderedOnceAndOnlyWhereThereIsSomebodyToPromote() {
    assertThat(answer(new Input.Failover(c1.ticket(), World.GROUP, false)))
        .isEqualTo(AdminAnswer.OK);
    refuses(new Input.Failover(c1.ticket(), World.GROUP, false), Code.FAILOVER_IN_PROGRESS);
    world.run(20_000);
    world.servers().forEach(server -> server.priority = 0);
    world.run(11_000);
    refuses(new Input.Failover(c1.ticket(), World.GROUP, false), Code.NO_GOOD_REPLICA);
  }

  @Test
  void whatCanNotBeSavedIsNotBegun() {
    c1.step(new Input.StateUnsaved("disk full"));
    refuses(new Input.Failover(c1.ticket(), World.GROUP, false), Code.NOT_SAVED);
    c1.step(new Input.StateSaved());
    assertThat(answer(new Input.Failover(c1.ticket(), World.GROUP, false)))
        .isEqualTo(AdminAnswer.OK);
  }

  @Test
  void onlyAMasterThatIsAliveAndKnowsHowHandsOver() {
    world.server("m").knowsFailover = false;
    world.run(11_000);
    refuses(new Input.Failover(c1.ticket(), World.GROUP, true), Code.NO_GOOD_MASTER);
    world.server("m").knowsFailover = true;
    world.run(11_000);
    world.killServer(world.server("m"));
    world.run(10);
    refuses(new Input.Failover(c1.ticket(), World.GROUP, true), Code.NO_GOOD_MASTER);
  }

  @Test
  void resetSaysHowMany() {
    assertThat(answer(new Input.Reset(c1.ticket(), List.of(World.GROUP, STRANGE))).count())
        .isEqualTo(1);
    assertThat(answer(new Input.Reset(c1.ticket(), List.of(STRANGE))).count()).isZero();
    assertThat(c1.core.view().groups().get(0).replicas()).isEmpty();
    assertThat(c1.core.view().groups().get(0).peers()).isEmpty();
    world.run(5_000);
    assertThat(c1.core.view().groups().get(0).replicas()).hasSize(2);
    assertThat(c1.core.view().groups().get(0).peers()).hasSize(2);
  }

  @Test
  void whatCanNotGoWrongIsDone() {
    assertThat(answer(new Input.FlushConfig(c1.ticket()))).isEqualTo(AdminAnswer.OK);
    assertThat(answer(new Input.SimulateFailure(c1.ticket(), false, false)))
        .isEqualTo(AdminAnswer.OK);
    assertThat(answer(new Input.Pause(c1.ticket(), World.GROUP, 1_000))).isEqualTo(AdminAnswer.OK);
    assertThat(answer(new Input.Resume(c1.ticket(), World.GROUP))).isEqualTo(AdminAnswer.OK);
  }
}
