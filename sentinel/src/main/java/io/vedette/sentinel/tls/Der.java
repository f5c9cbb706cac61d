package io.vedette.sentinel.tls;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** As much of DER as the envelope of a private key needs. */
final class Der {
  static final int INTEGER = 0x02;
  static final int OCTETS = 0x04;
  static final int OID = 0x06;
  static final int SEQUENCE = 0x30;
  static final int CONTEXT_0 = 0xA0;

  private static final int LONG_FORM = 0x80;

  private Der() {}

  /** An element with these parts as its content. */
  static byte[] of(int tag, byte[]... parts) {
    byte[] content = join(parts);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < LONG_FORM) {
      out.write(content.length);
    } else {
      int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(content.length) + 7) / Byte.SIZE;
      out.write(LONG_FORM | bytes);
      for (int i = bytes - 1; i >= 0; i--) {
        out.write(content.length >> (i * Byte.SIZE));
      }
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** The content of a sequence's first element with this tag; empty also if it is damaged. */
  static Optional<byte[]> child(byte[] sequence, int tag) {
    int[] outer = element(sequence, 0);
    int at = outer[0];
    while (at < outer[1]) {
      int[] inner = element(sequence, at);
      if ((sequence[at] & 0xFF) == tag && inner[1] <= sequence.length) {
        return Optional.of(Arrays.copyOfRange(sequence, inner[0], inner[1]));
      }
      at = inner[1];
    }
    return Optional.empty();
  }

  /** One element, decoded as far as its envelope. */
  static final class Element {
    private final int tag;
    private final byte[] content;

    private Element(int tag, byte[] content) {
      this.tag = tag;
      this.content = content;
    }

    int tag() {
      return tag;
    }

    byte[] content() {
      return content.clone();
    }
  }

  /** The elements that follow each other in a content. */
  static List<Element> elements(byte[] content) throws GeneralSecurityException {
    List<Element> found = new ArrayList<>();
    int at = 0;
    while (at < content.length) {
      int[] inner = element(content, at);
      if (isDamaged(content, at, inner)) {
        throw new GeneralSecurityException("damaged");
      }
      found.add(new Element(content[at] & 0xFF, Arrays.copyOfRange(content, inner[0], inner[1])));
      at = inner[1];
    }
    return found;
  }

  /** {@link #element} gives an empty element at the end for it: too far away to be a real one. */
  private static boolean isDamaged(byte[] content, int at, int[] found) {
    return found[0] == content.length && (at + 2 != content.length || content[at + 1] != 0);
  }

  /** The content of the one of these at an index, which must have this tag. */
  static byte[] at(List<Element> elements, int index, int tag) throws GeneralSecurityException {
    if (index >= elements.size() || elements.get(index).tag() != tag) {
      throw new GeneralSecurityException("damaged");
    }
    return elements.get(index).content();
  }

  /** The content of the first element, which must have this tag. */
  static byte[] only(byte[] der, int tag) throws GeneralSecurityException {
    return at(elements(der), 0, tag);
  }

  /** Where the content of the element at an index begins and ends; both at the end if damaged. */
  private static int[] element(byte[] der, int at) {
    int[] nothing = {der.length, der.length};
    if (at + 2 > der.length) {
      return nothing;
    }
    int length = der[at + 1] & 0xFF;
    int content = at + 2;
    if (length >= LONG_FORM) {
      int bytes = length - LONG_FORM;
      if (bytes > 3 || content + bytes > der.length) {
        return nothing;
      }
      length = 0;
      for (int i = 0; i < bytes; i++) {
        length = (length << Byte.SIZE) | (der[content++] & 0xFF);
      }
    }
    int end = content + length;
    return end > der.length ? nothing : new int[] {content, end};
  }
}
