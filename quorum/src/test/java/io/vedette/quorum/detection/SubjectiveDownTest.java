package io.vedette.quorum.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.DataNode;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.Link;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.MasterInfo;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.model.Timing;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When an instance is down, to the millisecond, and what is said of it. */
class SubjectiveDownTest {
  private static final GroupSettings SETTINGS =
      GroupSettings.defaults(2, Timing.DEFAULT)
          .change()
          .downAfterMs(5_000)
          .masterRebootDownAfterMs(700)
          .build();

  private final DataNode master = new DataNode(new Address("10.0.0.1", 6379), Role.MASTER, 0);
  private final Link link = master.link();

  private Optional<String> whyUnfit(long now) {
    return SubjectiveDown.whyUnfit(master, SETTINGS, Timing.DEFAULT, now);
  }

  @Test
  void silenceCountsFromTheFirstPingWithoutAnAnswer() {
    assertThat(SubjectiveDown.silentAt(link, 5_000)).isEqualTo(Link.NEVER);
    link.pinged(1_000);
    assertThat(SubjectiveDown.silentAt(link, 5_000)).isEqualTo(6_000);
  }

  @Test
  void whatIsSaidOfSilenceIsWhatIsKnown() {
    link.connecting(new LinkId(1), 900);
    link.connected("10.0.0.9", 950);
    link.pinged(1_000);
    assertThat(SubjectiveDown.whySilent(link, 6_000)).isEqualTo("no answer to PING for 5000 ms");
    link.denied(true);
    assertThat(SubjectiveDown.whySilent(link, 6_000))
        .isEqualTo("for 5000 ms it has not let us PING: not logged in, or not permitted");
    link.lost(6_000);
    assertThat(SubjectiveDown.whySilent(link, 6_000))
        .isEqualTo("no link, and no answer for 5000 ms");
    link.loginAnswered(Optional.of("WRONGPASS"), 6_000);
    assertThat(SubjectiveDown.whySilent(link, 6_000))
        .isEqualTo("no link, and no answer for 5000 ms; it refused our login: WRONGPASS");
  }

  @Test
  void aMasterThatSaysItIsNoneIsUnfitAfterDownAfterAndTwoInfoPeriods() {
    assertThat(SubjectiveDown.wrongRoleAt(master, SETTINGS, Timing.DEFAULT)).isEqualTo(Link.NEVER);
    master.refresh(replica(), 1_000);
    assertThat(SubjectiveDown.wrongRoleAt(master, SETTINGS, Timing.DEFAULT)).isEqualTo(26_000);
    assertThat(whyUnfit(25_999)).isEmpty();
    assertThat(whyUnfit(26_000)).contains("it has said for 25000 ms that it is a replica");
  }

  @Test
  void aMasterThatRebootsForTooLongIsUnfit() {
    assertThat(SubjectiveDown.rebootingAt(master, SETTINGS)).isEqualTo(Link.NEVER);
    master.markRebooted(1_000);
    assertThat(SubjectiveDown.rebootingAt(master, SETTINGS)).isEqualTo(1_700);
    assertThat(whyUnfit(1_699)).isEmpty();
    assertThat(whyUnfit(1_700)).contains("it has been rebooting for 700 ms");
    GroupSettings patient = SETTINGS.change().masterRebootDownAfterMs(0).build();
    assertThat(SubjectiveDown.rebootingAt(master, patient)).isEqualTo(Link.NEVER);
  }

  @Test
  void whatNeverComesHasNotCome() {
    assertThat(SubjectiveDown.hasCome(Link.NEVER, 10)).isFalse();
    assertThat(SubjectiveDown.hasCome(10, 9)).isFalse();
    assertThat(SubjectiveDown.hasCome(10, 10)).isTrue();
  }

  private static NodeInfo replica() {
    NodeInfo of = MasterInfo.of(Optional.empty(), "", "", 0, "");
    return new NodeInfo(
        of.runId(),
        Optional.of(Role.REPLICA),
        Optional.of(new Address("10.0.0.2", 6379)),
        true,
        0,
        of.priority(),
        0,
        true,
        0,
        "",
        "",
        1,
        List.of(),
        -1,
        true,
        true,
        "");
  }
}
