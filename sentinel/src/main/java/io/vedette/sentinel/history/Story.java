package io.vedette.sentinel.history;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.view.Flag;
import io.vedette.quorum.view.GroupView;
import io.vedette.quorum.view.PeerView;
import io.vedette.sentinel.runtime.FailoverRecord;
import io.vedette.sentinel.runtime.FailoverRecord.Candidate;
import io.vedette.sentinel.runtime.FailoverRecord.Cause;
import io.vedette.sentinel.runtime.FailoverRecord.Phase;
import io.vedette.sentinel.runtime.FailoverRecord.Result;
import io.vedette.sentinel.runtime.FailoverRecord.Step;
import io.vedette.sentinel.runtime.FailoverRecord.Vote;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What has happened to one master so far, told by events: from the moment it is down, or is to be
 * replaced, until another is there or it is well again. Attempts that fail in between belong to it.
 */
final class Story {
  /** More steps than any failover of reason has; an outage of days with an attempt a minute. */
  private static final int MOST_STEPS = 60;

  /** How many votes and candidates are told of. */
  private static final int MOST_LISTED = 50;

  private final GroupName group;
  private final RunId self;
  private final long startMs;
  private final long startWallMs;
  private final Address from;
  private final List<Step> steps = new ArrayList<>();
  private final Map<Address, String> refusals = new TreeMap<>();
  private Cause cause = Cause.HEARD;
  private boolean led;
  private Epoch epoch = Epoch.ZERO;
  private Optional<RunId> leader = Optional.empty();
  private Optional<Address> leaderAddress = Optional.empty();
  private Optional<Address> to = Optional.empty();
  private Optional<Address> chosen = Optional.empty();
  private int votesNeeded;
  private List<Vote> votes = List.of();
  private List<Candidate> candidates = List.of();
  private Result result = Result.RUNNING;
  private String reason = "";
  private boolean isWorthTelling;
  private long lastMs;

  /** Begins with this event, which is not taken yet. */
  Story(GroupName group, RunId self, Seen first) {
    this.group = group;
    this.self = self;
    this.startMs = first.atMs();
    this.startWallMs = first.wallMs();
    this.from = masterBefore(first).orElseGet(first.view()::published);
  }

  /** The view may have the new master already; the event has the old one. */
  private static Optional<Address> masterBefore(Seen first) {
    return switch (first.event().type()) {
      case SDOWN, TRY_FAILOVER -> first.address(2);
      case SWITCH_MASTER -> first.address(1);
      case CONFIG_UPDATE_FROM -> first.address(6);
      default -> Optional.empty();
    };
  }

  /** Whether such an event, when nothing goes on, is the beginning of something. */
  static boolean isBegunBy(Seen seen) {
    return switch (seen.event().type()) {
      case SDOWN -> seen.isOfMaster();
      case TRY_FAILOVER, VOTE_FOR_LEADER, CONFIG_UPDATE_FROM, SWITCH_MASTER -> true;
      default -> false;
    };
  }

  /** Whether it came to a failover, or to the attempt of one. */
  boolean isWorthTelling() {
    return isWorthTelling;
  }

  boolean isOver() {
    return result != Result.RUNNING;
  }

  /** Whether there is another master. */
  boolean isSwitched() {
    return to.isPresent();
  }

  /** When the last step was, in the coordinator's milliseconds. */
  long lastMs() {
    return lastMs;
  }

  /** What it is up to now. */
  FailoverRecord record() {
    return new FailoverRecord(
        group,
        startWallMs,
        cause,
        led,
        epoch,
        leader,
        leaderAddress,
        from,
        to,
        votesNeeded,
        votes,
        candidates,
        steps,
        result,
        reason);
  }

  /** Goes on with an event of this group. */
  void take(Seen seen) {
    switch (seen.event().type()) {
      case SDOWN -> ifOfMaster(seen, this::down);
      case ODOWN -> step(seen, Phase.AGREED, after(seen, "#"));
      case SDOWN_CLEARED -> ifOfMaster(seen, this::back);
      case FAILOVER_HELD_BACK -> told(seen, Phase.HELD_BACK, seen.reason());
      case TRY_FAILOVER -> stands(seen);
      case VOTE_FOR_LEADER -> voted(seen);
      case ELECTED_LEADER -> elected(seen);
      case REPLICA_REFUSED -> seen.address(2).ifPresent(r -> refusals.put(r, seen.reason()));
      case SELECTED_REPLICA -> chosen(seen);
      case STATE_WAIT_PROMOTION -> promotionTold(seen);
      case PROMOTED_REPLICA -> told(seen, Phase.PROMOTED, shown(seen.address(2)));
      case CONFIG_UPDATE_FROM -> heard(seen);
      case SWITCH_MASTER -> switched(seen);
      case RECONF_DONE -> step(seen, Phase.FOLLOWS, shown(seen.address(2)));
      case FAILOVER_END -> end(seen, seen.reason());
      case FAILOVER_END_FOR_TIMEOUT -> endForTimeout(seen);
      case ABORT_NOT_ELECTED, ABORT_REPLICA_TIMEOUT, ABORT_MASTER_TIMEOUT -> aborted(seen);
      case ABORT_NO_GOOD_REPLICA -> noGoodReplica(seen);
      case CANDIDATE_BEHIND, DATA_LOST, REPLICAOF_REFUSED, MASTER_FENCED -> note(seen);
      case RESET_MASTER -> over(seen, Result.FAILED, "the group was reset");
      case MONITOR_REMOVED -> over(seen, Result.FAILED, "the group is not watched any more");
      default -> {
        // Nothing of a failover.
      }
    }
  }

  private interface Part {
    void of(Seen seen);
  }

  private static void ifOfMaster(Seen seen, Part part) {
    if (seen.isOfMaster()) {
      part.of(seen);
    }
  }

