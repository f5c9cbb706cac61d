package io.vedette.sentinel.history;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.view.GroupView;
import io.vedette.quorum.view.NodeView;
import io.vedette.sentinel.runtime.FailoverRecord.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Why this replica, and why not the others: Sentinel's rules, put into words. */
final class Candidates {
  private Candidates() {}

  /**
   * All replicas there were.
   *
   * @param chosen the one that was chosen; empty: none
   * @param refusals why others were out, by their addresses
   * @param most how many are told of
   */
  static List<Candidate> of(
      GroupView group, Optional<Address> chosen, Map<Address, String> refusals, int most) {
    Optional<NodeView> best =
        group.replicas().stream().filter(node -> isAt(node, chosen)).findFirst();
    List<Candidate> candidates = new ArrayList<>();
    for (NodeView node : group.replicas().stream().limit(most).toList()) {
      String refusal = refusals.get(node.address());
      boolean isChosen = isAt(node, chosen);
      String reason =
          isChosen
              ? "the best by priority, offset and run id"
              : refusal != null ? refusal : best.map(one -> behind(node, one)).orElse("");
      candidates.add(new Candidate(node.address(), priority(node), offset(node), isChosen, reason));
    }
    return candidates;
  }

  private static boolean isAt(NodeView node, Optional<Address> place) {
    return place.isPresent()
        && (node.address().equals(place.get()) || node.known().equals(place.get()));
  }

  /** By which of the rules another one was better. */
  private static String behind(NodeView node, NodeView best) {
    if (priority(node) != priority(best)) {
      return "its priority " + priority(node) + " comes after " + priority(best);
    }
    if (offset(node) < offset(best)) {
      return "it has " + (offset(best) - offset(node)) + " bytes less";
    }
    if (offset(node) == offset(best) && runId(node).compareTo(runId(best)) > 0) {
      return "as far, but its run id comes later";
    }
    return "the other one was chosen before this one was known to be as good";
  }

  private static int priority(NodeView node) {
    return node.info().map(NodeInfo::priority).orElse(NodeInfo.DEFAULT_PRIORITY);
  }

  private static long offset(NodeView node) {
    return node.info().map(NodeInfo::replOffset).orElse(0L);
  }

  /** An unknown one comes last. */
  private static String runId(NodeView node) {
    return node.info()
        .flatMap(NodeInfo::runId)
        .map(RunId::value)
        .map(id -> id.toLowerCase(Locale.ROOT))
        .orElse("~");
  }
}
