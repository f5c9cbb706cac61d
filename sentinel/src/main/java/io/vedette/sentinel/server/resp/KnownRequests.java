package io.vedette.sentinel.server.resp;

import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What was made of short requests that come again and again, found by their bytes: neither words
 * nor command are looked up again, and nothing is allocated.
 *
 * <p>Only what stands at one place of the table is compared, in full; what comes in between costs
 * no more than being taken apart the long way. For one thread.
 *
 * @param <T> what is made of a request; it is kept for as long as no other takes its place, so
 *     secrets must not be in it
 */
public final class KnownRequests<T> {
  private static final int PLACES = 512;
  private static final int MOST_BYTES = 192;
  private static final int MOST_WORDS = 8;
  private static final int MOST_DIGITS = 3;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long MIX = 0x9E3779B97F4A7C15L;

  /** Shorter than any request in RESP form that has a word. */
  private static final int FEWEST_BYTES = Long.BYTES;

  private final Entry<T>[] table;

  /** Who was seen last at each place: only a request that comes twice in a row is remembered. */
  private final int[] seen = new int[PLACES];

  private final byte[] bytes = new byte[MOST_BYTES];
  private int at;
  private int length;
  private int hash;

  private static final class Entry<T> {
    private final byte[] bytes;
    private final T value;

    Entry(byte[] bytes, T value) {
      this.bytes = bytes;
      this.value = value;
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  public KnownRequests() {
    table = new Entry[PLACES];
  }

  /**
   * What is known of the request that begins the buffer, which is consumed then; null if nothing
   * is, and then nothing is consumed.
   */
  public T find(ByteBuf in) {
    int available = Math.min(in.readableBytes(), MOST_BYTES);
    in.getBytes(in.readerIndex(), bytes, 0, available);
    length = length(available);
    if (length == 0) {
      return null;
    }
    hash = hash();
    Entry<T> entry = table[hash & (PLACES - 1)];
    if (entry == null
        || entry.bytes.length != length
        || !Arrays.equals(entry.bytes, 0, length, bytes, 0, length)) {
      return null;
    }
    in.skipBytes(length);
    return entry.value;
  }

  /**
   * Takes note of the request that {@link #find} has just not found.
   *
   * @param consumed how many bytes it took
   */
  public void learn(T value, int consumed) {
    if (length == 0 || consumed != length) {
      return;
    }
    int place = hash & (PLACES - 1);
    if (seen[place] == hash) {
      table[place] = new Entry<>(Arrays.copyOf(bytes, length), value);
    }
    seen[place] = hash;
  }

  /** How long the request is; 0 if it is not all there, too long, or written in an unusual way. */
  private int length(int available) {
    at = 0;
    int words = header('*', available);
    if (words < 1 || words > MOST_WORDS) {
      return 0;
    }
    for (int i = 0; i < words; i++) {
      int word = header('$', available);
      if (word < 0 || word + 2 > available - at) {
        return 0;
      }
      at += word + 2;
    }
    return at < FEWEST_BYTES ? 0 : at;
  }

  /** The number in the header of this type that stands here; negative: none does. */
  private int header(char type, int available) {
    // Three digits and a line's end at most behind the type.
    if (available - at < MOST_DIGITS + 3 || bytes[at] != type) {
      return -1;
    }
    int from = at + 1;
    int number = 0;
    int i = from;
    while (i - from < MOST_DIGITS && bytes[i] >= '0' && bytes[i] <= '9') {
      number = number * 10 + bytes[i++] - '0';
    }
    boolean usual = i > from && (bytes[from] != '0' || i == from + 1);
    if (!usual || bytes[i] != '\r' || bytes[i + 1] != '\n') {
      return -1;
    }
    at = i + 2;
    return number;
  }

  private int hash() {
    long mixed = length;
    int last = length - Long.BYTES;
    for (int i = 0; i < last; i += Long.BYTES) {
      mixed = (mixed ^ (long) LONG.get(bytes, i)) * MIX;
      mixed ^= mixed >>> 32;
    }
    mixed = (mixed ^ (long) LONG.get(bytes, last)) * MIX;
    return (int) (mixed ^ mixed >>> 32);
  }
}
