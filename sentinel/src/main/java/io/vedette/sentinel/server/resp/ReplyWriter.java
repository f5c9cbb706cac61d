package io.vedette.sentinel.server.resp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes replies in the form of the client's protocol: what RESP3 has a type for (maps, sets, null,
 * pushes, booleans, doubles, verbatim text) becomes the customary stand-in in RESP2.
 *
 * <p>Replies gather here until they are {@linkplain #take() taken}, one flush for many.
 */
public final class ReplyWriter {
  private static final int FIRST_BYTES = 128;
  private static final int MOST_FIRST_BYTES = 16 * 1024;

  private final ByteBufAllocator allocator;
  private final byte[] digits = new byte[20];
  private ByteBuf out;
  private boolean resp3;
  private long errors;

  /** How much was taken last: as much is likely to gather next. */
  private int expected = FIRST_BYTES;

  public ReplyWriter(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  /** From now on RESP3, or RESP2 again. */
  public void resp3(boolean value) {
    resp3 = value;
  }

  /** Whether the client speaks RESP3. */
  public boolean resp3() {
    return resp3;
  }

  /** How many bytes have gathered. */
  public int size() {
    return out == null ? 0 : out.readableBytes();
  }

  /** How many errors have been written since the writer was made. */
  public long errors() {
    return errors;
  }

  /** Forgets what has gathered beyond this {@linkplain #size() size}. */
  public void truncate(int size) {
    if (out != null) {
      out.writerIndex(out.readerIndex() + size);
    }
  }

  /** Hands over what has gathered; the caller owns it. There must be something. */
  public ByteBuf take() {
    ByteBuf taken = out;
    out = null;
    expected = Math.min(Math.max(taken.readableBytes(), FIRST_BYTES), MOST_FIRST_BYTES);
    return taken;
  }

  /** Drops what has gathered. */
  public void release() {
    if (out != null) {
      out.release();
      out = null;
    }
  }

  /** {@code +text}. */
  public void status(String text) {
    line('+', text);
  }

  /** {@code +OK}. */
  public void ok() {
    status("OK");
  }

  /** {@code -text}; the text begins with a code such as ERR. Ends of lines in it become blanks. */
  public void error(String text) {
    errors++;
    line('-', text);
  }

  /** {@code :value}. */
  public void integer(long value) {
    header(':', value);
  }

  /** A bulk string in UTF-8: for our own text. */
  public void bulk(String text) {
    int length = ByteBufUtil.utf8Bytes(text);
    header('$', length);
    ByteBufUtil.reserveAndWriteUtf8(out, text, length);
    endLine();
  }

  /** A bulk string of bytes held as Latin-1: for what a client sent. */
  public void echo(String wire) {
    header('$', wire.length());
    out.writeCharSequence(wire, StandardCharsets.ISO_8859_1);
    endLine();
  }

  /** A number as a bulk string. */
  public void bulk(long value) {
    header('$', digitsOf(value));
    writeDigits(value);
    endLine();
  }

  /** Text for people: verbatim in RESP3, a bulk string in RESP2. */
  public void verbatim(String wire) {
    if (!resp3) {
      echo(wire);
      return;
    }
    header('=', wire.length() + 4L);
    out.writeCharSequence("txt:", StandardCharsets.US_ASCII);
    out.writeCharSequence(wire, StandardCharsets.ISO_8859_1);
    endLine();
  }

  /** No value: {@code _}, or a null bulk string. */
  public void nullBulk() {
    literal(resp3 ? "_" : "$-1");
  }

  /** No list: {@code _}, or a null array. */
  public void nullArray() {
    literal(resp3 ? "_" : "*-1");
  }

  /** An array of so many replies, which follow. */
  public void array(int elements) {
    header('*', elements);
  }

  /** A map of so many pairs, which follow: a flat array in RESP2. */
  public void map(int pairs) {
    header(resp3 ? '%' : '*', resp3 ? pairs : 2L * pairs);
  }

  /** A set of so many replies, which follow: an array in RESP2. */
  public void set(int elements) {
    header(resp3 ? '~' : '*', elements);
  }

  /** Something nobody asked for, of so many replies, which follow: an array in RESP2. */
  public void push(int elements) {
    header(resp3 ? '>' : '*', elements);
  }

  /** A truth value: 1 or 0 in RESP2. */
  public void bool(boolean value) {
    if (resp3) {
      literal(value ? "#t" : "#f");
    } else {
      integer(value ? 1 : 0);
    }
  }

  /** A number with a fraction: a bulk string in RESP2. */
  public void decimal(double value) {
    String text = Double.isInfinite(value) ? (value > 0 ? "inf" : "-inf") : plain(value);
    if (resp3) {
      literal("," + text);
    } else {
      bulk(text);
    }
  }

  /** Several lines of status text, as the HELP subcommands answer. */
  public void statuses(List<String> lines) {
    array(lines.size());
    lines.forEach(this::status);
  }

  /** What has gathered beyond this {@linkplain #size() size}. */
  public byte[] copyFrom(int size) {
    byte[] copy = new byte[size() - size];
    if (copy.length > 0) {
      out.getBytes(out.readerIndex() + size, copy);
    }
    return copy;
  }

  /** A reply that is already encoded. */
  public void encoded(byte[] bytes) {
    buffer().writeBytes(bytes);
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private void literal(String text) {
    buffer().writeCharSequence(text, StandardCharsets.US_ASCII);
    endLine();
  }

  private void line(char type, String text) {
    String oneLine =
        text.indexOf('\r') < 0 && text.indexOf('\n') < 0
            ? text
            : text.replace('\r', ' ').replace('\n', ' ');
    buffer().writeByte(type);
    out.writeCharSequence(oneLine, StandardCharsets.ISO_8859_1);
    endLine();
  }

  private void header(char type, long number) {
    buffer().writeByte(type);
    writeDigits(number);
    endLine();
  }

  private void endLine() {
    out.writeShort('\r' << 8 | '\n');
  }

  private void writeDigits(long value) {
    if (value == Long.MIN_VALUE) {
      out.writeCharSequence(Long.toString(value), StandardCharsets.US_ASCII);
      return;
    }
    long rest = Math.abs(value);
    int first = digits.length;
    do {
      digits[--first] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest != 0);
    if (value < 0) {
      digits[--first] = '-';
    }
    out.writeBytes(digits, first, digits.length - first);
  }

  private static int digitsOf(long value) {
    if (value == Long.MIN_VALUE) {
      return 20;
    }
    int count = value < 0 ? 2 : 1;
    for (long rest = Math.abs(value); rest >= 10; rest /= 10) {
      count++;
    }
    return count;
  }

  private ByteBuf buffer() {
    if (out == null) {
      out = allocator.ioBuffer(expected);
    }
    return out;
  }
}
