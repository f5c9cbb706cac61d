package io.vedette.quorum.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.quorum.model.GroupName;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an operator may choose, and how it is written. */
class OptionsTest {
  private final OptionTable table = new OptionTable();
  private final Option<Boolean> brisk = table.yesNo("brisk", true, "Whether it is brisk.");
  private final Option<Long> waitMs = table.ms("wait-ms", 5, 1, 60, "How long it waits.");

  @Test
  void yesAndNoAreWrittenSo() {
    OptionType<Boolean> type = brisk.type();
    assertThat(type.whyNot("yes")).isEmpty();
    assertThat(type.whyNot("no")).isEmpty();
    assertThat(type.whyNot("YES")).contains("expected yes or no");
    assertThat(type.parse("yes")).isTrue();
    assertThat(type.parse("no")).isFalse();
    assertThat(type.show(true)).isEqualTo("yes");
    assertThat(type.show(false)).isEqualTo("no");
    assertThat(type.range()).isEqualTo("yes or no");
    assertThat(type.isSecret()).isFalse();
  }

  @Test
  void numbersHaveTheirBounds() {
    OptionType<Long> type = waitMs.type();
    assertThat(type.whyNot("1")).isEmpty();
    assertThat(type.whyNot("60")).isEmpty();
    assertThat(type.whyNot("0")).contains("expected a whole number, 1 to 60 ms");
    assertThat(type.whyNot("61")).isPresent();
    assertThat(type.whyNot("1.5")).contains("expected a whole number, 1 to 60 ms");
    assertThat(type.parse("17")).isEqualTo(17);
    assertThat(type.show(17L)).isEqualTo("17");
  }

  @Test
  void textHasNoControlCharactersAndMayBeSecret() {
    OptionType<String> text = OptionType.text("a path");
    assertThat(text.whyNot("/a b ~")).isEmpty();
    assertThat(text.whyNot("")).isEmpty();
    assertThat(text.whyNot("a\tb")).contains("expected a path without control characters");
    assertThat(text.whyNot("\u007f")).isPresent();
    assertThat(text.whyNot("\u001f")).isPresent();
    assertThat(text.parse("x")).isEqualTo("x");
    assertThat(text.show("x")).isEqualTo("x");
    assertThat(text.range()).isEqualTo("a path");
    assertThat(text.isSecret()).isFalse();
    assertThat(OptionType.secret("a word").isSecret()).isTrue();
  }

  @Test
  void anOptionKnowsItsDefaultAndSaysWhatItIs() {
    assertThat(waitMs.name()).isEqualTo("wait-ms").isEqualTo(waitMs.toString());
    assertThat(waitMs.defaultValue()).isEqualTo(5);
    assertThat(waitMs.shownDefault()).isEqualTo("5");
    assertThat(waitMs.sentence()).isEqualTo("How long it waits.");
    assertThat(waitMs.whyNot("0")).isPresent();
    assertThat(waitMs.whyNot("2")).isEmpty();
    assertThat(table.options()).containsExactly(brisk, waitMs);
  }

  @Test
  void aDefaultThatIsNotAllowedIsRefused() {
    assertThatThrownBy(() -> table.ms("bad-ms", 0, 1, 60, "No."))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bad-ms: its own default is not allowed");
  }

  @Test
  void whatIsNotChosenIsAsByDefault() {
    OptionValues values = OptionValues.DEFAULTS.with(waitMs, 9L);
    assertThat(values.get(waitMs)).isEqualTo(9);
    assertThat(values.get(brisk)).isTrue();
    assertThat(values.shown(waitMs)).isEqualTo("9");
    assertThat(values.shown(brisk)).isEqualTo("yes");
    assertThat(OptionValues.DEFAULTS.get(waitMs)).as("unchanged").isEqualTo(5);
    assertThat(values.withText(brisk, "no").get(brisk)).isFalse();
    assertThat(values)
        .isEqualTo(OptionValues.DEFAULTS.withText(waitMs, "9"))
        .hasSameHashCodeAs(OptionValues.DEFAULTS.withText(waitMs, "9"))
        .isNotEqualTo(OptionValues.DEFAULTS)
        .hasToString("{wait-ms=9}");
    assertThat(values.hashCode()).isNotEqualTo(OptionValues.DEFAULTS.hashCode());
  }

  @Test
  void aGroupThatIsNamedHasItsOwn() {
    OptionValues general = OptionValues.DEFAULTS.with(waitMs, 9L);
    GroupName named = new GroupName("named");
    GroupOptions options = new GroupOptions(general, Map.of(named, OptionValues.DEFAULTS));
    assertThat(options.of(named)).isEqualTo(OptionValues.DEFAULTS);
    assertThat(options.of(new GroupName("other"))).isEqualTo(general);
    assertThat(GroupOptions.of(general).of(named)).isEqualTo(general);
  }
}
