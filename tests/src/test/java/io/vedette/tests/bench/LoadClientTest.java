package io.vedette.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.quorum.model.Address;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoadClientTest {
  private static final Duration SHORT = Duration.ofMillis(50);

  /** Answers each byte with the same text, in two pieces. */
  private static final class Echo implements AutoCloseable {
    private final ServerSocket listening;
    private final AtomicLong answered = new AtomicLong();

    Echo(String reply) throws IOException {
      listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
      serve(() -> accept(reply));
    }

    private static void serve(Runnable task) {
      Thread thread = new Thread(task, "echo");
      thread.setDaemon(true);
      thread.start();
    }

    private void accept(String reply) {
      try {
        while (true) {
          Socket socket = listening.accept();
          serve(() -> answer(socket, reply));
        }
      } catch (IOException closed) {
        // The test is over.
      }
    }

    private void answer(Socket socket, String reply) {
      byte[] bytes = reply.getBytes(StandardCharsets.ISO_8859_1);
      try (socket) {
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream();
        while (in.read() >= 0) {
          answered.incrementAndGet();
          out.write(bytes, 0, 1);
          out.flush();
          out.write(bytes, 1, bytes.length - 1);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    LoadClient client(int depth) throws IOException {
      Address address = new Address("127.0.0.1", listening.getLocalPort());
      return new LoadClient(address, 3, depth, "x", "+OK\r\n");
    }

    @Override
    public void close() throws IOException {
      listening.close();
    }
  }

  @Test
  void countsWhatWasAnswered() throws IOException {
    try (Echo echo = new Echo("+OK\r\n");
        LoadClient client = echo.client(4)) {
      long began = System.nanoTime();
      LoadClient.Load load = client.run(SHORT);
      double seconds = (System.nanoTime() - began) / 1e9;
      assertThat(load.p99Ms()).isPositive();
      // What it says was done in a little less time than was seen from here.
      assertThat(load.perSecond() * seconds).isGreaterThanOrEqualTo(echo.answered.get() * 0.999);
      assertThat(echo.answered.get()).isPositive().satisfies(n -> assertThat(n % 4).isZero());
      assertThat(client.run(SHORT).perSecond()).isPositive();
    }
  }

  @Test
  void anotherReplyIsAnError() throws IOException {
    try (Echo echo = new Echo("+No\r\n");
        LoadClient client = echo.client(1)) {
      assertThatThrownBy(() -> client.run(SHORT))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("unexpected reply");
    }
  }

  @Test
  void replyThatIsTooLongIsAnError() throws IOException {
    try (Echo echo = new Echo("+OK\r\n+OK\r\n");
        LoadClient client = echo.client(1)) {
      assertThatThrownBy(() -> client.run(SHORT))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("unexpected reply");
    }
  }
}
