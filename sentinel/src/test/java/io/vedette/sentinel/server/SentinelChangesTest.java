package io.vedette.sentinel.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.AdminAnswer;
import io.vedette.quorum.Effect;
import io.vedette.quorum.Input;
import io.vedette.quorum.SettingChange;
import io.vedette.quorum.Ticket;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.Timing;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SentinelChangesTest {
  private static final GroupName MYMASTER = new GroupName("mymaster");

  private final RunningServer.Settings settings = new RunningServer.Settings();
  private RunningServer running;
  private WireClient client;

  private WireClient start() {
    running = new RunningServer(Views.healthy(), settings.build());
    client = running.connect();
    return client;
  }

  @AfterEach
  void stop() {
    client.close();
    running.close();
  }

  private String sentinel(String line) {
    return client.send("SENTINEL " + line + "\r\n").reply();
  }

  private List<Input> heard() {
    return running.coordination.heard();
  }

  @Test
  void aPauseLastsAsLongAsItSaysOrAnHour() {
    start();
    assertThat(sentinel("PAUSE mymaster")).isEqualTo("+OK");
    assertThat(sentinel("pause mymaster 90")).isEqualTo("+OK");
    assertThat(sentinel("RESUME mymaster")).isEqualTo("+OK");
    assertThat(heard())
        .containsExactly(
            new Input.Pause(new Ticket(1), MYMASTER, 3_600_000),
            new Input.Pause(new Ticket(2), MYMASTER, 90_000),
            new Input.Resume(new Ticket(3), MYMASTER));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PAUSE other | No such master with that name",
        "RESUME other | No such master with that name",
        "PAUSE mymaster 0 | a pause is 1 to 2592000 seconds",
        "PAUSE mymaster 2592001 | a pause is 1 to 2592000 seconds",
        "PAUSE mymaster soon | a pause is 1 to 2592000 seconds",
        "PAUSE mymaster 1 2 | syntax error",
      })
  void aPauseThatCanNotBeMeantIsRefused(String line, String error) {
    start();
    assertThat(sentinel(line)).isEqualTo("-ERR " + error);
    assertThat(heard()).isEmpty();
  }

  @Test
  void monitorHandsOverAFreshGroup() {
    start();
    assertThat(sentinel("MONITOR other ::1 7000 3")).isEqualTo("+OK");
    GroupConfig group =
        GroupConfig.fresh(
            new GroupName("other"),
            new Address("::1", 7000),
            Views.settings().change().quorum(3).build());
    assertThat(heard()).containsExactly(new Input.Monitor(new Ticket(1), group));
    running.coordination.answers(AdminAnswer.of(AdminAnswer.Code.DUPLICATE_NAME));
    assertThat(sentinel("MONITOR other ::1 7000 3")).isEqualTo("-ERR Duplicate master name.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a 127.0.0.1 x 1 | Invalid port",
        "a 127.0.0.1 1 x | Invalid quorum",
        "a 127.0.0.1 x x | Invalid quorum",
        "a 127.0.0.1 1 0 | Quorum must be 1 or greater.",
        "a 127.0.0.1 1 -1 | Quorum must be 1 or greater.",
        "a 127.0.0.1 1 99999999999 | Invalid quorum",
        "a 127.0.0.1 99999 1 | Invalid port number.",
        "a 127.0.0.1 -1 1 | Invalid port number.",
        "a localhost 1 1 | Invalid IP address or hostname specified",
        "a \"1.2.3.4\\n\" 1 1 | Invalid IP address or hostname specified",
        "\"a b\" 127.0.0.1 1 1 | Invalid master name: use letters, digits and the characters"
            + " \".-_\"",
        "\"a\\nb\" 127.0.0.1 1 1 | Invalid master name: use letters, digits and the characters"
            + " \".-_\"",
      })
  void whatCantBeMonitoredIsRefused(String arguments, String error) {
    start();
    assertThat(sentinel("MONITOR " + arguments)).isEqualTo("-ERR " + error);
    assertThat(heard()).isEmpty();
  }

  @Test
  void hostNamesAreAcceptedWhereTheyAreResolved() {
    settings.resolveHostnames = true;
    start();
    assertThat(sentinel("MONITOR a redis.example 6379 1")).isEqualTo("+OK");
    assertThat(sentinel("MONITOR b \"bad host\" 6379 1"))
        .isEqualTo("-ERR Invalid IP address or hostname specified");
  }

  @Test
  void setHandsOverEachOption() {
    settings.denyScriptsReconfig = false;
    start();
    assertThat(
            sentinel(
                "SET mymaster QUORUM 3 down-after-milliseconds 500 failover-timeout 900"
                    + " parallel-syncs 4 notification-script /bin/true client-reconfig-script \"\""
                    + " auth-user u auth-pass p rename-command CONFIG guessme"
                    + " master-reboot-down-after-period 0"))
        .isEqualTo("+OK");
    assertThat(heard())
        .containsExactly(
            new Input.Set(
                new Ticket(1),
                MYMASTER,
                List.of(
                    new SettingChange.Quorum(3),
                    new SettingChange.DownAfter(500),
                    new SettingChange.FailoverTimeout(900),
                    new SettingChange.ParallelSyncs(4),
                    new SettingChange.NotificationScript("/bin/true"),
                    new SettingChange.ClientReconfigScript(""),
                    new SettingChange.AuthUser("u"),
                    new SettingChange.AuthPass("p"),
                    new SettingChange.RenameCommand("CONFIG", "guessme"),
                    new SettingChange.MasterRebootDownAfter(0))));
  }

  @Test
  void whatStandsBeforeABadOptionStaysApplied() {
    start();
    assertThat(sentinel("SET mymaster quorum 3 down-after-milliseconds -20 parallel-syncs 2"))
        .isEqualTo("-ERR Invalid argument '-20' for SENTINEL SET 'down-after-milliseconds'");
    assertThat(heard())
        .containsExactly(
            new Input.Set(new Ticket(1), MYMASTER, List.of(new SettingChange.Quorum(3))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "foo bar | Unknown option or number of arguments for SENTINEL SET 'foo'",
        "auth-pass x auth-user | Unknown option or number of arguments for SENTINEL SET"
            + " 'auth-user'",
        "rename-command a | Unknown option or number of arguments for SENTINEL SET"
            + " 'rename-command'",
        "rename-command \"\" x | Invalid argument '' for SENTINEL SET 'rename-command'",
        "rename-command x \"\" | Invalid argument '' for SENTINEL SET 'rename-command'",
        "rename-command x \"a\\nb\" | Invalid argument 'a b' for SENTINEL SET 'rename-command'",
        "quorum 0 | Invalid argument '0' for SENTINEL SET 'quorum'",
        "quorum 99999999999 | Invalid argument '99999999999' for SENTINEL SET 'quorum'",
        "QUORUM x | Invalid argument 'x' for SENTINEL SET 'QUORUM'",
        "failover-timeout 0 | Invalid argument '0' for SENTINEL SET 'failover-timeout'",
        "parallel-syncs 0 | Invalid argument '0' for SENTINEL SET 'parallel-syncs'",
        "master-reboot-down-after-period -1 | Invalid argument '-1' for SENTINEL SET"
            + " 'master-reboot-down-after-period'",
        "auth-pass \"a\\nb\" | Invalid argument 'a b' for SENTINEL SET 'auth-pass'",
        "notification-script /nonexistent | Notification script seems non existing or non"
            + " executable",
        "notification-script /tmp | Notification script seems non existing or non executable",
        "client-reconfig-script /etc/passwd | Client reconfiguration script seems non existing or"
            + " non executable",
      })
  void badOptionsAreRefusedInSentinelsWords(String options, String error) {
    settings.denyScriptsReconfig = false;
    start();
    assertThat(sentinel("SET mymaster " + options)).isEqualTo("-ERR " + error);
  }

  @Test
  void scriptsCantBeSetWhereThatIsDenied() {
    start();
    assertThat(sentinel("SET mymaster notification-script /bin/true"))
        .isEqualTo(
            "-ERR Reconfiguration of scripts path is denied for security reasons. Check the"
                + " deny-scripts-reconfig configuration directive in your Sentinel configuration");
    assertThat(heard()).isEmpty();
  }

  @Test
  void passwordsAreTextInUtf8() {
    start();
    client.call("SENTINEL", "SET", "mymaster", "auth-pass", "p\u00c3\u00a9");
    assertThat(heard())
        .containsExactly(
            new Input.Set(new Ticket(1), MYMASTER, List.of(new SettingChange.AuthPass("pé"))));
  }

  @ParameterizedTest
  @EnumSource(AdminAnswer.Code.class)
  void everyOutcomeHasItsReply(AdminAnswer.Code code) {
    start();
    running.coordination.answers(AdminAnswer.of(code));
    String expected =
        switch (code) {
          case OK -> "+OK";
          case NO_SUCH_GROUP -> "-ERR No such master with that name";
          case DUPLICATE_NAME -> "-ERR Duplicate master name.";
          case FAILOVER_IN_PROGRESS -> "-INPROG Failover already in progress";
          case NO_GOOD_REPLICA -> "-NOGOODSLAVE No suitable replica to promote";
          case UNKNOWN_HOST -> "-ERR Invalid IP address or hostname specified";
          case NO_GOOD_MASTER -> "-NOGOODPRIMARY Primary does not support FAILOVER command";
          case SHARD ->
              "-ERR it is a shard of a Redis Cluster: its options stand in vedette.properties";
          case CLUSTER_MODE -> "-ERR the servers of this master are nodes of a Redis Cluster";
          case NOT_SAVED -> "-ERR Failed to save config file";
        };
    assertThat(sentinel("FAILOVER mymaster")).isEqualTo(expected);
    assertThat(sentinel("REMOVE mymaster")).isEqualTo(expected);
    assertThat(heard())
        .containsExactly(
            new Input.Failover(new Ticket(1), MYMASTER, false),
            new Input.Remove(new Ticket(2), MYMASTER));
  }

  @Test
  void aCoordinatedFailoverIsAskedForByOneMoreWord() {
    start();
    assertThat(sentinel("FAILOVER mymaster coordinateD")).isEqualTo("+OK");
    assertThat(heard()).containsExactly(new Input.Failover(new Ticket(1), MYMASTER, true));
    assertThat(sentinel("FAILOVER mymaster gently"))
        .isEqualTo("-ERR Unknown failover option specified");
    assertThat(sentinel("FAILOVER nobody gently")).isEqualTo("-ERR No such master with that name");
    assertThat(sentinel("FAILOVER mymaster coordinated please"))
        .isEqualTo("-ERR wrong number of arguments for 'sentinel|failover' command");
    assertThat(heard()).as("nothing more").hasSize(1);
  }

  @Test
  void resetFindsGroupsByPattern() {
    start();
    running.coordination.answers(new AdminAnswer(AdminAnswer.Code.OK, 1));
    assertThat(sentinel("RESET nobody*")).isEqualTo(":0");
    assertThat(heard()).isEmpty();
    assertThat(sentinel("RESET my[a-m]aster")).isEqualTo(":1");
    assertThat(heard()).containsExactly(new Input.Reset(new Ticket(1), List.of(MYMASTER)));
  }

  @Test
  void peersQuestionIsHandedOver() {
    start();
    running.coordination.votes(
        (ticket, input) -> new Effect.AnswerPeer(ticket, false, Optional.empty(), Epoch.ZERO));
    assertThat(sentinel("IS-MASTER-DOWN-BY-ADDR 10.0.0.1 6379 7 *")).isEqualTo("*3 :0 $1 * :0");
    assertThat(sentinel("IS-PRIMARY-DOWN-BY-ADDR 10.0.0.1 6379 8 " + Views.PEER))
        .isEqualTo("*3 :0 $1 * :0");
    assertThat(heard())
        .containsExactly(
            new Input.PeerAsks(new Ticket(1), Views.MASTER, new Epoch(7), Optional.empty()),
            new Input.PeerAsks(new Ticket(2), Views.MASTER, new Epoch(8), Optional.of(Views.PEER)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.1 x 0 * | value is not an integer or out of range",
        "10.0.0.1 6379 x * | value is not an integer or out of range",
        "10.0.0.1 6379 -1 * | value is not an integer or out of range",
        "10.0.0.1 6379 9223372036854775807 * | value is not an integer or out of range",
        "10.0.0.1 6379 0 abc | Invalid run id",
        "10.0.0.1 6379 0 \"\" | Invalid run id",
      })
  void malformedQuestionsAreRefusedAndCounted(String arguments, String error) {
    start();
    assertThat(sentinel("IS-MASTER-DOWN-BY-ADDR " + arguments)).isEqualTo("-ERR " + error);
    assertThat(heard()).isEmpty();
    assertThat(running.server.stats().malformedVotes.sum()).isEqualTo(1);
  }

  @Test
  void whereNothingCanBeNothingIsDown() {
    start();
    assertThat(sentinel("IS-MASTER-DOWN-BY-ADDR 10.0.0.1 99999 0 *")).isEqualTo("*3 :0 $1 * :0");
    assertThat(heard()).isEmpty();
  }

  @Test
  void debugShowsAndChangesPeriods() {
    start();
    assertThat(sentinel("DEBUG"))
        .startsWith("*26 $11 INFO-PERIOD $5 10000 $11 PING-PERIOD $4 1000 $10 ASK-PERIOD $4 1000");
    assertThat(sentinel("DEBUG PING-period 200 ask-period 300")).isEqualTo("+OK");
    Timing timing =
        new Timing(10_000, 200, 300, 2_000, 30_000, 180_000, 2_000, 30_000, 10_000, 15_000, 10_000);
    assertThat(heard())
        .singleElement()
        .isInstanceOfSatisfying(
            Input.Retune.class, input -> assertThat(input.timing()).isEqualTo(timing));
    assertThat(sentinel("DEBUG script-max-runtime 700 script-retry-delay 800")).isEqualTo("+OK");
    assertThat(sentinel("DEBUG"))
        .endsWith("$18 SCRIPT-MAX-RUNTIME $3 700 $18 SCRIPT-RETRY-DELAY $3 800");
    assertThat(sentinel("DEBUG ping-period 0"))
        .isEqualTo("-ERR Invalid argument '0' for SENTINEL DEBUG 'ping-period'");
    assertThat(sentinel("DEBUG ping-period 1000 info-period"))
        .isEqualTo("-ERR Unknown option or number of arguments for SENTINEL DEBUG 'info-period'");
  }

  @Test
  void failuresAreSimulatedOnRequest() {
    start();
    assertThat(sentinel("SIMULATE-FAILURE crash-after-election CRASH-after-promotion"))
        .isEqualTo("+OK");
    assertThat(heard())
        .singleElement()
        .isInstanceOfSatisfying(
            Input.SimulateFailure.class,
            input -> assertThat(input.afterElection() && input.afterPromotion()).isTrue());
    assertThat(sentinel("SIMULATE-FAILURE help"))
        .isEqualTo("*2 $20 crash-after-election $21 crash-after-promotion");
    assertThat(sentinel("SIMULATE-FAILURE foo"))
        .isEqualTo("-ERR Unknown failure simulation specified");
  }
}
