package io.vedette.sentinel.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of a PEM file; what stands between the blocks is a comment.
 *
 * @param type such as {@code CERTIFICATE}
 * @param headers the lines of the form {@code name: value} before the content
 * @param base64 the content
 */
record Pem(String type, Map<String, String> headers, String base64) {
  /** Far more than any bundle of authorities. */
  private static final long MAX_BYTES = 8 << 20;

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s*\\R(.*?)-----END \\1-----", Pattern.DOTALL);

  /**
   * All blocks of a file.
   *
   * @throws IOException in a few words, if it can't be read
   */
  static List<Pem> read(Path file) throws IOException {
    String text = text(file);
    List<Pem> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      blocks.add(block(matcher.group(1), matcher.group(2)));
    }
    return blocks;
  }

  private static String text(Path file) throws IOException {
    try {
      if (Files.isDirectory(file)) {
        throw new IOException("can't be read: it is a folder");
      }
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException("is larger than " + MAX_BYTES + " bytes");
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new IOException("can't be read: no such file", e);
    } catch (AccessDeniedException e) {
      throw new IOException("can't be read: permission denied", e);
    }
  }

  private static Pem block(String type, String body) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    StringBuilder base64 = new StringBuilder();
    for (String line : body.lines().map(String::strip).toList()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
      } else {
        base64.append(line);
      }
    }
    try {
      Pem block = new Pem(type, headers, base64.toString());
      block.content();
      return block;
    } catch (IllegalArgumentException e) {
      throw new IOException("holds a damaged block " + type, e);
    }
  }

  /** The decoded content. */
  byte[] content() {
    return Base64.getDecoder().decode(base64);
  }
}
