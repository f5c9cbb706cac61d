package io.vedette.sentinel.cli;

import io.vedette.quorum.model.Address;
import io.vedette.sentinel.cli.client.AskException;
import io.vedette.sentinel.cli.client.Servers;
import io.vedette.sentinel.cli.survey.GroupPicture;
import io.vedette.sentinel.cli.survey.Instance;
import io.vedette.sentinel.cli.survey.Opinion;
import io.vedette.sentinel.cli.survey.Silence;
import io.vedette.sentinel.cli.survey.Survey;
import io.vedette.sentinel.runtime.Json;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Makes all coordinators forget one that is gone for good. There is only SENTINEL RESET for it,
 * which forgets everybody: so it is done only while all is well, to one coordinator after the
 * other, and to the next one when the last has found everybody else again.
 */
final class Forgetting {
  /** Where among an opinion's instances one is looked for. */
  enum Kind {
    REPLICA("replica"),
    COORDINATOR("coordinator");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    private Optional<Instance> find(Opinion opinion, Address address) {
      List<Instance> known = this == REPLICA ? opinion.replicas() : opinion.peers();
      return known.stream().filter(i -> i.address().equals(address)).findFirst();
    }
  }

  private static final long POLL_MS = 200;

  private final CoordinatorCommand command;
  private final Servers servers;
  private final Survey survey;
  private final String group;
  private final long timeoutSeconds;

  Forgetting(
      CoordinatorCommand command,
      Servers servers,
      Survey survey,
      String group,
      long timeoutSeconds) {
    this.command = command;
    this.servers = servers;
    this.survey = survey;
    this.group = group;
    this.timeoutSeconds = timeoutSeconds;
  }

  int forget(Kind kind, Address gone) throws AskException, InterruptedException {
    GroupPicture picture = survey.group(group);
    Optional<String> whyNot = whyNot(picture, kind, gone);
    if (whyNot.isPresent()) {
      command.complain(whyNot.get());
      return Exit.FAILED;
    }
    for (Opinion opinion : picture.opinions()) {
      servers.ask(opinion.coordinator(), "SENTINEL", "RESET", group);
      if (!foundAgain(opinion, kind, gone)) {
        command.complain(
            opinion.coordinator()
                + " has not found everybody again within "
                + timeoutSeconds
                + " s: the rest were not told; vedette status "
                + group
                + " shows it");
        return Exit.FAILED;
      }
    }
    return report(picture, kind, gone);
  }

  /** Why this is not the time, or not the one, to be forgotten; empty: go on. */
  static Optional<String> whyNot(GroupPicture picture, Kind kind, Address gone) {
    if (picture.opinions().stream().allMatch(o -> kind.find(o, gone).isEmpty())) {
      return Optional.of("nobody knows a " + kind.label + " " + gone + " of " + picture.name());
    }
    for (Opinion opinion : picture.opinions()) {
      Address who = opinion.coordinator();
      if (!opinion.master().trouble().isEmpty()) {
        return Optional.of(
            who
                + " says of the master: "
                + opinion.master().trouble()
                + "; forgetting now would lose the replicas, too");
      }
      if (!opinion.published().equals(picture.master())) {
        return Optional.of("the coordinators disagree on the master: vedette status");
      }
      if (kind.find(opinion, gone).filter(instance -> !instance.isLost()).isPresent()) {
        return Optional.of(
            who + " reaches " + gone + ", and would find it again at once: stop it first");
      }
    }
    return Optional.empty();
  }

  private boolean foundAgain(Opinion before, Kind kind, Address gone) throws InterruptedException {
    Set<Address> expected = reachable(before);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeoutSeconds);
    while (System.nanoTime() < end) {
      try {
        Opinion now = survey.opinion(before.coordinator(), group);
        if (kind.find(now, gone).isEmpty()
            && now.master().trouble().isEmpty()
            && reachable(now).containsAll(expected)) {
          return true;
        }
      } catch (AskException e) {
        // Asked again until the time is over.
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
    return false;
  }

  private static Set<Address> reachable(Opinion opinion) {
    Set<Address> reachable = new HashSet<>();
    for (Collection<Instance> some : List.of(opinion.replicas(), opinion.peers())) {
      some.stream().filter(i -> !i.isLost()).map(Instance::address).forEach(reachable::add);
    }
    return reachable;
  }

  private int report(GroupPicture picture, Kind kind, Address gone) {
    List<Address> others =
        picture.silent().stream()
            .map(Silence::coordinator)
            .filter(address -> !address.equals(gone))
            .toList();
    List<Address> told = picture.opinions().stream().map(Opinion::coordinator).toList();
    if (command.isJson()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("forgotten", gone);
      json.put("told", told);
      json.put("not_told", others);
      command.screen().line(Json.of(json));
    } else {
      command
          .screen()
          .line(kind.label + " " + gone + " is forgotten by " + told.size() + " coordinators");
    }
    others.forEach(other -> command.complain(other + " did not answer, and still knows it"));
    return others.isEmpty() ? Exit.OK : Exit.TROUBLE;
  }
}