  private void step(Seen seen, Phase phase, String detail) {
    lastMs = seen.atMs();
    if (steps.size() >= MOST_STEPS) {
      // The beginning and the end are worth more than what was repeated in between.
      steps.remove(MOST_STEPS / 2);
    }
    steps.add(new Step(seen.atMs() - startMs, phase, detail));
  }

  private void told(Seen seen, Phase phase, String detail) {
    isWorthTelling = true;
    step(seen, phase, detail);
  }

  private void down(Seen seen) {
    if (cause == Cause.HEARD) {
      cause = Cause.DOWN;
    }
    step(seen, Phase.DOWN, seen.reason());
  }

  private void back(Seen seen) {
    if (!isSwitched()) {
      step(seen, Phase.BACK, "");
      result = Result.FAILED;
      reason = "the master is well again";
    }
  }

  private void stands(Seen seen) {
    epoch = seen.view().failoverEpoch();
    if (seen.reason().equals("ordered")) {
      cause = Cause.ORDERED;
    }
    told(seen, Phase.STANDS, "epoch " + epoch);
  }

  private void voted(Seen seen) {
    String who = seen.word(0);
    String when = seen.word(1);
    if (!RunId.isValid(who) || !when.matches("\\d{1,18}")) {
      return;
    }
    epoch = new Epoch(Long.parseLong(when));
    leader(new RunId(who), seen.view());
    String choice = who.equals(self.value()) ? "itself" : told(leaderAddress, who);
    told(seen, Phase.VOTED, "for " + choice + " in epoch " + epoch);
    count(seen.view());
  }

  private void leader(RunId who, GroupView view) {
    leader = Optional.of(who);
    leaderAddress =
        view.peers().stream()
            .filter(peer -> peer.runId().equals(who))
            .map(PeerView::address)
            .findFirst();
  }

  private static String told(Optional<Address> address, String runId) {
    return address.map(Address::toString).orElse(runId);
  }

  private void elected(Seen seen) {
    led = true;
    leader(self, seen.view());
    count(seen.view());
    refusals.clear();
    long own = votes.stream().filter(vote -> vote.choice().equals(Optional.of(self))).count();
    told(seen, Phase.ELECTED, own + " of " + votes.size() + " votes, needed " + votesNeeded);
  }

  /** Who has voted for whom in this epoch, as far as it is known now. */
  private void count(GroupView view) {
    int all = view.peers().size() + 1;
    votesNeeded = Math.max(all / 2 + 1, view.settings().quorum());
    List<Vote> counted = new ArrayList<>();
    counted.add(
        new Vote(
            self, Optional.empty(), view.leader().filter(l -> view.leaderEpoch().equals(epoch))));
    for (PeerView peer : view.peers().stream().limit(MOST_LISTED).toList()) {
      counted.add(
          new Vote(
              peer.runId(),
              Optional.of(peer.address()),
              peer.votedLeader().filter(l -> peer.votedLeaderEpoch().equals(epoch))));
    }
    votes = counted;
  }

  private void chosen(Seen seen) {
    count(seen.view());
    chosen = seen.address(2);
    candidates = Candidates.of(seen.view(), chosen, refusals, MOST_LISTED);
    told(seen, Phase.CHOSEN, detailed(shown(chosen), seen.reason()));
  }

  private void promotionTold(Seen seen) {
    if (!seen.reason().isEmpty()) {
      cause = Cause.HANDED_OVER;
    }
    told(seen, Phase.TOLD, detailed(shown(seen.address(2)), seen.reason()));
  }

  private void heard(Seen seen) {
    if (RunId.isValid(seen.word(1))) {
      leader(new RunId(seen.word(1)), seen.view());
    }
    epoch = seen.view().configEpoch();
    led = false;
    told(seen, Phase.HEARD, "from " + told(seen.address(2), seen.word(1)));
  }

  private void switched(Seen seen) {
    to = seen.address(3);
    told(seen, Phase.SWITCHED, shown(to));
    if (!led) {
      over(seen, Result.DONE, "");
    }
  }

  private void end(Seen seen, String why) {
    step(seen, Phase.ENDED, why);
    over(seen, isSwitched() ? Result.DONE : Result.FAILED, why);
  }

  /** Sentinel's own word for it comes right before the end, unless it says why itself. */
  private void endForTimeout(Seen seen) {
    if (!seen.reason().isEmpty()) {
      end(seen, seen.reason());
    }
  }

  private void aborted(Seen seen) {
    told(seen, Phase.ABORTED, seen.reason());
    led = false;
    refusals.clear();
    // As long as the master is down, there will be another attempt.
    if (!seen.view().master().flags().contains(Flag.S_DOWN)) {
      over(seen, Result.FAILED, seen.reason());
    }
  }

  private void noGoodReplica(Seen seen) {
    candidates = Candidates.of(seen.view(), Optional.empty(), refusals, MOST_LISTED);
    aborted(seen);
  }

  private void note(Seen seen) {
    step(seen, Phase.NOTE, seen.event().type().channel() + " " + seen.reason());
  }

  /** Ends it. */
  void over(Seen seen, Result how, String why) {
    lastMs = seen.atMs();
    over(how, why);
  }

  /** Ends it, with nothing new to say. */
  void over(Result how, String why) {
    result = how;
    reason = why;
  }

  private static String shown(Optional<Address> address) {
    return address.map(Address::toString).orElse("");
  }

  private static String detailed(String what, String why) {
    return why.isEmpty() ? what : what + " (" + why + ")";
  }

  private static String after(Seen seen, String mark) {
    int begin = seen.event().payload().indexOf(mark);
    return begin < 0 ? "" : seen.event().payload().substring(begin + mark.length());
  }
}
