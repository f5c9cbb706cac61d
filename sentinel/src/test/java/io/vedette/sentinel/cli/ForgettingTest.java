package io.vedette.sentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.sentinel.cli.survey.Pictures;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ForgettingTest {
  private final Pictures pictures = new Pictures();

  private Optional<String> whyNotReplica(int last) {
    return Forgetting.whyNot(pictures.group(), Forgetting.Kind.REPLICA, Pictures.node(last));
  }

  @Test
  void whoIsGoneMayBeForgotten() {
    pictures.ofReplica(22, "flags", "slave,s_down");
    pictures.silence(13);
    assertThat(whyNotReplica(22)).isEmpty();
    assertThat(
            Forgetting.whyNot(
                pictures.group(), Forgetting.Kind.COORDINATOR, Pictures.coordinator(13)))
        .isEmpty();
  }

  @Test
  void whoIsReachedWouldComeBack() {
    assertThat(whyNotReplica(22).orElseThrow()).contains("reaches 10.0.0.22:6379", "stop it first");
  }

  @Test
  void nobodyIsForgottenWhileTheMasterIsDown() {
    pictures.ofReplica(22, "flags", "slave,s_down");
    pictures.masters.get(Pictures.coordinator(12)).put("flags", "master,s_down");
    assertThat(whyNotReplica(22).orElseThrow()).contains("would lose the replicas, too");
  }

  @Test
  void nobodyIsForgottenWhileTheMasterIsInDispute() {
    pictures.ofReplica(22, "flags", "slave,s_down");
    pictures.masters.get(Pictures.coordinator(12)).put("ip", "10.0.0.23");
    assertThat(whyNotReplica(22).orElseThrow()).contains("disagree");
  }

  @Test
  void strangersAreSaidToBe() {
    assertThat(whyNotReplica(99)).hasValue("nobody knows a replica 10.0.0.99:6379 of mymaster");
  }
}
