package io.vedette.sentinel.link;

import io.lettuce.core.protocol.ProtocolKeyword;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A command's name: the server's own for Lettuce, which pairs SUBSCRIBE with its push by it, and
 * the one given by {@code rename-command} for the wire.
 */
final class Word implements ProtocolKeyword {
  private final String name;
  private final byte[] onWire;

  private Word(String name, String onWire) {
    this.name = name;
    this.onWire = onWire.getBytes(StandardCharsets.UTF_8);
  }

  /** The word for this command where some commands have other names. */
  static Word of(String name, Map<String, String> renamed) {
    return new Word(name, renamed.getOrDefault(name, name));
  }

  @Override
  public byte[] getBytes() {
    return onWire;
  }

  @Override
  public String toString() {
    return name;
  }
}
