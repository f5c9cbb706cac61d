package io.vedette.tests.bench;

import io.vedette.quorum.model.Address;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks one server the same over many connections, each again as soon as it has been answered, all
 * from the calling thread. What it does for a request must cost less than what the server does, or
 * the measurement would be of itself: the bytes of requests stand ready, and replies are compared
 * with the bytes that are expected, not taken apart.
 */
final class LoadClient implements AutoCloseable {
  private static final int SELECT_MS = 100;

  private final Selector selector = Selector.open();
  private final List<Lane> lanes = new ArrayList<>();
  private final ByteBuffer read = ByteBuffer.allocateDirect(64 * 1024);
  private final ByteBuffer expected;
  private final int depth;
  private Latencies latencies = new Latencies();
  private boolean sending;
  private int waiting;
  private IOException failure;

  /** One connection. */
  private static final class Lane {
    private final SocketChannel channel;
    private final ByteBuffer requests;
    private int toCome;
    private long sentAtNanos;

    Lane(SocketChannel channel, ByteBuffer requests) {
      this.channel = channel;
      this.requests = requests;
    }
  }

  /**
   * What was measured.
   *
   * @param perSecond requests that were answered
   * @param p99Ms of the time from sending requests that go together to the last of their replies
   */
  record Load(double perSecond, double p99Ms) {}

  /**
   * Connects.
   *
   * @param depth how many requests are sent at once, 1 or more
   * @param reply what each must be answered with, byte for byte
   */
  LoadClient(Address address, int connections, int depth, String request, String reply)
      throws IOException {
    this.depth = depth;
    this.expected = buffer(reply.repeat(depth));
    ByteBuffer requests = buffer(request.repeat(depth));
    for (int i = 0; i < connections; i++) {
      SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(address.host(), address.port()));
      Lane lane = new Lane(channel, requests.duplicate());
      lanes.add(lane);
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.register(selector, SelectionKey.OP_READ, lane);
    }
  }

  private static ByteBuffer buffer(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  /**
   * Asks for so long, and waits for the last replies.
   *
   * @throws IOException if a reply is not the one expected, or the server closes a connection
   */
  Load run(Duration time) throws IOException {
    latencies = new Latencies();
    sending = true;
    waiting = 0;
    long begin = System.nanoTime();
    for (Lane lane : lanes) {
      send(lane, System.nanoTime());
    }
    long end = begin + time.toNanos();
    while (waiting > 0) {
      selector.select(this::serve, SELECT_MS);
      if (failure != null) {
        throw failure;
      }
      sending = System.nanoTime() < end;
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    return new Load(latencies.count() * depth / seconds, latencies.percentileMs(0.99));
  }

  private void send(Lane lane, long now) throws IOException {
    lane.sentAtNanos = now;
    lane.toCome = expected.limit();
    waiting++;
    lane.requests.rewind();
    // They fit into the socket's buffer, which is empty: all before were answered.
    while (lane.requests.hasRemaining()) {
      lane.channel.write(lane.requests);
    }
  }

  private void serve(SelectionKey key) {
    Lane lane = (Lane) key.attachment();
    try {
      receive(lane);
      if (lane.toCome == 0) {
        long now = System.nanoTime();
        latencies.record(now - lane.sentAtNanos);
        waiting--;
        if (sending) {
          send(lane, now);
        }
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  private void receive(Lane lane) throws IOException {
    read.clear();
    int count = lane.channel.read(read);
    if (count < 0) {
      throw new EOFException("the server has closed a connection");
    }
    read.flip();
    int from = expected.capacity() - lane.toCome;
    expected.limit(Math.min(expected.capacity(), from + count)).position(from);
    boolean same = expected.equals(read);
    expected.clear();
    if (!same) {
      throw new IOException("unexpected reply " + StandardCharsets.ISO_8859_1.decode(read));
    }
    lane.toCome -= count;
  }

  @Override
  public void close() throws IOException {
    for (Lane lane : lanes) {
      lane.channel.close();
    }
    selector.close();
  }
}
