package io.vedette.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.Timing;
import io.vedette.quorum.options.GroupOption;
import io.vedette.quorum.options.GroupOptions;
import io.vedette.quorum.options.OptionValues;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When what is due is sent. Everybody has been connected with since the moment 0. */
class LinkCareTest {
  private final Site site = new Site(GroupSettings.defaults(2, Timing.DEFAULT));
  private Effect resubscribe;

  @BeforeEach
  void linksStand() {
    resubscribe = new Effect.Resubscribe(site.link(Site.MASTER));
  }

  @Test
  void aSubscriptionOnWhichNothingComesIsMadeAnew() {
    assertThat(site.run(15_000)).as("the link is young").doesNotContain(resubscribe);
    assertThat(site.run(1)).contains(resubscribe);
    assertThat(site.run(6_000)).as("three hello periods").doesNotContain(resubscribe);
    assertThat(site.run(1)).contains(resubscribe);
  }

  @Test
  void aSubscriptionOnWhichHellosComeIsKept() {
    site.run(14_000);
    site.hello();
    assertThat(site.run(6_000)).doesNotContain(resubscribe);
    site.hello();
    assertThat(site.run(6_000)).doesNotContain(resubscribe);
    assertThat(site.run(1)).contains(resubscribe);
  }

  @Test
  void aLoginThatWasRefusedIsShownAgainAfterFiveSeconds() {
    site.run(4_500);
    site.step(new Input.LoginReply(site.link(Site.MASTER), Optional.of("WRONGPASS")));
    assertThat(logins(site.run(4_999))).isZero();
    assertThat(logins(site.run(1))).isEqualTo(1);
    assertThat(logins(site.run(4_999))).isZero();
    assertThat(logins(site.run(1))).isEqualTo(1);
    site.step(new Input.LoginReply(site.link(Site.MASTER), Optional.empty()));
    assertThat(logins(site.run(10_000))).isZero();
  }

  @Test
  void aMasterThatMayComeBackWithoutItsDataIsTriedTenTimesASecondForTenSeconds() {
    OptionValues options = OptionValues.DEFAULTS.with(GroupOption.FAILOVER_ON_DATA_LOSS, true);
    site.step(new Input.SetOptions(GroupOptions.of(options)));
    site.run(4_500);
    site.kill(Site.MASTER);
    assertThat(attempts(site.run(5_000), Site.MASTER)).isBetween(45, 55);
    site.run(5_000);
    assertThat(attempts(site.run(5_000), Site.MASTER)).isBetween(4, 6);
  }

  @Test
  void otherwiseWhoIsAwayIsTriedAsOftenAsItIsPinged() {
    site.run(4_500);
    site.kill(Site.MASTER);
    site.kill(Site.REPLICA);
    List<Effect> done = site.run(5_000);
    assertThat(attempts(done, Site.MASTER)).isBetween(4, 6);
    assertThat(attempts(done, Site.REPLICA)).isBetween(4, 6);
  }

  @Test
  void aServerThatDoesNotAnswerInfoIsAskedAgainAfterOneMorePeriod() {
    site.run(9_500);
    site.says.remove(Site.REPLICA);
    assertThat(asked(site.run(1_000))).as("it is due").isEqualTo(1);
    assertThat(asked(site.run(9_000))).as("it is under way").isZero();
    assertThat(asked(site.run(1_500))).isEqualTo(1);
  }

  private long asked(List<Effect> effects) {
    return site.asked(effects).stream().filter(Site.REPLICA::equals).count();
  }

  private static long logins(List<Effect> effects) {
    return effects.stream().filter(Effect.LogIn.class::isInstance).count();
  }

  private static int attempts(List<Effect> effects, Address to) {
    return (int)
        effects.stream()
            .filter(
                effect ->
                    effect instanceof Effect.Connect connect
                        && connect.target().address().equals(to))
            .count();
  }
}
