package io.vedette.tests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.model.Address;
import io.vedette.tests.chaos.History.Write;
import io.vedette.tests.harness.CoordinatorKind;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Each claim can be found broken, and is not where it holds. */
class JudgementTest {
  private static final String ONE = "1".repeat(40);
  private static final String TWO = "2".repeat(40);
  private static final Address FIRST = new Address("10.0.0.1", 6379);
  private static final Address SECOND = new Address("10.0.0.2", 6379);

  // --- Votes ---

  @Test
  void oneVoteForOneLeaderIsFine() {
    Votes votes = new Votes();
    votes.read("a", ONE, List.of(vote(ONE, 1), elected(), vote(TWO, 2)));
    votes.read("b", TWO, List.of(vote(ONE, 1), vote(TWO, 2), "restarted", vote(TWO, 2), elected()));
    assertThat(votes.violations()).isEmpty();
  }

  @Test
  void twoVotesInAnEpochAreFound() {
    Votes votes = new Votes();
    votes.read("a", ONE, List.of(vote(ONE, 3), vote(TWO, 3)));
    assertThat(votes.violations())
        .containsExactly("a votes for %s in epoch 3, and has voted for %s".formatted(TWO, ONE));
  }

  @Test
  void twoLeadersInAnEpochAreFound() {
    Votes votes = new Votes();
    votes.read("a", ONE, List.of(vote(ONE, 3), elected()));
    votes.read("b", TWO, List.of(vote(TWO, 3), elected()));
    assertThat(votes.violations()).containsExactly("epoch 3 has two leaders: a and b");
  }

  @Test
  void anUnexpectedFailureInALogIsFound() {
    Votes votes = new Votes();
    votes.read("a", ONE, List.of("7:X 1 Jan 2026 10:00:00.000 # unexpected failure in a step"));
    assertThat(votes.violations()).containsExactly("a logs unexpected failure in a step");
  }

  private static String vote(String candidate, int epoch) {
    return "7:X 1 Jan 2026 10:00:00.000 # +vote-for-leader " + candidate + " " + epoch;
  }

  private static String elected() {
    return "7:X 1 Jan 2026 10:00:00.000 # +elected-leader master mymaster 10.0.0.1 6379";
  }

  // --- Claims ---

  @Test
  void aMasterThatWasPromotedMayBePublished() {
    Claims claims = new Claims(FIRST, SECOND::equals);
    claims.heard(hello(FIRST, 0), 1);
    claims.heard(hello(SECOND, 4), 2);
    claims.heard(hello(FIRST, 0), 3);
    assertThat(claims.violations()).isEmpty();
    assertThat(claims.failovers()).isEqualTo(1);
    assertThat(claims.replacedNanos(0)).hasValue(2);
    assertThat(claims.replacedNanos(4)).isEmpty();
  }

  @Test
  void aMasterThatWasNeverPromotedIsFound() {
    Claims claims = new Claims(FIRST, address -> false);
    claims.heard(hello(SECOND, 4), 1);
    assertThat(claims.violations()).hasSize(1);
    assertThat(claims.violations().get(0)).contains("in config epoch 4, which was never promoted");
  }

  @Test
  void twoMastersInAConfigEpochAreFound() {
    Claims claims = new Claims(FIRST, address -> true);
    claims.heard(hello(SECOND, 4), 1);
    claims.heard(hello(FIRST, 4), 1);
    assertThat(claims.violations()).hasSize(1);
    assertThat(claims.violations().get(0)).startsWith("config epoch 4 has two masters");
  }

  private static String hello(Address master, int configEpoch) {
    return "10.0.0.9,26379,%s,9,mymaster,%s,%d,%d"
        .formatted(ONE, master.host(), master.port(), configEpoch);
  }

  // --- Losses ---

  @Test
  void whatWasWrittenInCalmMustNotBeLost() {
    List<Write> lost = List.of(write(7));
    assertThat(judge(Guard.NONE, "10000 10000 kill-server m", lost)).hasSize(1);
    assertThat(judge(Guard.NONE, "10000 10000 kill-server m", List.of(write(9)))).isEmpty();
  }

