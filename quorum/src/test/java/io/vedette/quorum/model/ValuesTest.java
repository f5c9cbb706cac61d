package io.vedette.quorum.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ValuesTest {
  @Test
  void anIpv6AddressIsWrittenInBrackets() {
    assertThat(new Address("::1", 6379)).hasToString("[::1]:6379");
    assertThat(new Address("10.0.0.1", 6379)).hasToString("10.0.0.1:6379");
  }

  @Test
  void hostNamesAreTheSameInAnyCase() {
    assertThat(new Address("Redis-A", 1)).isEqualTo(new Address("redis-a", 1));
  }

  @Test
  void whatIsNotAnAddressIsRefused() {
    assertThat(Address.isValid("10.0.0.1", 65_536)).isFalse();
    assertThat(Address.isValid("a b", 1)).isFalse();
    assertThat(Address.isValid("a,b", 1)).isFalse();
    assertThatThrownBy(() -> new Address(" ", 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRunIdIsFortyHexadecimalDigits() {
    assertThat(RunId.isValid("A".repeat(40))).isTrue();
    assertThat(RunId.isValid("a".repeat(39))).isFalse();
    assertThat(RunId.isValid("g".repeat(40))).isFalse();
  }

  @Test
  void allHexadecimalDigitsAndNothingBesideThem() {
    for (char digit : "0123456789abcdefABCDEF".toCharArray()) {
      assertThat(RunId.isValid("0".repeat(39) + digit)).as("%s", digit).isTrue();
    }
    for (char other : "/:`g@G ".toCharArray()) {
      assertThat(RunId.isValid("0".repeat(39) + other)).as("%s", other).isFalse();
    }
    assertThatThrownBy(() -> new RunId("x")).isInstanceOf(IllegalArgumentException.class);
    assertThat(new RunId("a".repeat(40)).compareTo(new RunId("b".repeat(40)))).isNegative();
    assertThat(new RunId("a".repeat(40))).hasToString("a".repeat(40));
  }

  @Test
  void aGroupsNameIsOfLettersDigitsAndThreeSigns() {
    for (char good : "azAZ09.-_".toCharArray()) {
      assertThat(GroupName.isValid("x" + good)).as("%s", good).isTrue();
    }
    for (char bad : "`{@[/:, ^+".toCharArray()) {
      assertThat(GroupName.isValid("x" + bad)).as("%s", bad).isFalse();
    }
    assertThat(GroupName.isValid("")).isFalse();
    assertThatThrownBy(() -> new GroupName("a b")).isInstanceOf(IllegalArgumentException.class);
    assertThat(new GroupName("a").compareTo(new GroupName("b"))).isNegative();
    assertThat(new GroupName("a")).hasToString("a");
  }

  @Test
  void aPortIsOfSixteenBits() {
    assertThat(Address.isValid("h", 0)).isTrue();
    assertThat(Address.isValid("h", 65_535)).isTrue();
    assertThat(Address.isValid("h", -1)).isFalse();
    assertThat(Address.isValid("", 1)).isFalse();
    assertThat(new Address("h", 0).port()).isZero();
    assertThat(new Address("h", 65_535).port()).isEqualTo(65_535);
    assertThatThrownBy(() -> new Address("h", -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Address("h", 65_536)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aHostIsPlainText() {
    for (char bad : " \u007f,\"'\n".toCharArray()) {
      assertThat(Address.isValid("a" + bad, 1)).as("%d", (int) bad).isFalse();
    }
    assertThat(Address.isValid("!~", 1)).isTrue();
  }

  @Test
  void aNameIsWhatIsNoAddress() {
    assertThat(new Address("redis-1", 1).isNamed()).isTrue();
    assertThat(new Address("10.0.0.9", 1).isNamed()).isFalse();
    assertThat(new Address("10.0.0/9", 1).isNamed()).isTrue();
    assertThat(new Address("fe80::1", 1).isNamed()).isFalse();
    assertThat(new Address("FE80::A", 1).host()).isEqualTo("fe80::a");
  }

  @Test
  void addressesAreInTheOrderOfTheirHostsThenPorts() {
    Address one = new Address("a", 1);
    assertThat(one.compareTo(new Address("B", 1))).isNegative();
    assertThat(one.compareTo(new Address("a", 2))).isNegative();
    assertThat(one.compareTo(new Address("A", 1))).isZero();
    assertThat(one).hasSameHashCodeAs(new Address("A", 1)).isNotEqualTo(new Address("a", 2));
    assertThat(one.hashCode()).isNotEqualTo(new Address("a", 2).hashCode());
    assertThat(one).isNotEqualTo(new Address("b", 1));
  }

  @Test
  void epochsGoUpAndHaveAnEnd() {
    assertThat(Epoch.ZERO.next()).isEqualTo(new Epoch(1)).hasToString("1");
    assertThat(new Epoch(2).isAfter(new Epoch(1))).isTrue();
    assertThat(new Epoch(2).isAfter(new Epoch(2))).isFalse();
    assertThat(new Epoch(1).compareTo(new Epoch(2))).isNegative();
    assertThat(Epoch.isPlausible(0)).isTrue();
    assertThat(Epoch.isPlausible(-1)).isFalse();
    assertThat(Epoch.isPlausible(Epoch.MAX_HEARD)).isTrue();
    assertThat(Epoch.isPlausible(Epoch.MAX_HEARD + 1)).isFalse();
    assertThatThrownBy(() -> new Epoch(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Epoch(Long.MAX_VALUE).next())
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void noPeriodIsZero() {
    long[] periods = new long[11];
    for (int zero = 0; zero < periods.length; zero++) {
      Arrays.fill(periods, 1);
      periods[zero] = 0;
      assertThatThrownBy(() -> timing(periods))
          .as("%d", zero)
          .isInstanceOf(IllegalArgumentException.class);
    }
    Arrays.fill(periods, 1);
    assertThat(timing(periods).infoPeriodMs()).isEqualTo(1);
  }

  private static Timing timing(long... of) {
    return new Timing(of[0], of[1], of[2], of[3], of[4], of[5], of[6], of[7], of[8], of[9], of[10]);
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    GroupSettings settings = GroupSettings.defaults(2, Timing.DEFAULT);
    assertThatThrownBy(() -> settings.change().quorum(0).build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> settings.change().downAfterMs(0).build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> settings.change().failoverTimeoutMs(0).build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> settings.change().parallelSyncs(0).build())
        .isInstanceOf(IllegalArgumentException.class);
    GroupSettings least =
        settings
            .change()
            .quorum(1)
            .downAfterMs(1)
            .failoverTimeoutMs(1)
            .parallelSyncs(1)
            .masterRebootDownAfterMs(3)
            .build();
    assertThat(least)
        .hasToString("quorum 1, down-after 1 ms, failover-timeout 1 ms, parallel-syncs 1");
    assertThat(least.change().build()).as("a copy is the same").isEqualTo(least);
    assertThat(least.change().authUser("").authPass("").build()).isEqualTo(least);
  }

  @Test
  void aRenamingIsUndoneByTheOwnName() {
    GroupSettings renamed =
        GroupSettings.defaults(2, Timing.DEFAULT).change().renameCommand("config", "x").build();
    assertThat(renamed.renamedCommands()).containsEntry("CONFIG", "x");
    assertThat(renamed.change().renameCommand("CONFIG", "config").build().renamedCommands())
        .isEmpty();
    assertThat(renamed.change().renameCommand("config", "").build().renamedCommands()).isEmpty();
  }

  @Test
  void laterAttemptsToConnectComeAfterEarlierOnes() {
    assertThat(new LinkId(1).compareTo(new LinkId(2))).isNegative();
    assertThat(new LinkId(2).compareTo(new LinkId(2))).isZero();
  }
}
