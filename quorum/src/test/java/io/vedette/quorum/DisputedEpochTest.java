package io.vedette.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two masters have got the same config epoch: one by order, without votes, one by an election. */
class DisputedEpochTest {
  private static final Address OTHER = new Address("10.0.0.3", 6379);

  private final Site site = new Site(2);

  @BeforeEach
  void oneOfFiveHasSwitched() {
    for (int peer = 2; peer <= 5; peer++) {
      site.hello(peer, Site.MASTER, 0);
    }
    site.hello(2, Site.REPLICA, 1);
    assertThat(site.group().published()).isEqualTo(Site.REPLICA);
  }

  @Test
  void whoIsOutvotedFollowsTheMajority() {
    assertThat(Site.events(site.hello(3, OTHER, 1))).isEmpty();
    assertThat(Site.events(site.hello(4, OTHER, 1))).isEmpty();
    assertThat(site.group().published()).as("two of five").isEqualTo(Site.REPLICA);
    assertThat(Site.events(site.hello(5, OTHER, 1)))
        .contains(EventType.CONFIG_UPDATE_FROM, EventType.SWITCH_MASTER);
    assertThat(site.group().published()).isEqualTo(OTHER);
    assertThat(site.group().configEpoch()).isEqualTo(new Epoch(1));
    assertThat(Site.events(site.hello(2, Site.REPLICA, 1))).isEmpty();
    assertThat(site.group().published()).as("for good").isEqualTo(OTHER);
  }

  @Test
  void whoHasChangedItsMindIsNotCounted() {
    site.hello(3, OTHER, 1);
    site.hello(4, OTHER, 1);
    site.hello(3, Site.REPLICA, 1);
    site.hello(5, OTHER, 1);
    assertThat(site.group().published()).isEqualTo(Site.REPLICA);
  }

  @Test
  void aHigherEpochNeedsNobodyElse() {
    site.hello(3, OTHER, 2);
    assertThat(site.group().published()).isEqualTo(OTHER);
  }

  @Test
  void whatWasConfiguredIsNotVotedOn() {
    Site fresh = new Site(2);
    for (int peer = 2; peer <= 5; peer++) {
      fresh.hello(peer, OTHER, 0);
    }
    assertThat(fresh.group().published()).isEqualTo(Site.MASTER);
  }
}