  @Test
  void afterSeveralStrikesThatRestartServersItMay() {
    assertThat(
            judge(
                Guard.NONE, "10000 9000 kill-host m; 10000 5000 kill-host m+1", List.of(write(1))))
        .isEmpty();
    assertThat(
            judge(
                Guard.NONE, "10000 9000 kill-coordinator m; 10000 5000 slow m", List.of(write(1))))
        .hasSize(1);
  }

  @Test
  void whatAMajorityHadMustNotBeLostToOneStrike() {
    Losses losses = losses(round("10000 10000 stop-server m"), Guard.NONE, OptionalLong.empty());
    List<Write> before = List.of(write(10));
    List<Write> late = List.of(write(13));
    assertThat(losses.judge(before, before)).hasSize(1);
    assertThat(losses.judge(before, List.of())).isEmpty();
    assertThat(losses.judge(late, late)).isEmpty();
  }

  @Test
  void withMinReplicasOnlyWhatWasWrittenBeforeTheyWereNoticedMayBeLost() {
    String isolated = "10000 20000 isolate m / m+1,m+2,m+3,m+4";
    assertThat(judge(Guard.MIN_REPLICAS, isolated, List.of(write(15)))).isEmpty();
    assertThat(judge(Guard.MIN_REPLICAS, isolated, List.of(write(17)))).hasSize(1);
    assertThat(judge(Guard.NONE, isolated, List.of(write(17)))).isEmpty();
    assertThat(
            judge(Guard.MIN_REPLICAS, "10000 20000 flapping m / m+1,m+2 500", List.of(write(17))))
        .isEmpty();
  }

  @Test
  void aFencedMasterLosesNothingThatWasBegunWhenThereWasAnother() {
    Round round = round("10000 20000 isolate m / m+1,m+2,m+3,m+4");
    Losses losses = losses(round, Guard.FENCE, OptionalLong.of(TimeUnit.SECONDS.toNanos(13)));
    assertThat(losses.judge(List.of(write(12)), List.of())).isEmpty();
    assertThat(losses.judge(List.of(write(14)), List.of())).hasSize(1);
  }

  @Test
  void aCoordinatedFailoverLosesNothing() {
    assertThat(judge(Guard.NONE, "10000 3000 failover m+1", List.of(write(11)))).hasSize(1);
    assertThat(judge(Guard.NONE, "10000 3000 failover m+1; 10000 3000 slow m", List.of(write(11))))
        .isEmpty();
  }

  private static List<String> judge(Guard guard, String strikes, List<Write> lost) {
    return losses(round(strikes), guard, OptionalLong.empty()).judge(lost, List.of());
  }

  private static Losses losses(Round round, Guard guard, OptionalLong replacedNanos) {
    List<Span> spans =
        round.strikes().stream()
            .map(
                strike ->
                    new Span(
                        strike,
                        TimeUnit.MILLISECONDS.toNanos(strike.afterMs()),
                        TimeUnit.MILLISECONDS.toNanos(strike.endMs())))
            .toList();
    return new Losses(CoordinatorKind.VEDETTE, round, spans, guard, replacedNanos);
  }

  private static Round round(String strikes) {
    return Schedule.parse("test", List.of(("round\n" + strikes.replace(';', '\n')).split("\n", -1)))
        .get(0);
  }

  private static Write write(int second) {
    long nanos = TimeUnit.SECONDS.toNanos(second);
    return new Write("e", nanos, nanos, FIRST.toString());
  }

  // --- Gaps ---

  @Test
  void gapsCountFromHalfASecondOnAndUpToBothEnds() {
    LongStream moments =
        LongStream.of(600, 700, 1_100, 3_100, 9_000).map(TimeUnit.MILLISECONDS::toNanos);
    double ms = Gaps.ms(moments, 0, TimeUnit.MILLISECONDS.toNanos(3_500));
    assertThat(ms).isEqualTo(600 + 2_000);
  }
}
