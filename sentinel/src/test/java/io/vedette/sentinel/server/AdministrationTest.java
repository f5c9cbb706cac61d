package io.vedette.sentinel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vedette.sentinel.runtime.RenamedCommand;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** INFO, CLIENT, COMMAND and SHUTDOWN. */
class AdministrationTest {
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
  void infoHasSentinelsSections() {
    assertThat(ask("INFO"))
        .containsSubsequence("# Server", "# Clients", "# Stats", "# CPU", "# Sentinel")
        .contains("redis_version:7.0.15\r\n", "redis_mode:sentinel\r\n", "vedette_version:0.1.0")
        .contains("connected_clients:1\r\n", "tcp_port:" + running.port() + "\r\n");
    assertThat(ask("INFO sentinel").lines().skip(1))
        .containsExactly(
            "sentinel_masters:1",
            "sentinel_tilt:0",
            "sentinel_tilt_since_seconds:-1",
            "sentinel_total_tilt:3",
            "sentinel_running_scripts:0",
            "sentinel_scripts_queue_length:0",
            "sentinel_simulate_failure_flags:0",
            "vedette_state_unsaved:0",
            "vedette_logins_refused:0",
            "master0:name=mymaster,status=ok,address=10.0.0.1:6379,slaves=2,sentinels=1");
    assertThat(ask("INFO replication")).isEqualTo("$0");
    assertThat(ask("INFO bogus CPU")).contains("# CPU\r\nused_cpu_sys:").doesNotContain("Server");
    assertThat(ask("INFO everything")).contains("# Sentinel");
    client.call("HELLO", "3");
    // Text for people, yet Sentinel sends a bulk string in RESP3, too.
    assertThat(ask("INFO replication")).isEqualTo("$0");
  }

  @Test
  void commandsGoByTheNamesTheConfigurationGivesThem() {
    RunningServer.Settings settings = new RunningServer.Settings();
    settings.renamed =
        List.of(
            new RenamedCommand("s.conf:1", "SHUTDOWN", ""),
            new RenamedCommand("s.conf:2", "acl", "rules"));
    try (RunningServer other = new RunningServer(Views.healthy(), settings.build());
        WireClient caller = other.connect()) {
      assertThat(caller.call("shutdown"))
          .startsWith("-ERR unknown command 'shutdown', with args beginning with:");
      assertThat(caller.call("ACL", "LIST")).startsWith("-ERR unknown command 'ACL'");
      assertThat(caller.call("RULES", "SETUSER", "bob", "+shutdown", "+acl")).isEqualTo("+OK");
      assertThat(caller.call("RULES", "SETUSER", "bob", "+rules")).contains("Unknown command");
      assertThat(caller.call("COMMAND", "INFO", "acl")).isEqualTo("*1 $-1");
      assertThat(caller.call("COMMAND", "INFO", "rules")).contains("acl");
      assertThat(other.shutdowns).hasValue(0);
    }
  }

  @Test
  void aCommandThatCannotBeRenamedIsNamedWithItsPlace() {
    RunningServer.Settings settings = new RunningServer.Settings();
    settings.renamed = List.of(new RenamedCommand("s.conf:3", "config", "cfg"));
    assertThatThrownBy(() -> new RunningServer(Views.healthy(), settings.build()))
        .hasMessageContaining("s.conf:3: 'rename-command config cfg': No such command");
    settings.renamed = List.of(new RenamedCommand("s.conf:4", "acl", "PING"));
    assertThatThrownBy(() -> new RunningServer(Views.healthy(), settings.build()))
        .hasMessageContaining("s.conf:4: 'rename-command acl PING': Target command name already");
  }

  @Test
  void infoCountsWhatWasDone() {
    ask("PING");
    ask("PING");
    ask("nonsense");
    assertThat(ask("INFO stats"))
        .contains("total_connections_received:1\r\n")
        .contains("total_commands_processed:3\r\n")
        .contains("total_error_replies:1\r\n");
  }

  @Test
  void clientSaysWhoItIs() {
    assertThat(ask("CLIENT ID")).isEqualTo(":1");
    assertThat(ask("CLIENT GETNAME")).isEqualTo("$-1");
    assertThat(ask("CLIENT SETNAME me")).isEqualTo("+OK");
    assertThat(ask("CLIENT GETNAME")).isEqualTo("$2 me");
    assertThat(ask("CLIENT SETNAME \"a b\""))
        .isEqualTo("-ERR Client names cannot contain spaces, newlines or special characters.");
    assertThat(ask("CLIENT SETINFO lib-name Lettuce")).isEqualTo("+OK");
    assertThat(ask("CLIENT SETINFO lib-color red"))
        .isEqualTo("-ERR Unrecognized option 'lib-color'");
    assertThat(ask("CLIENT INFO"))
        .contains("id=1 addr=127.0.0.1:", " name=me ", " lib-name=Lettuce ", " resp=2");
    assertThat(ask("CLIENT MAINT_NOTIFICATIONS on"))
        .isEqualTo("-ERR unknown subcommand 'MAINT_NOTIFICATIONS'. Try CLIENT HELP.");
  }

