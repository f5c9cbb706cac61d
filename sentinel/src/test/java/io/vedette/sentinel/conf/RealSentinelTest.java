package io.vedette.sentinel.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.sentinel.FreePorts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same file starts either program: proven with the real one. */
@RequiresRedis
class RealSentinelTest {
  private static final String PEER = "b".repeat(40);

  @TempDir Path folder;
  private int port;
  private Process sentinel;

  @BeforeEach
  void choosePort() {
    port = FreePorts.next();
  }

  @AfterEach
  void stop() throws Exception {
    if (sentinel != null) {
      sentinel.destroyForcibly().waitFor();
    }
  }

  private Path file() {
    return folder.resolve("sentinel.conf");
  }

  private void start() throws IOException {
    sentinel =
        new ProcessBuilder("redis-sentinel", file().toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    await()
        .atMost(Duration.ofSeconds(10))
        .failFast(() -> !sentinel.isAlive())
        .ignoreExceptions()
        .until(() -> ask("PING").contains("PONG"));
  }

  private void stopGently() throws Exception {
    sentinel.destroy();
    assertThat(sentinel.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  /** The answer to an inline command, as text. */
  private String ask(String command) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5000);
      OutputStream out = socket.getOutputStream();
      out.write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The words of an answer: the bulk strings of a flat array. */
  private List<String> words(String command) throws IOException {
    List<String> words = new ArrayList<>();
    String[] lines = ask(command).split("\r\n", -1);
    for (int i = 0; i + 1 < lines.length; i++) {
      if (lines[i].startsWith("$")) {
        words.add(lines[i + 1]);
      }
    }
    return words;
  }

  private static String field(List<String> words, String name) {
    return words.get(words.indexOf(name) + 1);
  }

  @Test
  void redisSentinelStartsFromWhatVedetteWrote() throws Exception {
    Files.writeString(
        file(),
        """
        # kept
        port %d
        bind 127.0.0.1
        sentinel monitor m 127.0.0.1 1 2
        sentinel monitor n ::1 1 1
        sentinel down-after-milliseconds m 60000
        sentinel down-after-milliseconds n 60001
        sentinel auth-pass m "p w\\"\\x01"
        sentinel rename-command m config guessme
        sentinel known-slave m 127.0.0.1 2
        sentinel known-replica m 127.0.0.1 3
        sentinel known-sentinel m 127.0.0.1 4 %s
        sentinel parallel-syncs m 5
        """
            .formatted(port, PEER));
    SentinelConf conf = SentinelConf.load(file(), List.of());
    conf.stateStore()
        .save(
            Views.changed(
                conf.coordinatorConfig(),
                "m",
                group -> Views.switched(group, new Address("127.0.0.1", 2), new Epoch(7))));
    start();

    List<String> master = words("SENTINEL MASTER m");
    assertThat(words("SENTINEL GET-MASTER-ADDR-BY-NAME m")).containsExactly("127.0.0.1", "2");
    assertThat(words("SENTINEL MYID")).containsExactly(conf.coordinatorConfig().self().value());
    assertThat(field(master, "config-epoch")).isEqualTo("7");
    assertThat(field(master, "quorum")).isEqualTo("2");
    assertThat(field(master, "down-after-milliseconds")).isEqualTo("60000");
    assertThat(field(master, "parallel-syncs")).isEqualTo("5");
    assertThat(field(master, "num-other-sentinels")).isEqualTo("1");
    assertThat(words("SENTINEL REPLICAS m")).contains("127.0.0.1:1", "127.0.0.1:3");
    assertThat(words("SENTINEL SENTINELS m")).contains(PEER);
    assertThat(field(words("SENTINEL MASTER n"), "down-after-milliseconds")).isEqualTo("60001");
  }

  @Test
  void vedetteLosesNothingOfWhatRedisSentinelWrote() throws Exception {
    Files.writeString(
        file(),
        """
        # kept
        port %d
        requirepass ""
        sentinel known-sentinel m 127.0.0.1 4 %s
        sentinel known-replica m 127.0.0.1 3
        sentinel monitor m 127.0.0.1 1 2
        sentinel monitor n 127.0.0.1 5 1
        sentinel config-epoch n 4
        sentinel leader-epoch n 5
        sentinel current-epoch 6
        sentinel rename-command n CONFIG guessme
        save 900 1
        """
            .formatted(port, PEER));
    start();
    assertThat(ask("SENTINEL SET m down-after-milliseconds 60000")).startsWith("+OK");
    assertThat(ask("SENTINEL SET n auth-pass secret")).startsWith("+OK");
    assertThat(ask("SENTINEL MONITOR added 127.0.0.1 6 1")).startsWith("+OK");
    List<String> myid = words("SENTINEL MYID");
    stopGently();
    String theirs = Files.readString(file());

    SentinelConf conf = SentinelConf.load(file(), List.of());
    assertThat(conf.warnings()).isEmpty();
    assertThat(conf.settings().port()).isEqualTo(port);
    assertThat(conf.coordinatorConfig().self().value()).isEqualTo(myid.get(0));
    assertThat(conf.coordinatorConfig().currentEpoch()).isEqualTo(new Epoch(6));
    assertThat(conf.coordinatorConfig().groups())
        .extracting(group -> group.name().value())
        .containsExactlyInAnyOrder("m", "n", "added");
    assertThat(group(conf, "m").replicas()).containsExactly(new Address("127.0.0.1", 3));
    assertThat(group(conf, "m").peers()).hasSize(1);
    assertThat(group(conf, "m").settings().downAfterMs()).isEqualTo(60000);
    assertThat(group(conf, "n").settings().authPass()).contains("secret");
    assertThat(group(conf, "n").settings().renamedCommands()).containsEntry("CONFIG", "guessme");
    assertThat(group(conf, "n").configEpoch()).isEqualTo(new Epoch(4));
    assertThat(group(conf, "n").leaderEpoch()).isEqualTo(new Epoch(5));

    conf.stateStore().save(Views.of(conf.coordinatorConfig()));
    assertThat(Files.readString(file())).isEqualTo(theirs);
  }

  private static GroupConfig group(SentinelConf conf, String name) {
    return conf.coordinatorConfig().groups().stream()
        .filter(group -> group.name().value().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
