package io.vedette.tests.bench.fleet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes on their way out; holds no memory while there are none. */
final class Output {
  private static final byte[] NOTHING = new byte[0];
  private static final int FIRST_BYTES = 256;

  private byte[] bytes = NOTHING;
  private int length;

  boolean isEmpty() {
    return length == 0;
  }

  Output add(String text) {
    int count = text.length();
    reserve(count);
    for (int i = 0; i < count; i++) {
      bytes[length + i] = (byte) text.charAt(i);
    }
    length += count;
    return this;
  }

  Output add(byte[] more) {
    reserve(more.length);
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
    return this;
  }

  Output number(char marker, long value) {
    return add(marker + Long.toString(value) + "\r\n");
  }

  Output bulk(String text) {
    return number('$', text.length()).add(text).add("\r\n");
  }

  private void reserve(int count) {
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(FIRST_BYTES, 2 * (length + count)));
    }
  }

  /** Whether all of it went out. */
  boolean writeTo(WritableByteChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
    channel.write(buffer);
    if (!buffer.hasRemaining()) {
      bytes = NOTHING;
      length = 0;
      return true;
    }
    bytes = Arrays.copyOfRange(bytes, buffer.position(), length);
    length = bytes.length;
    return false;
  }

  /** What there is, as text. */
  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }
}
