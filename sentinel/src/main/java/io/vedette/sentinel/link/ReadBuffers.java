package io.vedette.sentinel.link;

import io.lettuce.core.protocol.DecodeBufferPolicy;
import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Keeps what a connection reads into small: Lettuce asks for 64 KiB per connection, and thousands
 * of connections read a PONG a second each. Buffers start small, grow for an INFO, and shrink
 * again.
 */
final class ReadBuffers extends AbstractByteBufAllocator implements DecodeBufferPolicy {
  /** More than any INFO of a sane server; an answer beyond it ends the connection. */
  static final int MAX_REPLY_BYTES = 4 << 20;

  /** What Lettuce asks for; TLS asks for sizes of its own, which it needs. */
  private static final int LETTUCE_BYTES = 64 << 10;

  private static final int START_BYTES = 1 << 10;
  private static final int KEEP_BYTES = 4 << 10;

  private final ByteBufAllocator source = ByteBufAllocator.DEFAULT;

  ReadBuffers() {
    super(true);
  }

  @Override
  public ByteBuf buffer(int initialCapacity) {
    return super.buffer(initialCapacity == LETTUCE_BYTES ? START_BYTES : initialCapacity);
  }

  @Override
  protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
    return source.heapBuffer(initialCapacity, maxCapacity);
  }

  @Override
  protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
    return source.directBuffer(initialCapacity, maxCapacity);
  }

  @Override
  public boolean isDirectBufferPooled() {
    return source.isDirectBufferPooled();
  }

  /** Fails the command that waits for the answer, and so its link. */
  @Override
  public void afterPartialDecode(ByteBuf buffer) {
    if (buffer.readableBytes() > MAX_REPLY_BYTES) {
      throw new OversizedReplyException();
    }
  }

  @Override
  public void afterDecoding(ByteBuf buffer) {
    if (buffer.isReadable()) {
      buffer.discardSomeReadBytes();
    } else {
      buffer.clear();
      if (buffer.capacity() > KEEP_BYTES) {
        buffer.capacity(START_BYTES);
      }
    }
  }

  /** An answer longer than {@link #MAX_REPLY_BYTES}. */
  static final class OversizedReplyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OversizedReplyException() {
      super("an answer of more than " + MAX_REPLY_BYTES + " bytes", null, false, false);
    }
  }
}
