package io.vedette.quorum.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamesTest {
  private static final Address NAMED = new Address("Redis-A", 6379);
  private static final Address BARE = new Address("10.0.0.1", 6379);

  private final Names names =
      new Names(new NameRules(true, false, Map.of("redis-a", List.of("10.0.0.1"))));

  @Test
  void aNameAndItsAddressAreTheSameOnTheSamePort() {
    assertThat(names.areSame(NAMED, BARE)).isTrue();
    assertThat(names.areSame(NAMED, new Address("10.0.0.1", 6380))).isFalse();
    assertThat(names.areSame(NAMED, new Address("10.0.0.2", 6379))).isFalse();
    assertThat(names.areSame(new Address("unknown", 1), new Address("UNKNOWN", 1))).isTrue();
  }

  @Test
  void othersAreToldNamesOrAddresses() {
    assertThat(names.shown(NAMED)).isEqualTo(BARE);
    names.follow(true, true);
    assertThat(names.shown(NAMED)).hasToString("Redis-A:6379");
    assertThat(names.shown(BARE)).isEqualTo(BARE);
  }

  @Test
  void aNameKeepsItsAddressWhileThatIsAmongThoseFound() {
    assertThat(names.learn("REDIS-A", List.of("10.0.0.9", "10.0.0.1"))).isFalse();
    assertThat(names.hostOf("redis-a")).contains("10.0.0.1");
    assertThat(names.learn("redis-a", List.of("10.0.0.9", "10.0.0.8"))).isTrue();
    assertThat(names.endpoint(NAMED)).isEqualTo(new Address("10.0.0.9", 6379));
  }

  @Test
  void aNameOfNoInterestIsForgottenHoweverItIsWritten() {
    names.forget("REDIS-a");
    assertThat(names.hostOf("redis-a")).isEmpty();
    assertThat(names.areAnyKnown()).isFalse();
    assertThat(names.areSame(NAMED, BARE)).isFalse();
  }

  @Test
  void withoutNamesEveryAddressIsItself() {
    Names none = new Names(NameRules.OFF);
    assertThat(none.endpoint(BARE)).isSameAs(BARE);
    assertThat(none.shown(BARE)).isSameAs(BARE);
    assertThat(none.areSame(NAMED, BARE)).isFalse();
  }

  @Test
  void whatIsNeitherIpv4NorIpv6IsAName() {
    assertThat(NAMED.isNamed()).isTrue();
    assertThat(new Address("1.example", 1).isNamed()).isTrue();
    assertThat(BARE.isNamed()).isFalse();
    assertThat(new Address("FE80::a", 1).isNamed()).isFalse();
    assertThat(new Address("FE80::a", 1)).hasToString("[fe80::a]:1");
  }
}
