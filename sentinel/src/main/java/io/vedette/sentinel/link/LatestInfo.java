package io.vedette.sentinel.link;

import io.vedette.quorum.model.InfoText;
import java.nio.charset.StandardCharsets;

/**
 * What a server has last answered to INFO. Each answer is written over the one before: of thousands
 * of servers they would else be most of what a coordinator has to collect and to keep. Thread-safe.
 */
final class LatestInfo implements InfoText {
  private byte[] bytes = new byte[0];
  private int length;

  /** Keeps a copy of this, up to {@link InfoParser#MAX_BYTES}, instead of what there is. */
  synchronized void keep(byte[] info) {
    length = Math.min(info.length, InfoParser.MAX_BYTES);
    boolean isFarTooLong = bytes.length > 2 * length;
    if (bytes.length < length || isFarTooLong) {
      bytes = new byte[length + length / 8];
    }
    System.arraycopy(info, 0, bytes, 0, length);
  }

  @Override
  public synchronized String get() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
