package io.vedette.tests.bench.fleet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;

/** One connection: what comes in is taken apart, what goes out is written once for all of it. */
final class Session {
  private static final byte[] NOTHING = new byte[0];

  private final Instance instance;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final Commands commands;
  private final Output out = new Output();
  private byte[] unread = NOTHING;
  private boolean waitsForFlush;

  Session(Instance instance, SocketChannel channel, SelectionKey key) {
    this.instance = instance;
    this.channel = channel;
    this.key = key;
    this.commands = new Commands(instance, this, out);
  }

  /** Reads and answers what there is; goes on writing where that was not possible before. */
  void serve(ByteBuffer buffer) {
    try {
      if (key.isWritable()) {
        flush();
      }
      if (key.isValid() && key.isReadable()) {
        read(buffer);
      }
    } catch (IOException e) {
      // The other side is gone.
      close();
    }
  }

  private void read(ByteBuffer buffer) throws IOException {
    buffer.clear();
    int count = channel.read(buffer);
    if (count < 0) {
      close();
      return;
    }
    byte[] bytes = Arrays.copyOf(unread, unread.length + count);
    buffer.flip().get(bytes, unread.length, count);
    Requests requests = new Requests(bytes);
    for (List<String> request = requests.next();
        request != null && channel.isOpen();
        request = requests.next()) {
      commands.answer(request);
    }
    unread = requests.rest();
    wroteSomething();
  }

  /** A message to a subscriber. */
  void hear(String channelName, String payload) {
    commands.push("message", channelName, payload);
    wroteSomething();
  }

  private void wroteSomething() {
    if (!waitsForFlush && !out.isEmpty()) {
      waitsForFlush = true;
      instance.flushLater(this);
    }
  }

  void flush() {
    waitsForFlush = false;
    if (!channel.isOpen()) {
      return;
    }
    try {
      boolean isDone = out.writeTo(channel);
      key.interestOps(isDone ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    } catch (IOException e) {
      close();
    }
  }

  void close() {
    instance.forget(this);
    try {
      channel.close();
    } catch (IOException e) {
      // It is of no use any more either way.
    }
  }
}
