package io.vedette.tests.compat;

import io.vedette.quorum.model.Address;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection that finds out all that is answered to a request, be it no reply, many, or the end
 * of the connection: behind each request goes a PING with a token of its own. After its end it is
 * made anew, in the same protocol.
 */
final class RawConnection implements AutoCloseable {
  private static final int TIMEOUT_MS = 5_000;
  private static final RawReply CLOSED = new RawReply('!', "closed", List.of());

  private final Address address;
  private final boolean resp3;
  private Socket socket;
  private InputStream in;
  private int requests;

  RawConnection(Address address, boolean resp3) throws IOException {
    this.address = address;
    this.resp3 = resp3;
    open();
  }

  private void open() throws IOException {
    socket = new Socket();
    socket.connect(new InetSocketAddress(address.host(), address.port()), TIMEOUT_MS);
    socket.setSoTimeout(TIMEOUT_MS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
    if (resp3) {
      ask(request(List.of("HELLO", "3")));
    }
  }

  /** All replies to these bytes; the last may be the end of the connection. */
  List<RawReply> ask(byte[] request) throws IOException {
    String token = "token-" + ++requests;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(request);
    bytes.writeBytes(request(List.of("PING", token)));
    List<RawReply> replies = new ArrayList<>();
    try {
      socket.getOutputStream().write(bytes.toByteArray());
      RawReply reply = RawReply.read(in);
      while (!isToken(reply, token)) {
        replies.add(reply);
        reply = RawReply.read(in);
      }
    } catch (EOFException | SocketException closed) {
      replies.add(CLOSED);
      close();
      open();
    }
    return replies;
  }

  /** In RESP2 a subscriber's PING is answered by an array. */
  private static boolean isToken(RawReply reply, String token) {
    return reply.word().equals(token)
        || (reply.elements().size() == 2 && reply.elements().get(1).word().equals(token));
  }

  /** A request of these words, one char for each byte. */
  static byte[] request(List<String> words) {
    StringBuilder request = new StringBuilder("*" + words.size() + "\r\n");
    for (String word : words) {
      request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }
    return request.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
