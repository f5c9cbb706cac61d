package io.vedette.sentinel.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.vedette.quorum.Event;
import io.vedette.sentinel.server.command.Request;
import io.vedette.sentinel.server.command.Subscriptions.Topic;
import io.vedette.sentinel.server.resp.GlobPattern;
import io.vedette.sentinel.server.resp.KnownRequests;
import io.vedette.sentinel.server.resp.ReplyWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The clients of one event loop and what they listen to. Only that loop's thread uses it, except
 * where a method says otherwise.
 */
final class LoopClients {
  private final EventLoop loop;
  private final Set<ClientSession> sessions = new LinkedHashSet<>();
  private final Map<String, Set<ClientSession>> channels = new HashMap<>();
  private final Map<String, Listeners> patterns = new LinkedHashMap<>();
  private final KnownRequests<Request> knownRequests = new KnownRequests<>();
  private final List<ClientSession> toFlush = new ArrayList<>();
  private volatile int channelCount;
  private volatile int patternCount;

  private record Listeners(GlobPattern glob, Set<ClientSession> sessions) {}

  LoopClients(EventLoop loop) {
    this.loop = loop;
  }

  EventLoop loop() {
    return loop;
  }

  KnownRequests<Request> knownRequests() {
    return knownRequests;
  }

  void add(ClientSession session) {
    sessions.add(session);
  }

  void remove(ClientSession session) {
    sessions.remove(session);
  }

  /**
   * Has what was written to this client sent once all sockets that are ready on this loop have been
   * read: what else is written to it until then goes with it.
   */
  void flushLater(ClientSession session) {
    if (toFlush.isEmpty()) {
      loop.execute(this::flushAll);
    }
    toFlush.add(session);
  }

  private void flushAll() {
    // Flushing may make room for more requests, and so for more replies: they come behind.
    for (int i = 0; i < toFlush.size(); i++) {
      toFlush.get(i).flushOrClose();
    }
    toFlush.clear();
  }

  /** Looks after clients that are silent or do not read. To be called about once a second. */
  void sweep(long nowNanos) {
    List.copyOf(sessions).forEach(session -> session.sweep(nowNanos));
  }

  /** How many channels are listened to. Any thread. */
  int channels() {
    return channelCount;
  }

  /** How many patterns are listened to. Any thread. */
  int patterns() {
    return patternCount;
  }

  void subscribe(Topic topic, String name, ClientSession session) {
    if (topic == Topic.CHANNEL) {
      channels.computeIfAbsent(name, none -> new LinkedHashSet<>()).add(session);
    } else {
      patterns
          .computeIfAbsent(
              name, none -> new Listeners(new GlobPattern(name), new LinkedHashSet<>()))
          .sessions()
          .add(session);
    }
    count();
  }

  void unsubscribe(Topic topic, String name, ClientSession session) {
    if (topic == Topic.CHANNEL) {
      channels.computeIfPresent(name, (none, listeners) -> without(session, listeners));
    } else {
      patterns.computeIfPresent(
          name,
          (none, listeners) -> without(session, listeners.sessions()) == null ? null : listeners);
    }
    count();
  }

  private static Set<ClientSession> without(ClientSession session, Set<ClientSession> listeners) {
    listeners.remove(session);
    return listeners.isEmpty() ? null : listeners;
  }

  private void count() {
    channelCount = channels.size();
    patternCount = patterns.size();
  }

  /** Hands an event over to this loop, if anybody here listens at all. Any thread; in order. */
  void publish(Event event) {
    if (channelCount + patternCount > 0) {
      loop.execute(() -> deliver(event.type().channel(), event.payload()));
    }
  }

  private void deliver(String channel, String payload) {
    Set<ClientSession> listeners = channels.get(channel);
    if (listeners != null) {
      send(
          listeners,
          writer -> {
            writer.push(3);
            writer.bulk("message");
            writer.bulk(channel);
            writer.bulk(payload);
          });
    }
    // A client that can't take it is cut off, and gone from these maps: go by copies.
    for (Map.Entry<String, Listeners> pattern : List.copyOf(patterns.entrySet())) {
      if (pattern.getValue().glob().matches(channel)) {
        send(
            pattern.getValue().sessions(),
            writer -> {
              writer.push(4);
              writer.bulk("pmessage");
              writer.echo(pattern.getKey());
              writer.bulk(channel);
              writer.bulk(payload);
            });
      }
    }
  }

  /** Encodes once for each protocol that is spoken among these. */
  private static void send(Set<ClientSession> listeners, Consumer<ReplyWriter> message) {
    ByteBuf resp2 = null;
    ByteBuf resp3 = null;
    for (ClientSession session : List.copyOf(listeners)) {
      if (session.resp3()) {
        resp3 = resp3 == null ? encode(message, true) : resp3;
        session.push(resp3);
      } else {
        resp2 = resp2 == null ? encode(message, false) : resp2;
        session.push(resp2);
      }
    }
    release(resp2);
    release(resp3);
  }

  private static ByteBuf encode(Consumer<ReplyWriter> message, boolean resp3) {
    ReplyWriter writer = new ReplyWriter(ByteBufAllocator.DEFAULT);
    writer.resp3(resp3);
    message.accept(writer);
    return writer.take();
  }

  private static void release(ByteBuf buffer) {
    if (buffer != null) {
      buffer.release();
    }
  }
}
