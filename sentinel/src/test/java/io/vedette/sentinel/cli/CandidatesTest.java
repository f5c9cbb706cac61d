package io.vedette.sentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.sentinel.cli.survey.Pictures;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CandidatesTest {
  private final Pictures pictures = new Pictures();

  private Optional<String> whyNot(int last) {
    return Candidates.whyNot(pictures.group().spokesman(), Pictures.node(last));
  }

  @Test
  void theLowestPriorityIsCertain() {
    pictures.ofReplica(22, "slave-priority", "10");
    assertThat(whyNot(22)).isEmpty();
    assertThat(whyNot(23).orElseThrow())
        .contains("10.0.0.22:6379 too", "redis-cli -h 10.0.0.23 -p 6379 CONFIG SET", "priority 9");
  }

  @Test
  void amongEqualsNothingIsCertain() {
    assertThat(whyNot(22).orElseThrow()).contains("replica-priority 99");
  }

  @Test
  void oneThatMayNotBePromotedIsNoRival() {
    pictures.ofReplica(23, "slave-priority", "0");
    assertThat(whyNot(22)).isEmpty();
    assertThat(whyNot(23).orElseThrow()).contains("never promoted");
  }

  @Test
  void belowOneThereIsNothing() {
    pictures.ofReplica(22, "slave-priority", "1");
    pictures.ofReplica(23, "slave-priority", "1");
    assertThat(whyNot(22).orElseThrow()).contains("raise that of the others");
  }

  @Test
  void strangersAndTheSickAreRefused() {
    pictures.ofReplica(22, "master-link-status", "err");
    assertThat(whyNot(22)).hasValue("10.0.0.22:6379 is not fit: its link is down");
    assertThat(whyNot(99).orElseThrow())
        .contains("knows no replica 10.0.0.99:6379, only 10.0.0.22");
  }
}
