package io.vedette.tests.harness;

import io.vedette.quorum.model.Address;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
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

/** Thousands of connections to one server, all served by the calling thread. */
public final class Crowd implements AutoCloseable {
  /**
   * So many may wait for their first answer at once: fewer than any server lets wait to be
   * accepted, for beyond that a connection takes a second more.
   */
  private static final int AT_ONCE = 128;

  private final Address address;
  private final Selector selector;
  private final List<Member> members = new ArrayList<>();
  private final ByteBuffer read = ByteBuffer.allocateDirect(64 * 1024);
  private String awaited = "";
  private int waiting;

  private Crowd(Address address) throws IOException {
    this.address = address;
    this.selector = Selector.open();
  }

  /** One connection, and what it has heard since something was awaited last. */
  private static final class Member {
    private final SocketChannel channel;
    private final StringBuilder heard = new StringBuilder();
    private boolean satisfied;

    Member(SocketChannel channel) {
      this.channel = channel;
    }
  }

  /**
   * Connects {@code count} times; each sends {@code request} as soon as it can, and all wait for
   * {@code reply}.
   *
   * @throws UncheckedIOException if one is refused, or if they are not done in time
   */
  public static Crowd connect(
      Address address, int count, String request, String reply, Duration atMost) {
    try {
      Crowd crowd = new Crowd(address);
      try {
        crowd.open(count, request, reply, System.nanoTime() + atMost.toNanos());
        return crowd;
      } catch (IOException | UncheckedIOException e) {
        crowd.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void open(int count, String request, String reply, long deadlineNanos)
      throws IOException {
    awaited = reply;
    waiting = count;
    byte[] bytes = request.getBytes(StandardCharsets.ISO_8859_1);
    while (members.size() < count || waiting > 0) {
      int answered = count - waiting;
      while (members.size() < count && members.size() - answered < AT_ONCE) {
        begin(bytes);
      }
      turn(deadlineNanos, bytes);
    }
  }

  private void begin(byte[] request) throws IOException {
    SocketChannel channel = SocketChannel.open();
    Member member = new Member(channel);
    members.add(member);
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    if (channel.connect(new InetSocketAddress(address.host(), address.port()))) {
      channel.register(selector, SelectionKey.OP_READ, member);
      write(member, request);
    } else {
      channel.register(selector, SelectionKey.OP_CONNECT, member);
    }
  }

  private static void write(Member member, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      member.channel.write(buffer);
    }
  }

  /** Serves whoever is ready. */
  private void turn(long deadlineNanos, byte[] request) throws IOException {
    long leftMs = (deadlineNanos - System.nanoTime()) / 1_000_000;
    if (leftMs <= 0) {
      throw new IOException(
          waiting + " of " + members.size() + " still wait for " + awaited.stripTrailing());
    }
    selector.select(
        key -> {
          try {
            serve(key, request);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        leftMs);
  }

  private void serve(SelectionKey key, byte[] request) throws IOException {
    Member member = (Member) key.attachment();
    if (key.isConnectable()) {
      member.channel.finishConnect();
      key.interestOps(SelectionKey.OP_READ);
      write(member, request);
      return;
    }
    read.clear();
    int count = member.channel.read(read);
    if (count < 0) {
      throw new EOFException("the server has closed a connection");
    }
    read.flip();
    member.heard.append(StandardCharsets.ISO_8859_1.decode(read));
    if (!member.satisfied && member.heard.indexOf(awaited) >= 0) {
      member.satisfied = true;
      waiting--;
    }
  }

  /** From now on all wait for this text; what they have heard until now does not count. */
  public void expect(String text) {
    awaited = text;
    waiting = members.size();
    for (Member member : members) {
      member.heard.setLength(0);
      member.satisfied = false;
    }
  }

  /**
   * Waits until everybody has heard what is expected.
   *
   * @return when the last had, by {@link System#nanoTime}
   */
  public long await(Duration atMost) {
    long deadlineNanos = System.nanoTime() + atMost.toNanos();
    try {
      while (waiting > 0) {
        turn(deadlineNanos, new byte[0]);
      }
      return System.nanoTime();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everybody sends this. */
  public void send(String bytes) {
    byte[] raw = bytes.getBytes(StandardCharsets.ISO_8859_1);
    try {
      for (Member member : members) {
        write(member, raw);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      for (Member member : members) {
        member.channel.close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
