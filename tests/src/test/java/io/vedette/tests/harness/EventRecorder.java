package io.vedette.tests.harness;

import io.vedette.quorum.model.Address;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Subscribes to all events of one coordinator, with a thread per connection, and keeps them over
 * its restarts. Reactions run on that thread, right behind the event's arrival.
 */
public final class EventRecorder implements AutoCloseable {
  private final String name;
  private final Address address;
  private final Access access;
  private final List<RecordedEvent> events = new CopyOnWriteArrayList<>();
  private final List<Consumer<RecordedEvent>> reactions = new CopyOnWriteArrayList<>();
  private RespClient client;

  public EventRecorder(String name, Address address) {
    this(name, address, Access.PLAIN);
  }

  EventRecorder(String name, Address address, Access access) {
    this.name = name;
    this.address = address;
    this.access = access;
  }

  /** Subscribes anew; on return the subscription is in force. */
  public void connect() throws IOException {
    close();
    RespClient connected = RespClient.connect(address, Duration.ZERO, access);
    connected.call("PSUBSCRIBE", "*");
    client = connected;
    Thread thread = new Thread(() -> record(connected), "events of " + name);
    thread.setDaemon(true);
    thread.start();
  }

  private void record(RespClient connected) {
    try {
      while (true) {
        List<?> push = (List<?>) connected.read();
        RecordedEvent event =
            new RecordedEvent(System.nanoTime(), name, (String) push.get(2), (String) push.get(3));
        events.add(event);
        reactions.forEach(reaction -> reaction.accept(event));
      }
    } catch (IOException e) {
      // The coordinator is gone, or this recorder is closed: the end of this recording either way.
    }
  }

  public void onEvent(Consumer<RecordedEvent> reaction) {
    reactions.add(reaction);
  }

  public List<RecordedEvent> all() {
    return List.copyOf(events);
  }

  public List<RecordedEvent> of(String channel) {
    return events.stream().filter(event -> event.channel().equals(channel)).toList();
  }

  @Override
  public void close() throws IOException {
    if (client != null) {
      client.close();
      client = null;
    }
  }
}
