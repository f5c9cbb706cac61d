package io.vedette.sentinel.link;

import io.lettuce.core.protocol.DecodeBufferPolicy;
import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import io.netty.buffer.UnpooledHeapByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

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

  /** Long enough for an INFO; whoever asks for a direct buffer of this size gets a shared one. */
  static final int SHARED_BYTES = 16 << 10;

  /** Others wait for a slow connection, or for TLS; they are made and dropped as needed. */
  private static final int MOST_FREE = 4;

  /** What longer buffers have grown to is kept for the next ones that grow, up to this size. */
  private static final int MOST_BYTES = 64 << 10;

  /** How much of each size. */
  private static final int SPARE_ARRAYS = 16;

  private final ByteBufAllocator source = ByteBufAllocator.DEFAULT;
  private final Map<Integer, Deque<byte[]>> spare = new HashMap<>();
  private final Deque<Shared> free = new ArrayDeque<>();
  private boolean hasPartOfMessage;

  ReadBuffers() {
    super(true);
  }

  @Override
  public ByteBuf buffer(int initialCapacity) {
    return initialCapacity == LETTUCE_BYTES ? new Growing(this) : super.buffer(initialCapacity);
  }

  private synchronized byte[] take(int bytes) {
    Deque<byte[]> ofThisSize = spare.get(bytes);
    byte[] array = ofThisSize == null ? null : ofThisSize.poll();
    return array == null ? new byte[bytes] : array;
  }

  private synchronized void giveBack(byte[] array) {
    if (array.length >= START_BYTES && array.length <= MOST_BYTES) {
      Deque<byte[]> ofThisSize = spare.computeIfAbsent(array.length, size -> new ArrayDeque<>());
      if (ofThisSize.size() < SPARE_ARRAYS) {
        ofThisSize.push(array);
      }
    }
  }

  /** Of an array that is exchanged for a longer one of another connection, and back. */
  private static final class Growing extends UnpooledHeapByteBuf {
    Growing(ReadBuffers buffers) {
      super(buffers, START_BYTES, Integer.MAX_VALUE);
    }

    @Override
    protected byte[] allocateArray(int initialCapacity) {
      return ((ReadBuffers) alloc()).take(initialCapacity);
    }

    @Override
    protected void freeArray(byte[] array) {
      ((ReadBuffers) alloc()).giveBack(array);
    }
  }

  @Override
  protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
    return source.heapBuffer(initialCapacity, maxCapacity);
  }

  @Override
  protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
    return initialCapacity == SHARED_BYTES
        ? shared()
        : source.directBuffer(initialCapacity, maxCapacity);
  }

  private synchronized ByteBuf shared() {
    Shared buffer = free.poll();
    if (buffer == null) {
      return new Shared(this);
    }
    buffer.again();
    return buffer;
  }

  private synchronized boolean keep(Shared buffer) {
    boolean isKept = free.size() < MOST_FREE;
    if (isKept) {
      free.push(buffer);
    }
    return isKept;
  }

  /**
   * What bytes pass through on their way from and to the kernel: it is nearly always given back
   * before the next one is needed.
   */
  private static final class Shared extends UnpooledDirectByteBuf {
    Shared(ReadBuffers buffers) {
      super(buffers, SHARED_BYTES, Integer.MAX_VALUE);
    }

    void again() {
      resetRefCnt();
      clear();
    }

    @Override
    protected void deallocate() {
      if (capacity() != SHARED_BYTES || !((ReadBuffers) alloc()).keep(this)) {
        super.deallocate();
      }
    }
  }

  @Override
  public boolean isDirectBufferPooled() {
    return source.isDirectBufferPooled();
  }

  /**
   * Whether what has been decoded since this was asked last ended inside a message. I/O thread
   * only.
   */
  boolean endedInsideMessage() {
    boolean hadPart = hasPartOfMessage;
    hasPartOfMessage = false;
    return hadPart;
  }

  /** Fails the command that waits for the answer, and so its link. */
  @Override
  public void afterPartialDecode(ByteBuf buffer) {
    hasPartOfMessage = true;
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
      if (buffer.capacity() > START_BYTES) {
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
