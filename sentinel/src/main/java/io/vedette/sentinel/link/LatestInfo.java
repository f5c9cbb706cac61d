package io.vedette.sentinel.link;

import io.netty.buffer.ByteBuf;
import io.vedette.quorum.model.InfoText;
import io.vedette.quorum.model.NodeInfo;
import java.nio.charset.StandardCharsets;

/**
 * What a server has last answered to INFO. Each answer is written over the one before: of thousands
 * of servers they would else be most of what a coordinator has to collect and to keep. Thread-safe.
 */
final class LatestInfo implements InfoText {
  private byte[] bytes = new byte[0];
  private int length;

  /**
   * Keeps a copy of so many bytes from an index on, up to {@link InfoParser#MAX_BYTES}, instead of
   * what there is.
   */
  synchronized void keep(ByteBuf from, int index, int bytesThere) {
    length = Math.min(bytesThere, InfoParser.MAX_BYTES);
    boolean isFarTooLong = bytes.length > 2 * length;
    if (bytes.length < length || isFarTooLong) {
      bytes = new byte[length + length / 8];
    }
    from.getBytes(index, bytes, 0, length);
  }

  /** What can be read of it. */
  synchronized NodeInfo read() {
    return InfoParser.parse(bytes, length, this);
  }

  @Override
  public synchronized String get() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
