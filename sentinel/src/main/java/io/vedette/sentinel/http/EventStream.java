package io.vedette.sentinel.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import io.vedette.quorum.Event;
import io.vedette.quorum.view.GroupView;
import io.vedette.sentinel.runtime.FailoverRecord;
import io.vedette.sentinel.runtime.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Server-sent events for those who listen: {@code event} for each that is published, {@code group}
 * for each group that is different now, {@code gone} for one that is not watched any more, and
 * {@code failover} for each step of one. Who comes is told all groups first. Of the event loop, but
 * where it says any thread.
 */
final class EventStream {
  static final String TYPE = "text/event-stream";

  /** How many may listen at the same time. */
  static final int MOST = 64;

  private static final long LOOK_MS = 200;
  private static final long KEEP_ALIVE_LOOKS = 75;

  private final HttpContext context;
  private final EventLoop loop;
  private final Metrics metrics;
  private final Set<Channel> listeners = new LinkedHashSet<>();
  private final Map<String, Told> told = new LinkedHashMap<>();
  private ScheduledFuture<?> looking;
  private long looks;
  private volatile int count;

  /** What was told last of a group. */
  private record Told(GroupView view, String json) {}

  EventStream(HttpContext context, EventLoop loop, Metrics metrics) {
    this.context = context;
    this.loop = loop;
    this.metrics = metrics;
  }

  /** How many listen. Any thread. */
  int count() {
    return count;
  }

  /** Any thread: hands over. */
  void onEvent(Event event) {
    long at = System.currentTimeMillis();
    later(
        () -> {
          metrics.onEvent(event);
          if (!listeners.isEmpty()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("at", Instant.ofEpochMilli(at));
            json.put("event", event.type().channel());
            json.put("message", event.payload());
            json.put("reason", event.reason());
            json.put("group", event.group().map(Object::toString).orElse(""));
            look();
            send("event", Json.of(json));
          }
        });
  }

  /** Any thread: hands over. */
  void onFailover(FailoverRecord record) {
    later(
        () -> {
          metrics.onFailover(record);
          if (!listeners.isEmpty()) {
            send("failover", Json.of(HistoryJson.of(record)));
          }
        });
  }

  private void later(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException closed) {
      // Nobody listens any more.
    }
  }

  /** From now on this one is told, too; its headers are written already. */
  void add(Channel channel) {
    if (listeners.isEmpty()) {
      told.clear();
      looking = loop.scheduleWithFixedDelay(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    }
    look();
    listeners.add(channel);
    counted();
    channel.closeFuture().addListener(closed -> remove(channel));
    Map<String, Object> hello = new LinkedHashMap<>();
    hello.put("run_id", context.coordination().view().process().self());
    hello.put("version", context.version());
    write(channel, message("hello", Json.of(hello)));
    told.values().forEach(group -> write(channel, message("group", group.json())));
    channel.flush();
  }

  private void counted() {
    count = listeners.size();
    metrics.onSubscribers(count);
  }

  private void remove(Channel channel) {
    listeners.remove(channel);
    counted();
    if (listeners.isEmpty() && looking != null) {
      looking.cancel(false);
      looking = null;
    }
  }

  /** Tells what is different. */
  private void look() {
    List<GroupView> groups = context.coordination().view().groups();
    Set<String> there = new LinkedHashSet<>();
    for (GroupView group : groups) {
      String name = group.name().value();
      there.add(name);
      Told before = told.get(name);
      if (before == null || !before.view().equals(group)) {
        String json = Json.of(GroupJson.of(group, context.coordination().now()));
        told.put(name, new Told(group, json));
        if (before == null || !before.json().equals(json)) {
          send("group", json);
        }
      }
    }
    for (String name : List.copyOf(told.keySet())) {
      if (!there.contains(name)) {
        told.remove(name);
        send("gone", Json.of(Map.of("name", name)));
      }
    }
    looks++;
    if (looks % KEEP_ALIVE_LOOKS == 0) {
      sendText(": still here\n\n");
    }
  }

  private void send(String type, String json) {
    sendText(message(type, json));
  }

  private void sendText(String text) {
    for (Channel channel : List.copyOf(listeners)) {
      write(channel, text);
      channel.flush();
    }
  }

  /** Who does not read is cut off: events do not wait. */
  private static void write(Channel channel, String text) {
    if (!channel.isWritable()) {
      var unused = channel.close();
    } else {
      ByteBuf bytes = ByteBufUtil.writeUtf8(channel.alloc(), text);
      var unused = channel.write(new DefaultHttpContent(bytes));
    }
  }

  /** JSON is one line, so it is one line of data. */
  private static String message(String type, String json) {
    return "event: " + type + "\ndata: " + json + "\n\n";
  }

  /** Any thread. */
  void close() {
    later(
        () -> {
          for (Channel channel : List.copyOf(listeners)) {
            var unused = channel.close();
          }
        });
  }
}
