package io.vedette.sentinel.cli.doctor;

import static io.vedette.sentinel.cli.doctor.Checkup.redisCli;

import io.vedette.quorum.model.Address;
import io.vedette.sentinel.cli.doctor.Checkup.Findings;
import io.vedette.sentinel.cli.survey.GroupPicture;
import io.vedette.sentinel.cli.survey.Instance;
import io.vedette.sentinel.cli.survey.Opinion;
import io.vedette.sentinel.cli.survey.Silence;
import java.util.Set;
import java.util.stream.Collectors;

/** The coordinators: whether they are enough, know each other, and say the same. */
final class QuorumChecks {
  private final GroupPicture group;
  private final Findings findings;

  QuorumChecks(Patient patient, Findings findings) {
    this.group = patient.group();
    this.findings = findings;
  }

  void run() {
    numbers();
    group.silent().forEach(this::silent);
    group.opinions().forEach(this::opinion);
    acquaintance();
    ghosts();
    programs();
  }

  private void numbers() {
    int all = group.coordinators();
    if (all < 3) {
      findings.error(
          findings.group(),
          all == 1 ? "there is one coordinator only" : "there are two coordinators only",
          "a failover needs a majority: of fewer than three, none may fail",
          "start more: vedette init writes three configurations");
    } else if (all % 2 == 0) {
      findings.note(
          findings.group(),
          "there are " + all + " coordinators, an even number",
          "a majority of " + all + " survives no more failures than one of " + (all - 1),
          "add one, or take one away");
    }
    long quorum = group.spokesman().master().number("quorum");
    if (quorum > all) {
      findings.error(
          findings.group(),
          "the quorum is " + quorum + ", but there are " + all + " coordinators",
          "the master is never agreed to be down",
          setEverywhere("quorum", all / 2 + 1));
    } else if (quorum == 1 && all > 1) {
      findings.warning(
          findings.group(),
          "the quorum is 1",
          "one coordinator with a bad network can start a failover of a healthy master",
          setEverywhere("quorum", all / 2 + 1));
    } else if (quorum == all && all > 2) {
      findings.warning(
          findings.group(),
          "the quorum is " + quorum + ", all coordinators",
          "with one coordinator down there is no automatic failover",
          setEverywhere("quorum", all / 2 + 1));
    }
  }

  private String setEverywhere(String option, long value) {
    return "on each coordinator: SENTINEL SET " + group.name() + " " + option + " " + value;
  }

  private void silent(Silence silence) {
    boolean copy = silence.why().endsWith("a copy");
    findings.error(
        silence.coordinator(),
        silence.why().replace(silence.coordinator() + " ", ""),
        copy
            ? "two coordinators with one id count as one, and their votes contradict each other"
            : "it neither votes nor answers clients; one more may not fail",
        copy
            ? "stop it, delete the line 'sentinel myid' from its configuration, start it"
            : "start it; or, if it is gone for good: vedette forget-sentinel "
                + group.name()
                + " "
                + silence.coordinator());
  }

  private void opinion(Opinion opinion) {
    Address who = opinion.coordinator();
    Instance master = opinion.master();
    if (!opinion.published().equals(group.master())) {
      findings.error(
          who,
          "it gives clients " + opinion.published() + ", the others " + group.master(),
          "clients that ask it write to another master",
          redisCli(who, "SENTINEL RESET " + group.name())
              + ", once it can reach the others and the master");
    }
    if (!master.trouble().isEmpty()) {
      findings.error(
          who,
          "it says of the master " + opinion.published() + ": " + master.trouble(),
          "the master does not answer it, or is just being replaced",
          "vedette status " + group.name() + " --watch; see whether it can reach the master");
    }
    if (!opinion.hasQuorum()) {
      findings.error(
          who,
          "CKQUORUM: " + opinion.quorumCheck(),
          "it can't have a failover done now",
          "start the coordinators that are down, or lower the quorum");
    }
    if (opinion.self().getOrDefault("sentinel_tilt", "0").equals("1")) {
      findings.error(
          who,
          "it is in TILT mode",
          "its clock jumped or its process was stopped: until 30 s are calm it acts on nothing",
          "look at the machine's clock and load");
    }
    if (opinion.self().getOrDefault("vedette_state_unsaved", "0").equals("1")) {
      findings.error(
          who,
          "it can't save its state: "
              + opinion.self().getOrDefault("vedette_state_unsaved_reason", "?"),
          "until it can, it neither votes nor leads",
          "see to the disk, and the owner of its configuration's folder");
    }
    if (master.number("failover-paused-ms") > 0) {
      findings.note(
          who,
          "paused for " + master.number("failover-paused-ms") / 1_000 + " s more",
          "it leads no automatic failover, and votes for none",
          "vedette resume " + group.name());
    }
  }

  private void acquaintance() {
    for (Opinion one : group.opinions()) {
      for (Opinion other : group.opinions()) {
        boolean known =
            one.equals(other)
                || one.peers().stream()
                    .anyMatch(peer -> peer.text("runid", "").equals(other.runId()));
        if (!known) {
          findings.error(
              one.coordinator(),
              "it does not know " + other.coordinator(),
              "it counts no vote of it; they meet over the master, by __sentinel__:hello",
              "see whether both watch the same master, may publish there (ACL), and announce"
                  + " addresses that can be reached");
        }
      }
    }
  }

  /** Known to somebody, heard by nobody. */
  private void ghosts() {
    Set<String> heard = group.opinions().stream().map(Opinion::runId).collect(Collectors.toSet());
    for (Opinion opinion : group.opinions()) {
      for (Instance peer : opinion.peers()) {
        if (!heard.contains(peer.text("runid", "")) && peer.isLost()) {
          findings.warning(
              peer.address(),
              "a coordinator that nobody reaches: " + peer.trouble(),
              "it counts for the majority without ever voting",
              "start it; or, if it is gone for good: vedette forget-sentinel "
                  + group.name()
                  + " "
                  + peer.address());
        }
        if (peer.fields().containsKey("login-refused")) {
          refused(opinion.coordinator(), peer, "SENTINEL CONFIG SET sentinel-pass PASSWORD");
        }
      }
    }
  }

  private void refused(Address who, Instance whom, String command) {
    findings.error(
        who,
        whom.address() + " refuses its login: " + whom.text("login-refused", "?"),
        "it can't tell whether that one is up",
        redisCli(who, command));
  }

  private void programs() {
    long ours =
        group.opinions().stream().filter(o -> o.self().containsKey("vedette_version")).count();
    if (ours > 0 && ours < group.opinions().size()) {
      findings.note(
          findings.group(),
          ours + " of " + group.opinions().size() + " coordinators are Vedette",
          "they work together; what only Vedette can do needs a quorum of them",
          "");
    }
    long versions =
        group.opinions().stream()
            .map(opinion -> opinion.self().getOrDefault("vedette_version", ""))
            .filter(version -> !version.isEmpty())
            .distinct()
            .count();
    if (versions > 1) {
      findings.note(
          findings.group(),
          "the coordinators are of " + versions + " versions of Vedette",
          "fine while you upgrade, not for long",
          "");
    }
    for (Opinion opinion : group.opinions()) {
      if (opinion.master().fields().containsKey("login-refused")) {
        refused(
            opinion.coordinator(),
            opinion.master(),
            "SENTINEL SET " + group.name() + " auth-pass PASSWORD");
      }
    }
  }
}
