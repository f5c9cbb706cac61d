package io.vedette.tests.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final List<Fault> ALL = Arrays.asList(Fault.values());

  @Test
  void theSameSeedDrawsTheSameRounds() {
    assertThat(draw(42)).isEqualTo(draw(42)).isNotEqualTo(draw(43));
  }

  @Test
  void everyFaultHasItsTurn() {
    assertThat(draw(42).stream().flatMap(round -> round.strikes().stream()).map(Strike::fault))
        .containsAll(ALL);
  }

  @Test
  void whatWasDrawnIsReadAgainFromItsText() {
    List<Round> drawn = draw(7);
    assertThat(Schedule.parse("drawn", Schedule.lines(drawn))).isEqualTo(drawn);
  }

  @Test
  void commentsAndEmptyLinesAreLeftOut() {
    List<Round> rounds =
        Schedule.parse("f", List.of("# mine", "", "round # one", " 0 500 isolate m / m+1,m+4 "));
    assertThat(rounds)
        .containsExactly(
            new Round(List.of(new Strike(0, 500, Fault.ISOLATE, List.of(0), List.of(1, 4), 0))));
  }

  @Test
  void whatCannotBeUnderstoodIsRefusedWithFileAndLine() {
    refuses("0 500 isolate m / m+1", "f:1: a line \"round\" is missing before");
    refusesStrike("0 500 quake m", "f:2: unknown fault quake; there are [halves, ");
    refusesStrike("0 500 isolate m", "f:2: isolate needs 6 words: ");
    refusesStrike("0 500 isolate m + m+1", "f:2: isolate needs two sides with a / in between");
    refusesStrike("0 500 halves m,m+1 / m+1", "f:2: a host is on both sides of halves");
    refusesStrike("0 500 kill-server m+5", "f:2: m+5 is no host");
    refusesStrike("0 0 kill-server m", "f:2: 0 is not a whole number of at least 1");
    refusesStrike("0 500 clock m soon", "f:2: soon is not a whole number");
    refuses("round", "f: a round needs a strike");
  }

  private static void refusesStrike(String strike, String why) {
    assertThatThrownBy(() -> Schedule.parse("f", List.of("round", strike)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(why);
  }

  private static void refuses(String line, String why) {
    assertThatThrownBy(() -> Schedule.parse("f", List.of(line)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(why);
  }

  private static List<Round> draw(long seed) {
    return Stream.generate(new ScheduleDraw(seed, ALL)).limit(50).toList();
  }
}
