package io.vedette.tests.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Forwards what connects to one address to another, as NAT does. */
public final class Relay implements AutoCloseable {
  private final ServerSocket listening;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();

  /** Forwards connections to {@code host:port} to a port of 127.0.0.1. */
  public Relay(String host, int port, int target) throws IOException {
    this.listening = new ServerSocket();
    listening.bind(new InetSocketAddress(InetAddress.getAllByName(host)[0], port));
    this.target = target;
    begin(this::accept);
  }

  /** How many connections were forwarded. */
  public int connections() {
    return connections.get();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket from = listening.accept();
        open.add(from);
        Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(to);
        connections.incrementAndGet();
        begin(() -> copy(from, to));
        begin(() -> copy(to, from));
      } catch (IOException e) {
        // Closed, or nobody behind it: the next connection may find somebody.
      }
    }
  }

  private static void begin(Runnable task) {
    Thread thread = new Thread(task, "relay");
    thread.setDaemon(true);
    thread.start();
  }

  private void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // Either side has ended it; both are closed now.
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
