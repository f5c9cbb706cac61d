package io.vedette.tests.simulation;

import io.vedette.tests.simulation.scenario.*;

public class Simulate {
  public static void main(String[] a) {
    long from = Long.parseLong(a[0]), n = Long.parseLong(a[1]);
    boolean lines = a.length > 2;
    long t = System.nanoTime();
    java.util.Map<String, Integer> bad = new java.util.TreeMap<>();
    java.util.Map<String, String> first = new java.util.TreeMap<>();
    long sim = 0, fo = 0, ack = 0, lost = 0, rest = 0;
    for (long s = from; s < from + n; s++) {
      Outcome o = Run.of(Draw.scenario(s), lines);
      sim += o.simulatedMs();
      fo += o.failovers();
      ack += o.acknowledged();
      lost += o.lost();
      rest = Math.max(rest, o.restMs());
      if (lines) {
        ScenarioText.lines(Draw.scenario(s)).forEach(System.out::println);
        o.lines().forEach(System.out::println);
      }
      if (o.violation().isPresent()) {
        var v = o.violation().get();
        bad.merge(v.invariant(), 1, Integer::sum);
        first.putIfAbsent(v.invariant(), s + ": " + v.getMessage());
      }
    }
    System.out.println(bad);
    first.forEach((k, v) -> System.out.println(k + " " + v));
    System.out.printf(
        "%d runs %.1f ms/run, sim %.1f min avg, failovers %d, acked %d lost %d max rest %d%n",
        n, (System.nanoTime() - t) / 1e6 / n, sim / 60000.0 / n, fo, ack, lost, rest);
  }
}
