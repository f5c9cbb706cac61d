package io.vedette.sentinel.runtime;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.RunId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A failover as one coordinator saw it, from the first sign of it to its end. Immutable.
 *
 * @param group whose
 * @param startedAtMs when the first step was, in milliseconds since 1970
 * @param cause why it came to it
 * @param led whether this coordinator led it
 * @param epoch its epoch; 0 unknown
 * @param leader who led it, as far as this coordinator knows
 * @param leaderAddress where that one listens; empty: unknown, or it is this one
 * @param from the master before
 * @param to the master after; empty: there was none, or not yet
 * @param votesNeeded how many votes the leader needed; 0 unknown
 * @param votes who voted for whom, as far as this coordinator knows
 * @param candidates the replicas there were when one was chosen; none where another chose
 * @param steps what happened, in order
 * @param result how it ended
 * @param reason why it ended so; empty text if there is nothing to say
 */
public record FailoverRecord(
    GroupName group,
    long startedAtMs,
    Cause cause,
    boolean led,
    Epoch epoch,
    Optional<RunId> leader,
    Optional<Address> leaderAddress,
    Address from,
    Optional<Address> to,
    int votesNeeded,
    List<Vote> votes,
    List<Candidate> candidates,
    List<Step> steps,
    Result result,
    String reason) {

  public FailoverRecord {
    votes = List.copyOf(votes);
    candidates = List.copyOf(candidates);
    steps = List.copyOf(steps);
  }

  /** Why it came to a failover. */
  public enum Cause {
    /** The master was down. */
    DOWN,
    /** An operator ordered it. */
    ORDERED,
    /** An operator ordered it, and the master handed over. */
    HANDED_OVER,
    /** Another coordinator replaced a master that this one did not see down. */
    HEARD;

    /** As it is written. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** How it ended. */
  public enum Result {
    /** It has not ended. */
    RUNNING,
    /** There is another master. */
    DONE,
    /** There is not. */
    FAILED,
    /** This coordinator stopped before it ended. */
    INTERRUPTED;

    /** As it is written. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The kinds of steps. */
  public enum Phase {
    /** This coordinator sees the master down. */
    DOWN,
    /** A quorum does. */
    AGREED,
    /** A failover was due and did not happen yet. */
    HELD_BACK,
    /** This coordinator stands for election. */
    STANDS,
    /** It gave its vote. */
    VOTED,
    /** It was elected. */
    ELECTED,
    /** It chose a replica. */
    CHOSEN,
    /** That was told to be master, or the master to hand over to it. */
    TOLD,
    /** It is master. */
    PROMOTED,
    /** Another coordinator has told of the new master. */
    HEARD,
    /** Clients are told the new address from now on. */
    SWITCHED,
    /** A replica follows the new master. */
    FOLLOWS,
    /** Something worth knowing. */
    NOTE,
    /** An attempt came to nothing. */
    ABORTED,
    /** The old master is well again. */
    BACK,
    /** It is over. */
    ENDED;

    /** As it is written. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * Something that happened.
   *
   * @param afterMs how long after the first step, in milliseconds
   * @param detail more about it, in one line; empty text if there is nothing to say
   */
  public record Step(long afterMs, Phase phase, String detail) {}

  /**
   * A vote.
   *
   * @param voter whose
   * @param address where it listens; empty: it is this coordinator
   * @param choice for whom; empty: it is not known to have voted
   */
  public record Vote(RunId voter, Optional<Address> address, Optional<RunId> choice) {}

  /**
   * A replica that could have become master.
   *
   * @param priority its priority; 0: never
   * @param offset how far it had read the master's stream, in bytes; 0 unknown
   * @param chosen whether it was chosen
   * @param reason why, or why not, in one line
   */
  public record Candidate(
      Address address, int priority, long offset, boolean chosen, String reason) {}

  /** When a step of this kind was last taken, in milliseconds after the first step. */
  public OptionalLong last(Phase phase) {
    return steps.stream()
        .filter(step -> step.phase() == phase)
        .mapToLong(Step::afterMs)
        .reduce((before, after) -> after);
  }

  /** How long it took from one step to another, in milliseconds; empty if one is missing. */
  public OptionalLong between(Phase first, Phase then) {
    OptionalLong start = last(first);
    OptionalLong end = last(then);
    return start.isPresent() && end.isPresent() && end.getAsLong() >= start.getAsLong()
        ? OptionalLong.of(end.getAsLong() - start.getAsLong())
        : OptionalLong.empty();
  }

  /** Whether it has ended. */
  public boolean isOver() {
    return result != Result.RUNNING;
  }

  /**
   * All of it by names as Redis would choose them, for those who show it: each value is text, a
   * number, a truth, or a list of such maps. What is not known is empty text.
   */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("group", group.value());
    fields.put("started-at", startedAtMs);
    fields.put("cause", cause.word());
    fields.put("role", led ? "leader" : "observer");
    fields.put("epoch", epoch.value());
    fields.put("leader", shown(leader));
    fields.put("leader-address", shown(leaderAddress));
    fields.put("from", from.toString());
    fields.put("to", shown(to));
    fields.put("result", result.word());
    fields.put("reason", reason);
    fields.put("votes-needed", votesNeeded);
    fields.put("votes", votes.stream().map(FailoverRecord::fieldsOf).toList());
    fields.put("candidates", candidates.stream().map(FailoverRecord::fieldsOf).toList());
    fields.put("steps", steps.stream().map(FailoverRecord::fieldsOf).toList());
    return fields;
  }

  private static Map<String, Object> fieldsOf(Vote vote) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("runid", vote.voter().value());
    fields.put("address", shown(vote.address()));
    fields.put("choice", shown(vote.choice()));
    return fields;
  }

  private static Map<String, Object> fieldsOf(Candidate candidate) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("address", candidate.address().toString());
    fields.put("priority", candidate.priority());
    fields.put("offset", candidate.offset());
    fields.put("chosen", candidate.chosen());
    fields.put("reason", candidate.reason());
    return fields;
  }

  private static Map<String, Object> fieldsOf(Step step) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("after-ms", step.afterMs());
    fields.put("step", step.phase().word());
    fields.put("detail", step.detail());
    return fields;
  }

  private static String shown(Optional<?> value) {
    return value.map(Object::toString).orElse("");
  }
}
