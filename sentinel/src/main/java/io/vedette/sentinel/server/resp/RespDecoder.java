package io.vedette.sentinel.server.resp;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads requests, in Redis's two forms: an array of bulk strings, or a line typed by hand.
 *
 * <p>Nothing is allocated for what a header merely claims: the list of words grows as they arrive,
 * and a word is taken when all of it is there. The texts of the errors are Redis's.
 */
public final class RespDecoder {
  /** No honest number is longer than this, sign, digits and all. */
  private static final int HEADER_BYTES = 64;

  private static final int NONE = -1;

  private final RequestLimits limits;

  private List<String> words = new ArrayList<>();
  private long wordsToCome;
  private int bulkLength = NONE;
  private long requestBytes;
  private int scannedBytes;

  public RespDecoder(RequestLimits limits) {
    this.limits = limits;
  }

  /**
   * The next request, or null if its end has not come yet. Empty requests are skipped, as in Redis.
   *
   * @param in where to read; what belongs to a request is consumed as it is understood
   * @param stranger whether the client has still to say its password: Redis's much smaller limits
   * @throws ProtocolException if this is no request; the connection can't be used any more
   */
  public List<String> next(ByteBuf in, boolean stranger) throws ProtocolException {
    while (in.isReadable()) {
      boolean complete = wordsToCome > 0 || in.getByte(in.readerIndex()) == '*';
      complete = complete ? readArray(in, stranger) : readLine(in);
      if (!complete) {
        return null;
      }
      if (!words.isEmpty()) {
        List<String> request = words;
        words = new ArrayList<>(4);
        requestBytes = 0;
        return request;
      }
    }
    return null;
  }

  /** Whether nothing of a request has been read yet. */
  public boolean betweenRequests() {
    return wordsToCome == 0;
  }

  private boolean readArray(ByteBuf in, boolean stranger) throws ProtocolException {
    if (wordsToCome == 0 && !readArrayHeader(in, stranger)) {
      return false;
    }
    while (wordsToCome > 0) {
      if (bulkLength == NONE && !readBulkHeader(in, stranger)) {
        return false;
      }
      if (!readBulk(in)) {
        return false;
      }
    }
    return true;
  }

  private boolean readArrayHeader(ByteBuf in, boolean stranger) throws ProtocolException {
    int end = endOfHeader(in, "too big mbulk count string");
    if (end == NONE) {
      return false;
    }
    long count = number(in, end, "invalid multibulk length");
    if (count > limits.elements()) {
      throw new ProtocolException("invalid multibulk length");
    }
    if (stranger && count > RequestLimits.STRANGER_ELEMENTS) {
      throw new ProtocolException("unauthenticated multibulk length");
    }
    wordsToCome = Math.max(0, count);
    return true;
  }

  private boolean readBulkHeader(ByteBuf in, boolean stranger) throws ProtocolException {
    if (!in.isReadable()) {
      return false;
    }
    byte first = in.getByte(in.readerIndex());
    if (first != '$') {
      throw new ProtocolException("expected '$', got '" + printable(first) + "'");
    }
    int end = endOfHeader(in, "too big bulk count string");
    if (end == NONE) {
      return false;
    }
    long length = number(in, end, "invalid bulk length");
    if (length < 0 || length > limits.bulkBytes()) {
      throw new ProtocolException("invalid bulk length");
    }
    if (stranger && length > RequestLimits.STRANGER_BULK_BYTES) {
      throw new ProtocolException("unauthenticated bulk length");
    }
    requestBytes += length + RequestLimits.ELEMENT_BYTES;
    if (requestBytes > limits.requestBytes()) {
      throw new ProtocolException("too big request");
    }
    bulkLength = (int) length;
    return true;
  }

  private boolean readBulk(ByteBuf in) {
    if (in.readableBytes() < bulkLength + 2) {
      return false;
    }
    words.add(in.readString(bulkLength, StandardCharsets.ISO_8859_1));
    // Like Redis, trust the length, not what stands where the line should end.
    in.skipBytes(2);
    bulkLength = NONE;
    wordsToCome--;
    return true;
  }

  /** Where the line of a header ends, or {@link #NONE} if that has not come yet. */
  private static int endOfHeader(ByteBuf in, String tooLong) throws ProtocolException {
    int length = Math.min(in.readableBytes(), HEADER_BYTES);
    int end = in.indexOf(in.readerIndex(), in.readerIndex() + length, (byte) '\r');
    if (end < 0) {
      if (length == HEADER_BYTES) {
        throw new ProtocolException(tooLong);
      }
      return NONE;
    }
    return end + 1 < in.writerIndex() ? end : NONE;
  }

  /** The number between the header's first byte and its end; consumes the line. */
  private static long number(ByteBuf in, int end, String malformed) throws ProtocolException {
    int length = end - in.readerIndex() - 1;
    String digits = in.toString(in.readerIndex() + 1, length, StandardCharsets.US_ASCII);
    in.readerIndex(end + 2);
    return WireNumber.parse(digits).orElseThrow(() -> new ProtocolException(malformed));
  }

  private boolean readLine(ByteBuf in) throws ProtocolException {
    int start = in.readerIndex();
    int end = in.indexOf(start + scannedBytes, in.writerIndex(), (byte) '\n');
    if ((end < 0 ? in.readableBytes() : end - start) > limits.inlineBytes()) {
      throw new ProtocolException("too big inline request");
    }
    if (end < 0) {
      // A line that comes byte by byte is looked through once, not once per byte.
      scannedBytes = in.readableBytes();
      return false;
    }
    scannedBytes = 0;
    String line = in.readString(end - start, StandardCharsets.ISO_8859_1);
    in.skipBytes(1);
    words = InlineWords.split(line);
    return true;
  }

  private static char printable(byte value) {
    return value >= ' ' && value < 0x7f ? (char) value : '?';
  }
}
