package io.vedette.tests.chaos;

import io.vedette.tests.harness.CoordinatorKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Carries rounds out: whatever it does, it has undone at the end of the round. */
final class Nemesis {
  private final Testbed bed;

  Nemesis(Testbed bed) {
    this.bed = bed;
  }

  /** What is to be done, and when, counted from the beginning of the round. */
  private record Act(long atMs, Strike strike, Runnable deed) {}

  /**
   * Carries out a round, and gives when each strike was.
   *
   * @param master the number of the host that hosts are counted from
   */
  List<Span> play(Round round, int master) throws InterruptedException {
    List<Act> acts = new ArrayList<>();
    for (Strike strike : round.strikes()) {
      plan(
          strike,
          Testbed.from(master, strike.hosts()),
          Testbed.from(master, strike.others()),
          acts);
    }
    acts.sort(Comparator.comparingLong(Act::atMs));
    Map<Strike, Span> spans = new HashMap<>();
    long begin = System.nanoTime();
    for (Act act : acts) {
      long left = begin + TimeUnit.MILLISECONDS.toNanos(act.atMs()) - System.nanoTime();
      TimeUnit.NANOSECONDS.sleep(left);
      long now = System.nanoTime();
      act.deed().run();
      long began = spans.containsKey(act.strike()) ? spans.get(act.strike()).beganNanos() : now;
      spans.put(act.strike(), new Span(act.strike(), began, System.nanoTime()));
    }
    return List.copyOf(spans.values());
  }

  private void plan(Strike strike, List<Integer> hosts, List<Integer> others, List<Act> acts) {
    Network network = bed.network();
    List<Host> hit = hosts.stream().map(bed::host).toList();
    switch (strike.fault()) {
      case HALVES, ISOLATE, BRIDGE ->
          both(strike, acts, () -> part(hosts, others), () -> join(hosts, others));
      case ONE_WAY ->
          both(strike, acts, () -> network.cut(hosts, others), () -> network.heal(hosts, others));
      case FLAPPING -> flap(strike, hosts, others, acts);
      case SLOW ->
          both(
              strike,
              acts,
              () -> hosts.forEach(network::slowDown),
              () -> hosts.forEach(network::speedUp));
      case KILL_SERVER ->
          both(
              strike,
              acts,
              () -> hit.forEach(host -> host.server().kill()),
              () -> hit.forEach(host -> host.server().revive()));
      case STOP_SERVER ->
          both(
              strike,
              acts,
              () -> hit.forEach(host -> host.server().stop()),
              () -> hit.forEach(host -> host.server().resume()));
      case KILL_COORDINATOR ->
          both(
              strike,
              acts,
              () -> hit.forEach(host -> host.coordinator().kill()),
              () -> hit.forEach(host -> host.coordinator().revive()));
      case STOP_COORDINATOR ->
          both(
              strike,
              acts,
              () -> hit.forEach(host -> host.coordinator().stop()),
              () -> hit.forEach(host -> host.coordinator().resume()));
      case KILL_HOST -> both(strike, acts, () -> kill(hit), () -> revive(hit));
      case DISK_FULL ->
          both(strike, acts, () -> hit.forEach(Host::fillDisk), () -> hit.forEach(Host::emptyDisk));
      case FAILOVER -> both(strike, acts, () -> hit.forEach(this::order), () -> {});
      case CLOCK ->
          both(
              strike,
              acts,
              () -> hit.forEach(host -> host.setClock(strike.value())),
              () -> hit.forEach(host -> host.setClock(0)));
    }
  }

  private static void both(Strike strike, List<Act> acts, Runnable begin, Runnable end) {
    acts.add(new Act(strike.afterMs(), strike, begin));
    acts.add(new Act(strike.endMs(), strike, end));
  }

  private void part(List<Integer> hosts, List<Integer> others) {
    bed.network().cut(hosts, others);
    bed.network().cut(others, hosts);
  }

  private void join(List<Integer> hosts, List<Integer> others) {
    bed.network().heal(hosts, others);
    bed.network().heal(others, hosts);
  }

  private void flap(Strike strike, List<Integer> hosts, List<Integer> others, List<Act> acts) {
    boolean isCut = false;
    for (long at = strike.afterMs(); at < strike.endMs(); at += strike.value()) {
      isCut = !isCut;
      acts.add(new Act(at, strike, isCut ? () -> part(hosts, others) : () -> join(hosts, others)));
    }
    if (isCut) {
      acts.add(new Act(strike.endMs(), strike, () -> join(hosts, others)));
    }
  }

  /** It may be refused, or not come to an end: that is for the coordinators to know. */
  private void order(Host host) {
    if (bed.kind() == CoordinatorKind.VEDETTE) {
      host.askCoordinator("SENTINEL", "FAILOVER", Host.GROUP, "COORDINATED");
    } else {
      host.askCoordinator("SENTINEL", "FAILOVER", Host.GROUP);
    }
  }

  private static void kill(List<Host> hosts) {
    for (Host host : hosts) {
      host.server().kill();
      host.coordinator().kill();
    }
  }

  private static void revive(List<Host> hosts) {
    for (Host host : hosts) {
      host.server().revive();
      host.coordinator().revive();
    }
  }
}
