package io.vedette.tests.harness;

import io.vedette.quorum.model.Address;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One connection that speaks RESP2. Replies are {@code String} (simple and bulk), {@code Long},
 * {@code List<Object>}, {@code null}, or an {@link ErrorReply}, thrown. Not for several threads.
 */
public final class RespClient implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  private RespClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /**
   * Connects; {@code timeout} bounds connecting and then every read.
   *
   * @param timeout zero: no bound on reads
   */
  public static RespClient connect(Address address, Duration timeout) throws IOException {
    return connect(address, timeout, Access.PLAIN);
  }

  /** As {@link #connect(Address, Duration)}, and logs in. */
  static RespClient connect(Address address, Duration timeout, Access access) throws IOException {
    Socket socket = access.sockets().createSocket();
    try {
      int millis = Math.toIntExact(timeout.toMillis());
      socket.connect(new InetSocketAddress(address.host(), address.port()), millis);
      socket.setSoTimeout(millis);
      socket.setTcpNoDelay(true);
      RespClient client = new RespClient(socket);
      if (!access.login().isEmpty()) {
        client.call(
            Stream.concat(Stream.of("AUTH"), access.login().stream()).toArray(String[]::new));
      }
      return client;
    } catch (IOException | ErrorReply e) {
      socket.close();
      throw e;
    }
  }

  /** Sends one command and reads one reply. */
  public Object call(String... words) throws IOException {
    send(words);
    return read();
  }

  public void send(String... words) throws IOException {
    ByteArrayOutputStream command = new ByteArrayOutputStream();
    command.writeBytes(ascii("*" + words.length + "\r\n"));
    for (String word : words) {
      byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
      command.writeBytes(ascii("$" + bytes.length + "\r\n"));
      command.writeBytes(bytes);
      command.writeBytes(ascii("\r\n"));
    }
    sendRaw(command.toByteArray());
  }

  /** Sends bytes as they are: for what no decent client would send. */
  public void sendRaw(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  public Object read() throws IOException {
    Object reply = readAny();
    if (reply instanceof ErrorReply error) {
      throw error;
    }
    return reply;
  }

  /** A nested error is an element of its array, not thrown. */
  private Object readAny() throws IOException {
    String line = readLine();
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+' -> rest;
      case '-' -> new ErrorReply(rest);
      case ':' -> Long.valueOf(rest);
      case '$' -> readBulk(Integer.parseInt(rest));
      case '*' -> readArray(Integer.parseInt(rest));
      default -> throw new IOException("not a RESP2 reply: " + line);
    };
  }

  private String readBulk(int length) throws IOException {
    if (length < 0) {
      return null;
    }
    byte[] bytes = in.readNBytes(length + 2);
    if (bytes.length < length + 2) {
      throw new EOFException("the connection ended within a bulk string");
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private List<Object> readArray(int length) throws IOException {
    if (length < 0) {
      return null;
    }
    List<Object> elements = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      elements.add(readAny());
    }
    return elements;
  }

  private String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection was closed by the server");
      }
      if (c != '\r') {
        line.write(c);
      }
    }
    if (line.size() == 0) {
      throw new IOException("an empty line instead of a reply");
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** A flat array of names and values, as RESP2 carries a map. */
  public static Map<String, String> asMap(Object reply) {
    Map<String, String> map = new LinkedHashMap<>();
    List<?> words = (List<?>) reply;
    for (int i = 0; i + 1 < words.size(); i += 2) {
      map.put(String.valueOf(words.get(i)), String.valueOf(words.get(i + 1)));
    }
    return map;
  }

  /** An array of such maps. */
  public static List<Map<String, String>> asMaps(Object reply) {
    return ((List<?>) reply).stream().map(RespClient::asMap).toList();
  }
}
