package io.vedette.sentinel.cli.demo;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.vedette.sentinel.cli.Screen;
import io.vedette.sentinel.cli.Screen.Tone;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Prints what happens, each line with the milliseconds since the kill and who says it. Events of
 * before the kill are not printed. Safe for use by several threads.
 */
final class Timeline {
  private static final Set<String> BAD = Set.of("+sdown", "+odown");
  private static final Set<String> GOOD = Set.of("+switch-master", "+promoted-slave", "-sdown");
  private static final int WIDTH = 80;

  private final Screen screen;
  private final EventText text;
  private final Map<String, Long> switchedAtMs = new ConcurrentHashMap<>();
  private final AtomicReference<Duration> agreedAt = new AtomicReference<>();
  private volatile long startNanos;
  private volatile boolean started;

  Timeline(Screen screen, EventText text) {
    this.screen = screen;
    this.text = text;
  }

  /** From now on it prints; this is its zero. */
  void start() {
    screen.line("");
    screen.line(screen.paint(Tone.STRONG, "     ms  who     what"));
    startNanos = System.nanoTime();
    started = true;
  }

  /** The time since the kill. */
  Duration now() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  /** When the {@code count}th coordinator announced the switch; empty while fewer have. */
  Optional<Duration> switched(int count) {
    return switchedAtMs.values().stream()
        .sorted()
        .skip(count - 1L)
        .findFirst()
        .map(Duration::ofMillis);
  }

  /** When the first coordinator had the quorum's word that the master is down. */
  Optional<Duration> agreed() {
    return Optional.ofNullable(agreedAt.get());
  }

  /** A line of the demo's own. */
  void note(String who, String what) {
    print(now(), who, screen.paint(Tone.STRONG, fit(what)));
  }

  /** What listens to one coordinator. */
  RedisPubSubAdapter<String, String> listener(String who) {
    return new RedisPubSubAdapter<>() {
      @Override
      public void message(String pattern, String channel, String message) {
        event(who, channel, message);
      }
    };
  }

  private void event(String who, String channel, String message) {
    boolean event = channel.startsWith("+") || channel.startsWith("-");
    if (!started || !event) {
      return;
    }
    Duration at = now();
    if (channel.equals("+odown")) {
      agreedAt.compareAndSet(null, at);
    }
    if (channel.equals("+switch-master")) {
      switchedAtMs.putIfAbsent(who, at.toMillis());
    }
    String what = fit(text.of(channel, message));
    print(at, who, toned(channel, what));
  }

  private String toned(String channel, String what) {
    if (BAD.contains(channel)) {
      return screen.paint(Tone.BAD, what);
    }
    return GOOD.contains(channel) ? screen.paint(Tone.GOOD, what) : what;
  }

  private void print(Duration at, String who, String what) {
    screen.line("%7d  %-6s  %s", at.toMillis(), who, what);
  }

  private static String fit(String what) {
    int room = WIDTH - 17;
    return what.length() <= room ? what : what.substring(0, room - 2) + "..";
  }
}
