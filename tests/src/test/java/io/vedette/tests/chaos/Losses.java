package io.vedette.tests.chaos;

import io.vedette.tests.chaos.History.Write;
import io.vedette.tests.harness.CoordinatorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Which acknowledged writes may be lost. Replication is asynchronous, so some may be; not so:
 *
 * <ul>
 *   <li>what was acknowledged in calm, before the first strike;
 *   <li>with one strike: what a majority was known to have, by WAIT, before anybody can have been
 *       elected (later, a master that was stopped and goes on may have replicas that nobody has
 *       told of the new one yet);
 *   <li>with one steady strike and min-replicas: what was acknowledged later than servers need to
 *       notice that replicas are gone;
 *   <li>with nothing but a COORDINATED failover: anything;
 *   <li>with one strike that isolates a fenced master: what was begun when there was another.
 * </ul>
 *
 * <p>With several strikes at once the others may be: what a majority has, the rest has not, and the
 * second strike may leave only the rest. A server that is killed while it rewrites its file comes
 * back with an older one, so then not even the first holds.
 */
final class Losses {
  /** Replication takes moments; more on a machine that is busy. */
  private static final long BEFORE_NANOS = TimeUnit.SECONDS.toNanos(2);

  /**
   * Redis counts {@code min-replicas-max-lag 2} in whole seconds, and looks once a second; then
   * some for a busy machine.
   */
  private static final long NOTICED_NANOS = TimeUnit.SECONDS.toNanos(6);

  private final CoordinatorKind kind;
  private final Round round;
  private final List<Span> spans;
  private final Guard guard;
  private final OptionalLong replacedNanos;

  /**
   * Of one round.
   *
   * @param replacedNanos when another master was published, if one was
   */
  Losses(
      CoordinatorKind kind,
      Round round,
      List<Span> spans,
      Guard guard,
      OptionalLong replacedNanos) {
    this.kind = kind;
    this.round = round;
    this.spans = List.copyOf(spans);
    this.guard = guard;
    this.replacedNanos = replacedNanos;
  }

  /** What is wrong about these being lost: a sentence for each rule, with an example. */
  List<String> judge(List<Write> lost, List<Write> confirmed) {
    List<String> wrong = new ArrayList<>();
    if (round.isSingle() || round.strikes().stream().noneMatch(s -> s.fault().restartsServers())) {
      report(wrong, lost.stream().filter(this::wasInCalm).toList(), "acknowledged in calm");
    }
    if (round.isSingle()) {
      List<Write> early = confirmed.stream().filter(this::wasBeforeElections).toList();
      report(wrong, early, "confirmed by a majority before there was an election");
      if (guard == Guard.MIN_REPLICAS && round.strikes().get(0).fault().isSteady()) {
        List<Write> late = lost.stream().filter(this::isLate).toList();
        report(wrong, late, "acknowledged when min-replicas-to-write must have been noticed");
      }
      if (kind == CoordinatorKind.VEDETTE && round.has(Fault.FAILOVER)) {
        report(wrong, lost, "acknowledged around a coordinated failover");
      }
      if (guard == Guard.FENCE && round.has(Fault.ISOLATE) && replacedNanos.isPresent()) {
        List<Write> late =
            lost.stream()
                .filter(write -> write.startedNanos() - replacedNanos.getAsLong() > 0)
                .toList();
        report(wrong, late, "begun at a master that had been replaced and was fenced");
      }
    }
    return wrong;
  }

  private void report(List<String> wrong, List<Write> writes, String what) {
    if (!writes.isEmpty()) {
      Write example = writes.get(0);
      wrong.add(
          "%d lost writes were %s; one is %s, acknowledged by %s %+.3f s from the first strike"
              .formatted(
                  writes.size(),
                  what,
                  example.element(),
                  example.server(),
                  (example.endedNanos() - firstNanos()) / 1e9));
    }
  }

  private long firstNanos() {
    return spans.stream().mapToLong(Span::beganNanos).min().orElseThrow();
  }

  private boolean wasInCalm(Write write) {
    return write.endedNanos() - firstNanos() < -BEFORE_NANOS;
  }

  /** Down-after counts from the last answer to a PING, which is sent every second. */
  private boolean wasBeforeElections(Write write) {
    long spare = TimeUnit.MILLISECONDS.toNanos(Host.DOWN_AFTER_MS - 1_000);
    return write.endedNanos() - firstNanos() < spare;
  }

  /** Neither right after the strike's beginning nor after its end. */
  private boolean isLate(Write write) {
    return spans.stream()
        .noneMatch(
            span ->
                write.endedNanos() - span.beganNanos() < NOTICED_NANOS
                    || isWithin(write.endedNanos() - span.endedNanos(), NOTICED_NANOS));
  }

  private static boolean isWithin(long nanos, long most) {
    return nanos >= 0 && nanos < most;
  }
}
