package io.vedette.tests.chaos;

import io.vedette.quorum.model.Address;
import io.vedette.tests.chaos.History.Write;
import io.vedette.tests.harness.RespClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Rounds on one testbed, one after the other, and what is to be said of all of them at the end. */
final class Leg {
  /** By when each client has written, once all is at rest; it is not told that it is. */
  private static final Duration CLIENTS_WRITE = Duration.ofSeconds(20);

  private static final Duration ANSWERS = Duration.ofSeconds(10);
  private static final int BATCH = 1_000;

  private final Testbed bed;
  private final Guard guard;
  private final Rest rest;
  private final Nemesis nemesis;
  private final List<History> histories;
  private final List<String> ids;
  private final Set<String> claimed = new HashSet<>();
  private final Set<String> lost = new HashSet<>();
  private Rest.State last;

  /** On a testbed that has just been started. */
  Leg(Testbed bed, Guard guard) throws InterruptedException {
    this.bed = bed;
    this.guard = guard;
    rest = new Rest(bed);
    nemesis = new Nemesis(bed);
    histories = bed.hosts().stream().map(host -> new History(host.history())).toList();
    ids = bed.hosts().stream().map(Host::coordinatorId).toList();
    last = rest.await();
    List<String> mute = clientsThatDoNotWrite();
    if (!last.unrest().isEmpty() || !mute.isEmpty()) {
      throw new IllegalStateException("it does not come up: " + bed.ended() + last.unrest() + mute);
    }
  }

  /** Carries out a round, waits until all is at rest again, and judges. */
  Played play(int number, Round round) throws InterruptedException {
    int master = last.master().orElse(1);
    long before = last.configEpoch();
    int failovers = bed.claims().failovers();
    long began = System.nanoTime();
    List<Span> spans = nemesis.play(round, master);
    long healed = System.nanoTime();
    last = rest.await();
    boolean isAtRest = last.unrest().isEmpty();
    List<String> violations = new ArrayList<>();
    if (isAtRest) {
      violations.addAll(clientsThatDoNotWrite());
    } else {
      violations.add("not at rest " + Rest.bound().toSeconds() + " s after: " + last.unrest());
    }
    List<List<Write>> written = histories.stream().map(History::readOn).toList();
    List<Write> all = written.stream().flatMap(List::stream).toList();
    List<Write> missing = last.master().isPresent() ? missing(all, last.master().get()) : List.of();
    List<Write> confirmed = missing.stream().filter(this::isConfirmed).toList();
    missing.forEach(write -> lost.add(write.element()));
    violations.addAll(
        new Losses(bed.kind(), round, spans, guard, bed.claims().replacedNanos(before))
            .judge(missing, confirmed));
    if (isAtRest && last.configEpoch() < before) {
      violations.add("the config epoch was " + before + " and is " + last.configEpoch());
    }
    violations.addAll(newClaims());
    return new Played(
        bed.kind(),
        number,
        round,
        master,
        bed.claims().failovers() - failovers,
        all.size(),
        missing.size(),
        confirmed.size(),
        Gaps.ms(all.stream().mapToLong(Write::endedNanos), began, last.atNanos()),
        written.stream()
            .mapToDouble(
                own -> Gaps.ms(own.stream().mapToLong(Write::endedNanos), began, last.atNanos()))
            .average()
            .orElse(0),
        isAtRest ? OptionalDouble.of((last.atNanos() - healed) / 1e6) : OptionalDouble.empty(),
        last.lastly(),
        violations);
  }

  private List<String> newClaims() {
    return bed.claims().violations().stream().filter(claimed::add).toList();
  }

  private boolean isConfirmed(Write write) {
    return histories.stream().anyMatch(history -> history.isConfirmed(write));
  }

  /** Waits for a write of each that begins from now on. */
  private List<String> clientsThatDoNotWrite() throws InterruptedException {
    long now = System.nanoTime();
    long deadline = now + CLIENTS_WRITE.toNanos();
    while (true) {
      List<String> mute = new ArrayList<>();
      for (Host host : bed.hosts()) {
        if (!hasWritten(host, now)) {
          mute.add("the client on " + host + " can't write though all is at rest");
        }
      }
      if (mute.isEmpty() || System.nanoTime() - deadline > 0) {
        return mute;
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** By a history of its own: what is read of the others' is to be judged with its round. */
  private static boolean hasWritten(Host host, long sinceNanos) {
    return new History(host.history())
        .readOn().stream().anyMatch(write -> write.startedNanos() - sinceNanos > 0);
  }

  private List<Write> missing(List<Write> writes, int master) {
    List<Write> missing = new ArrayList<>();
    List<Boolean> there = contains(master, writes.stream().map(Write::element).toList());
    for (int i = 0; i < writes.size(); i++) {
      if (!there.get(i)) {
        missing.add(writes.get(i));
      }
    }
    return missing;
  }

  private List<Boolean> contains(int master, List<String> elements) {
    List<Boolean> there = new ArrayList<>();
    Address address = bed.host(master).serverAddress();
    try (RespClient client = RespClient.connect(address, ANSWERS)) {
      for (int from = 0; from < elements.size(); from += BATCH) {
        List<String> batch = elements.subList(from, Math.min(elements.size(), from + BATCH));
        for (String element : batch) {
          client.send("SISMEMBER", SetClient.SET, element);
        }
        for (int i = 0; i < batch.size(); i++) {
          there.add(client.read().equals(1L));
        }
      }
      return there;
    } catch (IOException e) {
      throw new UncheckedIOException("the master at " + address + " does not answer", e);
    }
  }

  /** Ends the clients, and looks at all that was written down; what is wrong with that. */
  List<String> finish() {
    bed.hosts().forEach(host -> host.client().destroy());
    histories.forEach(History::readOn);
    List<String> violations = new ArrayList<>(newClaims());
    last.master().ifPresent(master -> violations.addAll(judgeSet(master)));
    histories.stream()
        .flatMap(history -> history.given().stream())
        .distinct()
        .filter(given -> !isLegitimate(given))
        .forEach(given -> violations.add("clients were given " + given + ", never promoted"));
    Votes votes = new Votes();
    for (Host host : bed.hosts()) {
      votes.read(
          "the coordinator of " + host,
          ids.get(host.number() - 1),
          Testbed.linesOf(host.coordinator().log()));
    }
    violations.addAll(votes.violations());
    return violations;
  }

  private boolean isLegitimate(String given) {
    return bed.hosts().stream()
        .map(Host::serverAddress)
        .anyMatch(
            address -> address.toString().equals(given) && bed.claims().isLegitimate(address));
  }

  private List<String> judgeSet(int master) {
    List<Write> kept =
        histories.stream()
            .flatMap(history -> history.acknowledged().stream())
            .filter(write -> !lost.contains(write.element()))
            .toList();
    List<String> refused = histories.stream().flatMap(h -> h.refused().stream()).toList();
    List<Write> missing = missing(kept, master);
    long taken = contains(master, refused).stream().filter(isThere -> isThere).count();
    Stream<String> gone =
        missing.stream()
            .limit(1)
            .map(
                write ->
                    "%d acknowledged writes were there after their round, and are not at the end;"
                            .formatted(missing.size())
                        + " one is "
                        + write.element());
    Stream<String> ghosts =
        taken == 0 ? Stream.of() : Stream.of(taken + " writes were refused, and are there");
    return Stream.concat(gone, ghosts).toList();
  }
}
