package io.vedette.sentinel.cli.survey;

import io.vedette.quorum.model.Address;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A group as all coordinators that could be found see it.
 *
 * @param name the group's
 * @param opinions of those that answered, at least one
 * @param silent those that did not, or don't know the group
 */
public record GroupPicture(String name, List<Opinion> opinions, List<Silence> silent) {
  public GroupPicture {
    opinions = List.copyOf(opinions);
    silent = List.copyOf(silent);
  }

  /** The address that most give to clients. */
  public Address master() {
    return mostSaid(opinions.stream().map(Opinion::published).toList());
  }

  /** One that gives this address; its word counts for what all agree on. */
  public Opinion spokesman() {
    return opinions.stream()
        .filter(opinion -> opinion.published().equals(master()))
        .findFirst()
        .orElseThrow();
  }

  /** All replicas that anybody knows, by address; each as the spokesman sees it, if it does. */
  public Map<Address, Instance> replicas() {
    Map<Address, Instance> all = new TreeMap<>();
    opinions.forEach(opinion -> opinion.replicas().forEach(r -> all.put(r.address(), r)));
    spokesman().replicas().forEach(replica -> all.put(replica.address(), replica));
    return all;
  }

  /** How many coordinators the group is known to have. */
  public int coordinators() {
    Set<String> ids = new LinkedHashSet<>();
    for (Opinion opinion : opinions) {
      ids.add(opinion.runId());
      opinion.peers().forEach(peer -> ids.add(peer.text("runid", "")));
    }
    return ids.size();
  }

  /** What is not as it should be, one line each; empty: all is well. */
  public List<String> troubles() {
    List<String> troubles = new ArrayList<>();
    silent.forEach(silence -> troubles.add(silence.why()));
    for (Opinion opinion : opinions) {
      String who = opinion.coordinator() + " ";
      if (!opinion.published().equals(master())) {
        troubles.add(who + "gives " + opinion.published() + " as master, not " + master());
      }
      if (!opinion.master().trouble().isEmpty()) {
        troubles.add(who + "says of the master: " + opinion.master().trouble());
      }
      if (!opinion.hasQuorum()) {
        troubles.add(who + "says: " + opinion.quorumCheck());
      }
    }
    differing(troubles, "quorum", "says that the quorum is");
    differing(troubles, "config-epoch", "has the configuration epoch");
    replicas().values().forEach(replica -> ofReplica(replica, troubles));
    return troubles;
  }

  private void ofReplica(Instance replica, List<String> troubles) {
    if (replica.isLost()) {
      troubles.add("replica " + replica.address() + ": " + replica.trouble());
    } else if (!replica.text("master-link-status", "").equals("ok")) {
      troubles.add("replica " + replica.address() + ": its link to the master is down");
    }
    long knownBy =
        opinions.stream()
            .filter(o -> o.replicas().stream().anyMatch(sameAs(replica.address())))
            .count();
    if (knownBy < opinions.size()) {
      String some = knownBy + " of " + opinions.size() + " coordinators";
      troubles.add("replica " + replica.address() + ": known to " + some + " only");
    }
  }

  private static Predicate<Instance> sameAs(Address address) {
    return instance -> instance.address().equals(address);
  }

  private void differing(List<String> troubles, String field, String says) {
    String common = common(field);
    for (Opinion opinion : opinions) {
      String value = opinion.master().text(field, "?");
      if (!value.equals(common)) {
        troubles.add(opinion.coordinator() + " " + says + " " + value + ", not " + common);
      }
    }
  }

  /** What most say of the master in this field. */
  public String common(String field) {
    return mostSaid(opinions.stream().map(opinion -> opinion.master().text(field, "?")).toList());
  }

  /** Of as many, what was said first. */
  private static <T> T mostSaid(List<T> said) {
    Map<T, Integer> counts = new LinkedHashMap<>();
    said.forEach(value -> counts.merge(value, 1, Integer::sum));
    int most = counts.values().stream().max(Comparator.naturalOrder()).orElseThrow();
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() == most)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }
}
