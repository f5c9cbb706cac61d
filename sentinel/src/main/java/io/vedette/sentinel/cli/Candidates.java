package io.vedette.sentinel.cli;

import io.vedette.quorum.model.Address;
import io.vedette.sentinel.cli.survey.Instance;
import io.vedette.sentinel.cli.survey.Opinion;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether a failover would promote a certain replica. No coordinator can be told which: by
 * Sentinel's rules the lowest replica-priority above 0 wins, and only among equals other things
 * count.
 */
final class Candidates {
  private static final long DEFAULT_PRIORITY = 100;

  private Candidates() {}

  /** Why it is not certain that this one is promoted, and what would make it so; empty: it is. */
  static Optional<String> whyNot(Opinion opinion, Address wanted) {
    Optional<Instance> found =
        opinion.replicas().stream().filter(r -> r.address().equals(wanted)).findFirst();
    if (found.isEmpty()) {
      return Optional.of(
          opinion.coordinator()
              + " knows no replica "
              + wanted
              + ", only "
              + names(opinion.replicas()));
    }
    Instance replica = found.get();
    if (!isGood(replica)) {
      String trouble = replica.trouble();
      return Optional.of(
          wanted + " is not fit: " + (trouble.isEmpty() ? "its link is down" : trouble));
    }
    long priority = priority(replica);
    if (priority == 0) {
      return Optional.of(
          wanted + " has replica-priority 0: it is never promoted; " + mend(wanted, 1));
    }
    List<Instance> rivals =
        opinion.replicas().stream()
            .filter(r -> !r.address().equals(wanted))
            .filter(r -> priority(r) > 0 && priority(r) <= priority)
            .toList();
    return rivals.isEmpty() ? Optional.empty() : Optional.of(outdone(wanted, rivals));
  }

  private static String outdone(Address wanted, List<Instance> rivals) {
    long least = rivals.stream().mapToLong(Candidates::priority).min().orElseThrow();
    String first =
        "no coordinator can be told which replica to promote, and "
            + wanted
            + " is not the one of lowest replica-priority ("
            + names(rivals)
            + " too); ";
    return least > 1
        ? first + mend(wanted, least - 1)
        : first + "raise that of the others above its own, and ask again after 10 s";
  }

  private static String mend(Address replica, long priority) {
    return "redis-cli -h %s -p %d CONFIG SET replica-priority %d, and ask again after 10 s"
        .formatted(replica.host(), replica.port(), priority);
  }

  private static boolean isGood(Instance replica) {
    return replica.trouble().isEmpty() && replica.text("master-link-status", "").equals("ok");
  }

  private static long priority(Instance replica) {
    return replica.fields().containsKey("slave-priority")
        ? replica.number("slave-priority")
        : DEFAULT_PRIORITY;
  }

  private static String names(List<Instance> replicas) {
    return replicas.isEmpty()
        ? "none"
        : replicas.stream().map(r -> r.address().toString()).collect(Collectors.joining(", "));
  }
}
