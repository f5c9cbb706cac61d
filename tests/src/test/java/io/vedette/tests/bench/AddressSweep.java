package io.vedette.tests.bench;

import io.vedette.tests.bench.fleet.Fleet;
import io.vedette.tests.harness.RespClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Asks one coordinator for the masters of all groups, again and again, from a thread of its own,
 * and notes when each has first been another one than at first.
 */
final class AddressSweep implements Runnable {
  /** So many questions at once: the answers fit into the socket's buffers. */
  private static final int AT_ONCE = 200;

  /** Rarely enough to cost little of what is measured. */
  private static final Duration INTERVAL = Duration.ofMillis(200);

  private final Watcher watcher;
  private final Fleet fleet;
  private final long deadlineNanos;
  private final long[] changedAtNanos;
  private List<Integer> left;

  /**
   * @param groups which may change
   * @param deadlineNanos by {@link System#nanoTime}: what has not changed by then has not
   */
  AddressSweep(Watcher watcher, Fleet fleet, int groups, long deadlineNanos) {
    this.watcher = watcher;
    this.fleet = fleet;
    this.deadlineNanos = deadlineNanos;
    changedAtNanos = new long[groups];
    left = IntStream.range(0, groups).boxed().toList();
  }

  /** Returns when all have changed, or when it is too late. */
  @Override
  public void run() {
    try (RespClient client = watcher.connect()) {
      while (!left.isEmpty() && System.nanoTime() < deadlineNanos) {
        List<Integer> unchanged = new ArrayList<>();
        for (int from = 0; from < left.size(); from += AT_ONCE) {
          ask(client, left.subList(from, Math.min(left.size(), from + AT_ONCE)), unchanged);
        }
        left = unchanged;
        Pause.of(INTERVAL);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void ask(RespClient client, List<Integer> groups, List<Integer> unchanged)
      throws IOException {
    StringBuilder questions = new StringBuilder();
    for (int group : groups) {
      String name = Crew.name(group);
      questions.append("*3\r\n$8\r\nSENTINEL\r\n$23\r\nGET-MASTER-ADDR-BY-NAME\r\n$");
      questions.append(name.length()).append("\r\n").append(name).append("\r\n");
    }
    client.sendRaw(questions.toString().getBytes(StandardCharsets.US_ASCII));
    for (int group : groups) {
      String host = (String) ((List<?>) client.read()).get(0);
      if (host.equals(fleet.master(group).host())) {
        unchanged.add(group);
      } else {
        changedAtNanos[group] = System.nanoTime();
      }
    }
  }

  /** When each was first seen changed, of those that were. */
  List<Long> changedAtNanos() {
    return IntStream.range(0, changedAtNanos.length)
        .mapToObj(group -> changedAtNanos[group])
        .filter(at -> at != 0)
        .toList();
  }
}
