package io.vedette.quorum.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
  void settingsOutOfRangeAreRefused() {
    GroupSettings settings = GroupSettings.defaults(2, Timing.DEFAULT);
    assertThatThrownBy(() -> settings.change().quorum(0).build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> settings.change().downAfterMs(0).build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRenamingIsUndoneByTheOwnName() {
    GroupSettings renamed =
        GroupSettings.defaults(2, Timing.DEFAULT).change().renameCommand("config", "x").build();
    assertThat(renamed.renamedCommands()).containsEntry("CONFIG", "x");
    assertThat(renamed.change().renameCommand("CONFIG", "config").build().renamedCommands())
        .isEmpty();
  }
}
