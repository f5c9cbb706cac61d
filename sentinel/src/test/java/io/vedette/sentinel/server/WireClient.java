package io.vedette.sentinel.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/**
 * A client that sends and reads bytes. Text is Latin-1, as on the wire, and a reply is shown as it
 * came, each CRLF as a blank: {@code *2 $1 a :1}.
 */
final class WireClient implements AutoCloseable {
  private static final int PATIENCE_MS = 5_000;

  private final Socket socket;
  private final InputStream in;

  WireClient(InetSocketAddress address) {
    this(connected(address));
  }

  /** Over a connection that was made some other way. */
  WireClient(Socket connected) {
    try {
      socket = connected;
      socket.setSoTimeout(PATIENCE_MS);
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Socket connected(InetSocketAddress address) {
    try {
      Socket socket = new Socket();
      socket.connect(address, PATIENCE_MS);
      return socket;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Sends a command as an array of bulk strings and reads one reply. */
  String call(String... words) {
    return send(command(words)).reply();
  }

  /** Sends bytes. */
  WireClient send(String bytes) {
    try {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      return this;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Sends bytes that the server may cut off before it has read them all. */
  WireClient sendUntilCutOff(String bytes) {
    try {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException cutOff) {
      // Whether that happened while sending or after is a race: what was answered tells.
    }
    return this;
  }

  /** A command as clients send it. */
  static String command(String... words) {
    StringBuilder bytes = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      bytes.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }
    return bytes.toString();
  }

  /** Reads one reply, with all that is in it. */
  String reply() {
    StringBuilder shown = new StringBuilder();
    reply(shown);
    return shown.toString().stripTrailing();
  }

  private void reply(StringBuilder shown) {
    String line = line();
    shown.append(line).append(' ');
    char type = line.charAt(0);
    if (type == '$' || type == '=') {
      int length = Integer.parseInt(line.substring(1));
      if (length >= 0) {
        shown.append(bytes(length)).append(' ');
        bytes(2);
      }
    } else if (type == '*' || type == '~' || type == '>' || type == '%') {
      int elements = Integer.parseInt(line.substring(1)) * (type == '%' ? 2 : 1);
      for (int i = 0; i < elements; i++) {
        reply(shown);
      }
    }
  }

  private String line() {
    StringBuilder line = new StringBuilder();
    int c = read();
    while (c != '\r') {
      line.append((char) c);
      c = read();
    }
    read();
    return line.toString();
  }

  /** Exactly so many bytes. */
  String bytes(int count) {
    try {
      byte[] bytes = in.readNBytes(count);
      if (bytes.length < count) {
        throw new IllegalStateException("the server closed the connection");
      }
      return new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private int read() {
    return bytes(1).charAt(0);
  }

  /** Everything until the server closes the connection. */
  String untilClosed() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      for (int c = in.read(); c >= 0; c = in.read()) {
        all.write(c);
      }
    } catch (SocketException reset) {
      // Closed, and rudely: unread bytes of ours were in its way.
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  /** The connection. */
  Socket socket() {
    return socket;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
