package io.vedette.sentinel.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.Input;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentinelConfigTest {
  private final RunningServer running = new RunningServer();
  private WireClient client;

  @BeforeEach
  void connect() {
    client = running.connect();
  }

  @AfterEach
  void stop() {
    client.close();
    running.close();
  }

  private String ask(String line) {
    return client.send(line + "\r\n").reply();
  }

  @Test
  void eachOptionIsShownOnceWhateverThePatterns() {
    client.call("HELLO", "3");
    String all = ask("SENTINEL CONFIG GET announce-* * LOGLEVEL");
    assertThat(all).startsWith("%7").contains("resolve-hostnames", "sentinel-pass", "loglevel");
    assertThat(all).containsOnlyOnce("announce-ip").containsOnlyOnce("loglevel");
    assertThat(ask("SENTINEL CONFIG GET nosuch")).isEqualTo("%0");
  }

  @ParameterizedTest
  @CsvSource({
    "nosuch x, Invalid argument 'nosuch' to SENTINEL CONFIG SET",
    "loglevel debug LOGLEVEL debug, Duplicate argument 'LOGLEVEL' to SENTINEL CONFIG SET",
    "announce-port 65536, Invalid value '65536' to SENTINEL CONFIG SET 'announce-port'",
    "resolve-hostnames, Missing argument 'resolve-hostnames' value",
  })
  void nothingIsAppliedWhenOneIsBad(String bad, String error) {
    assertThat(ask("SENTINEL CONFIG SET loglevel warning " + bad).replace("loglevel", ""))
        .startsWith("-ERR ");
    assertThat(ask("SENTINEL CONFIG SET sentinel-user u " + bad)).isEqualTo("-ERR " + error);
    assertThat(ask("SENTINEL CONFIG GET sentinel-user loglevel")).contains("notice");
    assertThat(running.coordination.heard()).isEmpty();
  }

  @Test
  void anotherLoginIsShownToPeersAndAnotherAddressIsAnnounced() {
    assertThat(ask("SENTINEL CONFIG SET sentinel-pass secret announce-port 5000")).isEqualTo("+OK");
    assertThat(running.coordination.heard())
        .contains(new Input.PeerLoginChanged(), new Input.Announce(Optional.empty(), 5000));
    assertThat(ask("SENTINEL CONFIG SET sentinel-pass secret")).isEqualTo("+OK");
    assertThat(running.coordination.heard()).containsOnlyOnce(new Input.PeerLoginChanged());
  }
}
