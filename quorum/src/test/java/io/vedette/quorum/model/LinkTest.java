package io.vedette.quorum.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** From when on a node owes an answer, and what is known of its link. */
class LinkTest {
  private static final LinkId ID = new LinkId(1);
  private final Link link = new Link(100);

  private void connect(long now) {
    link.connecting(ID, now);
    link.connected("10.0.0.9", now + 5);
  }

  @Test
  void aNewLinkOwesNothingUntilItsFirstAttemptHasFailed() {
    assertThat(link.unansweredSince()).isEqualTo(Link.NEVER);
    assertThat(link.isUp()).isFalse();
    link.connecting(ID, 200);
    assertThat(link.id()).isEqualTo(ID);
    assertThat(link.attemptedAt()).isEqualTo(200);
    link.lost(300);
    assertThat(link.id()).isNull();
    assertThat(link.unansweredSince()).as("never up: since now").isEqualTo(300);
    link.lost(400);
    assertThat(link.unansweredSince()).isEqualTo(300);
  }

  @Test
  void aConnectionStartsAnew() {
    link.denied(true);
    connect(200);
    link.pinged(210);
    link.answered(true, 220);
    assertThat(link.steadySince(220)).isEqualTo(220);
    link.denied(true);
    link.connecting(ID, 300);
    assertThat(link.isUp()).isFalse();
    link.connected("10.0.0.8", 340);
    assertThat(link.isUp()).isTrue();
    assertThat(link.localHost()).isEqualTo("10.0.0.8");
    assertThat(link.upAt()).isEqualTo(340);
    assertThat(link.connectMs()).isEqualTo(40);
    assertThat(link.heardAt()).isEqualTo(340);
    assertThat(link.pingSentAt()).isEqualTo(Link.NEVER);
    assertThat(link.isPingInFlight()).isFalse();
    assertThat(link.isDenied()).isFalse();
    assertThat(link.steadySince(340)).isEqualTo(Link.NEVER);
  }

  @Test
  void silenceCountsFromTheFirstPingThatHasNoGoodAnswer() {
    connect(200);
    link.pinged(1_000);
    assertThat(link.isPingInFlight()).isTrue();
    link.answered(false, 1_010);
    assertThat(link.isPingInFlight()).isFalse();
    assertThat(link.lastReplyAt()).isEqualTo(1_010);
    assertThat(link.lastOkReplyAt()).isEqualTo(100);
    link.pinged(2_000);
    assertThat(link.pingSentAt()).isEqualTo(2_000);
    assertThat(link.unansweredSince()).isEqualTo(1_000);
    link.answered(true, 2_010);
    assertThat(link.unansweredSince()).isEqualTo(Link.NEVER);
    assertThat(link.lastOkReplyAt()).isEqualTo(2_010);
  }

  @Test
  void ofALinkThatStoodSilenceCountsFromTheLastGoodAnswer() {
    connect(200);
    link.pinged(1_000);
    link.answered(true, 1_010);
    link.pinged(2_000);
    link.answered(true, 2_010);
    link.lost(2_500);
    assertThat(link.unansweredSince()).isEqualTo(2_010);
    assertThat(link.isUp()).isFalse();
  }

  @Test
  void itIsSteadyAsLongAsThereIsNoGap() {
    connect(200);
    link.answered(true, 1_000);
    link.answered(true, 3_000);
    assertThat(link.steadySince(5_000)).isEqualTo(1_000);
    assertThat(link.steadySince(5_001)).as("it is silent").isEqualTo(Link.NEVER);
    link.answered(true, 5_001);
    assertThat(link.steadySince(5_001)).as("after a gap").isEqualTo(5_001);
    link.lost(5_002);
    assertThat(link.steadySince(5_002)).isEqualTo(Link.NEVER);
  }

  @Test
  void timeInWhichNothingCouldBeHeardDoesNotCount() {
    connect(200);
    link.pinged(300);
    link.putOff(50, 1_000);
    assertThat(link.unansweredSince()).isEqualTo(350);
    assertThat(link.lastOkReplyAt()).isEqualTo(150);
    assertThat(link.lastReplyAt()).isEqualTo(150);
    assertThat(link.heardAt()).isEqualTo(255);
    assertThat(link.attemptedAt()).as("it stands").isEqualTo(200);
    link.putOff(5_000, 1_000);
    assertThat(link.unansweredSince()).as("never beyond now").isEqualTo(1_000);
    assertThat(link.lastOkReplyAt()).isEqualTo(1_000);
    assertThat(link.lastReplyAt()).isEqualTo(1_000);
    assertThat(link.heardAt()).isEqualTo(1_000);
    link.connecting(ID, 2_000);
    link.putOff(10, 3_000);
    assertThat(link.attemptedAt()).as("an attempt is put off, too").isEqualTo(2_010);
    link.putOff(5_000, 3_000);
    assertThat(link.attemptedAt()).isEqualTo(3_000);
    link.lost(3_000);
    link.putOff(10, 4_000);
    assertThat(link.attemptedAt()).as("there is none").isEqualTo(3_000);
  }

  @Test
  void whoOwesNothingOwesNothingLater() {
    link.putOff(50, 1_000);
    assertThat(link.unansweredSince()).isEqualTo(Link.NEVER);
  }

  @Test
  void aLoginIsRememberedWithItsTime() {
    link.loginSent(10);
    assertThat(link.loginSentAt()).isEqualTo(10);
    link.loginAnswered(Optional.of("WRONGPASS"), 20);
    assertThat(link.refusal()).contains("WRONGPASS");
    assertThat(link.loginSentAt()).isEqualTo(20);
    link.vouchedFor(30);
    assertThat(link.unansweredSince()).isEqualTo(30);
    link.heard(40);
    assertThat(link.heardAt()).isEqualTo(40);
  }
}
