package io.vedette.sentinel.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vedette.quorum.model.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a person reads when somebody can't be asked. */
@Timeout(60)
class ServersTest {
  private static final Access PLAIN =
      new Access(Optional.empty(), Optional.empty(), Optional.empty());
  private static final Access TLS =
      new Access(
          Optional.empty(),
          Optional.empty(),
          Optional.of(new Access.Tls(Optional.empty(), Optional.empty(), Optional.empty())));

  private static AskException failure(Access access, Address whom) {
    try (Servers servers = new Servers(access)) {
      return catchThrowableOfType(AskException.class, () -> servers.ask(whom, "PING"));
    }
  }

  /** Says the same to everybody who asks. */
  private static ServerSocket server(String answer) throws IOException {
    ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  // Left open: closed with the process.
                  Socket client = server.accept();
                  // As servers do, only when asked: Lettuce misreads an answer that is there
                  // before.
                  client.getInputStream().read();
                  client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                }
              } catch (IOException e) {
                // The test is over.
              }
            });
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  @Test
  void hostsThatAreNot() {
    assertThat(failure(PLAIN, new Address("a..b", 1)))
        .hasMessage("a..b:1 does not answer: no such host");
  }

  @Test
  void nobodyThere() {
    assertThat(failure(PLAIN, new Address("127.0.0.1", 1)))
        .hasMessage("127.0.0.1:1 does not answer: Connection refused");
  }

  @Test
  void somebodyWhoSpeaksNoTls() throws IOException {
    try (ServerSocket server = server("-ERR what is this\r\n")) {
      Address whom = new Address("127.0.0.1", server.getLocalPort());
      assertThat(failure(TLS, whom)).hasMessage(whom + " does not answer: it speaks no TLS there");
    }
  }

  @Test
  void somebodyWhoSaysNothing() throws IOException {
    try (ServerSocket server = server("")) {
      Address whom = new Address("127.0.0.1", server.getLocalPort());
      assertThat(failure(PLAIN, whom))
          .hasMessage(whom + " does not answer: nothing came within 5 s");
    }
  }

  @Test
  void somebodyWhoRefuses() throws IOException {
    try (ServerSocket server = server("-NOAUTH Authentication required.\r\n")) {
      Address whom = new Address("127.0.0.1", server.getLocalPort());
      AskException e = failure(PLAIN, whom);
      assertThat(e).hasMessage(whom + " says: NOAUTH Authentication required.");
      assertThat(e.reply()).isEqualTo("NOAUTH Authentication required.");
      assertThat(e.isUnknownCommand()).isFalse();
    }
  }
}
