package io.vedette.tests.scripts;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A mail server on the loopback interface: one conversation at a time, written down line by line.
 */
final class MailReceiver implements AutoCloseable {
  private final ServerSocket socket;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final String toRecipients;

  /**
   * Ready for mail.
   *
   * @param toRecipients what RCPT is answered with, for instance {@code 250 fine}
   */
  MailReceiver(String toRecipients) {
    this.toRecipients = toRecipients;
    try {
      socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread thread = new Thread(this::serve, "mail");
    thread.setDaemon(true);
    thread.start();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        converse(client);
      } catch (IOException e) {
        // The client is gone, or the test is over.
      }
    }
  }

  private void converse(Socket client) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
    say(client, "220 here");
    boolean isMail = false;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      lines.add(line);
      if (isMail) {
        isMail = !line.equals(".");
        if (!isMail) {
          say(client, "250 taken");
        }
        continue;
      }
      String verb = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
      isMail = verb.equals("DATA");
      say(client, answer(verb));
      if (verb.equals("QUIT")) {
        return;
      }
    }
  }

  private String answer(String verb) {
    return switch (verb) {
      case "RCPT" -> toRecipients;
      case "DATA" -> "354 go on";
      case "QUIT" -> "221 bye";
      default -> "250 fine";
    };
  }

  private static void say(Socket client, String line) throws IOException {
    OutputStream out = client.getOutputStream();
    out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  int port() {
    return socket.getLocalPort();
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
