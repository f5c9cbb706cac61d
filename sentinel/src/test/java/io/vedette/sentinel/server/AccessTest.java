package io.vedette.sentinel.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessTest {
  private static final String WRONGPASS =
      "-WRONGPASS invalid username-password pair or user is disabled.";

  private RunningServer running;
  private WireClient client;

  @BeforeEach
  void start() {
    RunningServer.Settings settings = new RunningServer.Settings();
    settings.requirepass = Optional.of("sekrét");
    running = new RunningServer(Views.healthy(), settings.build());
    client = running.connect();
  }

  @AfterEach
  void stop() {
    client.close();
    running.close();
  }

  @Test
  void nothingIsToldBeforeThePassword() {
    assertThat(client.call("PING")).isEqualTo("-NOAUTH Authentication required.");
    assertThat(client.call("SENTINEL", "MASTERS")).isEqualTo("-NOAUTH Authentication required.");
    assertThat(client.call("SUBSCRIBE", "a")).isEqualTo("-NOAUTH Authentication required.");
    assertThat(client.call("AUTH", "wrong")).isEqualTo(WRONGPASS);
    assertThat(client.call("AUTH", "someone", "sekr\u00c3\u00a9t")).isEqualTo(WRONGPASS);
    assertThat(client.call("PING")).isEqualTo("-NOAUTH Authentication required.");
    // The password in the file is UTF-8, and so is what clients send.
    assertThat(client.call("AUTH", "sekr\u00c3\u00a9t")).isEqualTo("+OK");
    assertThat(client.call("PING")).isEqualTo("+PONG");
  }

  @Test
  void helloCanAuthenticateAsWell() {
    assertThat(client.call("HELLO", "3"))
        .startsWith("-NOAUTH HELLO must be called with the client already authenticated");
    assertThat(client.call("HELLO", "3", "AUTH", "default", "wrong")).isEqualTo(WRONGPASS);
    assertThat(client.call("HELLO", "3", "SETNAME", "me", "AUTH", "default", "sekr\u00c3\u00a9t"))
        .startsWith("%6 $6 server $5 redis");
    assertThat(client.call("CLIENT", "GETNAME")).isEqualTo("$2 me");
  }

  @Test
  void resetForgetsWhoItWas() {
    client.call("AUTH", "sekr\u00c3\u00a9t");
    assertThat(client.call("RESET")).isEqualTo("+RESET");
    assertThat(client.call("PING")).isEqualTo("-NOAUTH Authentication required.");
  }

  @Test
  void strangersMaySendLittle() {
    client.send("*11\r\n");
    assertThat(client.untilClosed())
        .isEqualTo("-ERR Protocol error: unauthenticated multibulk length\r\n");
  }

  @Test
  void withoutAPasswordEverybodyIsTheDefaultUser() {
    try (RunningServer open = new RunningServer();
        WireClient anybody = open.connect()) {
      assertThat(anybody.call("AUTH", "x"))
          .isEqualTo(
              "-ERR AUTH <password> called without any password configured for the default user."
                  + " Are you sure your configuration is correct?");
      assertThat(anybody.call("AUTH", "default", "x")).isEqualTo("+OK");
      assertThat(anybody.call("AUTH", "a", "b", "c")).isEqualTo("-ERR syntax error");
    }
  }

  @Test
  void helloSaysWhatKindOfServerThisIs() {
    try (RunningServer open = new RunningServer();
        WireClient anybody = open.connect()) {
      assertThat(anybody.call("HELLO"))
          .isEqualTo(
              "*12 $6 server $5 redis $7 version $6 7.0.15 $5 proto :2 $2 id :1 $4 mode $8"
                  + " sentinel $7 modules *0");
      assertThat(anybody.call("HELLO", "3"))
          .isEqualTo(
              "%6 $6 server $5 redis $7 version $6 7.0.15 $5 proto :3 $2 id :1 $4 mode $8"
                  + " sentinel $7 modules *0");
      assertThat(anybody.call("HELLO", "4")).isEqualTo("-NOPROTO unsupported protocol version");
      assertThat(anybody.call("HELLO", "x"))
          .isEqualTo("-ERR Protocol version is not an integer or out of range");
      assertThat(anybody.call("HELLO", "3", "WHAT"))
          .isEqualTo("-ERR Syntax error in HELLO option 'WHAT'");
    }
  }
}