  @Test
  void clientsAreListedByTypeAndId() {
    try (WireClient subscriber = running.connect()) {
      subscriber.call("SUBSCRIBE", "a");
      assertThat(ask("CLIENT LIST")).contains("id=1 ").contains("id=2 ");
      assertThat(ask("CLIENT LIST TYPE pubsub")).contains("id=2 ").doesNotContain("id=1 ");
      assertThat(ask("CLIENT LIST TYPE normal")).contains("id=1 ").doesNotContain("id=2 ");
      assertThat(ask("CLIENT LIST ID 2 3")).contains("id=2 ").doesNotContain("id=1 ");
      assertThat(ask("CLIENT LIST ID x")).isEqualTo("-ERR Invalid client ID");
      assertThat(ask("CLIENT LIST TYPE x")).isEqualTo("-ERR Unknown client type 'x'");
      assertThat(ask("CLIENT LIST x")).isEqualTo("-ERR syntax error");
    }
  }

  @Test
  void clientsCanBeKilled() {
    try (WireClient other = running.connect();
        WireClient third = running.connect()) {
      assertThat(other.call("PING")).isEqualTo("+PONG");
      assertThat(third.call("PING")).isEqualTo("+PONG");
      assertThat(ask("CLIENT KILL ID 2")).isEqualTo(":1");
      assertThat(other.untilClosed()).isEmpty();
      assertThat(ask("CLIENT KILL 127.0.0.1:" + third.socket().getLocalPort())).isEqualTo("+OK");
      assertThat(third.untilClosed()).isEmpty();
      await().until(() -> ask("CLIENT KILL TYPE normal").equals(":0"));
      assertThat(client.send("CLIENT KILL TYPE normal SKIPME no\r\n").untilClosed())
          .isEqualTo(":1\r\n");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "CLIENT KILL 1.2.3.4:1 ; No such client",
        "CLIENT KILL ID x ; client-id should be greater than 0",
        "CLIENT KILL ID 0 ; client-id should be greater than 0",
        "CLIENT KILL TYPE foo ; Unknown client type 'foo'",
        "CLIENT KILL USER foo ; No such user 'foo'",
        "CLIENT KILL FOO BAR ; syntax error",
        "CLIENT KILL ID 1 FOO ; syntax error",
        "CLIENT KILL TYPE normal SKIPME x ; syntax error",
        "CLIENT NO-EVICT x ; syntax error",
        "CLIENT REPLY x ; syntax error",
        "CLIENT ID x ; wrong number of arguments for 'client|id' command",
        "CLIENT ; wrong number of arguments for 'client' command",
        "COMMAND LIST FOO ; syntax error",
        "COMMAND COUNT x ; wrong number of arguments for 'command|count' command",
        "COMMAND FOO ; unknown subcommand 'FOO'. Try COMMAND HELP.",
        "SHUTDOWN foo ; syntax error",
        "SHUTDOWN SAVE NOSAVE ; syntax error",
        "SHUTDOWN ABORT ; No shutdown in progress.",
        "ROLE x ; wrong number of arguments for 'role' command",
      })
  void mistakesAreToldInRedisWords(String line, String error) {
    assertThat(ask(line)).isEqualTo("-ERR " + error);
    assertThat(running.shutdowns).hasValue(0);
  }

  @Test
  void commandDescribesWhatThereIs() {
    assertThat(ask("COMMAND INFO sentinel|set get"))
        .isEqualTo(
            "*2 *10 $12 sentinel|set :-5 *1 +admin :0 :0 :0 *3 +@admin +@slow +@dangerous *0 *0"
                + " *0 $-1");
    assertThat(ask("COMMAND LIST FILTERBY PATTERN p*subscribe"))
        .isEqualTo("*2 $10 psubscribe $12 punsubscribe");
    assertThat(ask("COMMAND LIST FILTERBY ACLCAT pubsub")).startsWith("*5 ");
    assertThat(ask("COMMAND LIST FILTERBY MODULE x")).isEqualTo("*0");
    assertThat(ask("COMMAND DOCS get")).isEqualTo("*0");
    assertThat(ask("COMMAND DOCS ping"))
        .isEqualTo(
            "*2 $4 ping *6 $7 summary $22 Says that it is there. $5 since $5 1.0.0 $5 group $10"
                + " connection");
    String count = ask("COMMAND COUNT").substring(1);
    assertThat(ask("COMMAND")).startsWith("*" + count + " *10 ");
    assertThat(ask("COMMAND DOCS sentinel")).contains("subcommands", "sentinel|set");
    assertThat(ask("COMMAND HELP")).contains("+DOCS");
    client.call("HELLO", "3");
    assertThat(ask("COMMAND INFO ping")).contains("~1 +fast").contains("~2 +@fast +@connection");
    assertThat(ask("COMMAND INFO get")).isEqualTo("*1 _");
  }

  @Test
  void everyCommandIsDocumented() {
    String docs = ask("COMMAND DOCS");
    assertThat(docs).doesNotContain("summary $0");
  }

  @Test
  void shutdownIsHandedOnAndEndsTheConnection() {
    assertThat(client.send("SHUTDOWN NOSAVE\r\n").untilClosed()).isEmpty();
    assertThat(running.shutdowns).hasValue(1);
  }
}
