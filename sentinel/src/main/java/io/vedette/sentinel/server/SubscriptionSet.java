package io.vedette.sentinel.server;

import io.vedette.sentinel.server.command.Subscriptions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What one client listens to; keeps the loop's {@link LoopClients} in step. */
final class SubscriptionSet implements Subscriptions {
  /** What a subscription costs beside its name, roughly. */
  private static final int ENTRY_BYTES = 128;

  private final ClientSession session;
  private final LoopClients loop;
  private final int limitBytes;
  private final Set<String> channels = new LinkedHashSet<>();
  private final Set<String> patterns = new LinkedHashSet<>();
  private int bytes;
  private volatile int channelCount;
  private volatile int patternCount;

  SubscriptionSet(ClientSession session, LoopClients loop, int limitBytes) {
    this.session = session;
    this.loop = loop;
    this.limitBytes = limitBytes;
  }

  @Override
  public boolean add(Topic topic, String channel) {
    Set<String> names = names(topic);
    if (names.contains(channel)) {
      return true;
    }
    int cost = channel.length() + ENTRY_BYTES;
    if (cost > limitBytes - bytes) {
      return false;
    }
    bytes += cost;
    names.add(channel);
    loop.subscribe(topic, channel, session);
    publishCounts();
    return true;
  }

  @Override
  public void remove(Topic topic, String channel) {
    if (names(topic).remove(channel)) {
      bytes -= channel.length() + ENTRY_BYTES;
      loop.unsubscribe(topic, channel, session);
      publishCounts();
    }
  }

  @Override
  public List<String> of(Topic topic) {
    return List.copyOf(names(topic));
  }

  @Override
  public int count() {
    return channelCount + patternCount;
  }

  @Override
  public void clear() {
    of(Topic.CHANNEL).forEach(channel -> remove(Topic.CHANNEL, channel));
    of(Topic.PATTERN).forEach(pattern -> remove(Topic.PATTERN, pattern));
  }

  /** How many channels. Any thread. */
  int channels() {
    return channelCount;
  }

  /** How many patterns. Any thread. */
  int patterns() {
    return patternCount;
  }

  private Set<String> names(Topic topic) {
    return topic == Topic.CHANNEL ? channels : patterns;
  }

  private void publishCounts() {
    channelCount = channels.size();
    patternCount = patterns.size();
  }
}
