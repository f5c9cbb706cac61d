package io.vedette.sentinel.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.view.CoordinatorView;
import io.vedette.quorum.view.Flag;
import io.vedette.quorum.view.GroupView;
import io.vedette.sentinel.runtime.Scripts.Job;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SentinelQueriesTest {
  private static final String NO_SUCH_MASTER = "-ERR No such master with that name";

  private final List<AutoCloseable> open = new ArrayList<>();

  private WireClient clientOf(CoordinatorView view, Job... jobs) {
    RunningServer running =
        new RunningServer(
            view,
            RunningServer.settings(),
            ServerLimits.DEFAULT,
            new RunningServer.Jobs(List.of(jobs)));
    WireClient client = running.connect();
    open.add(client);
    open.add(running);
    return client;
  }

  private WireClient client() {
    return clientOf(Views.healthy());
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable resource : open) {
      resource.close();
    }
  }

  /** A flat map as {@code key=value key=value}. */
  private static String pairs(String reply) {
    String[] words = reply.split(" ", -1);
    StringBuilder pairs = new StringBuilder();
    // After the header come a length and a text in turn; here no text is empty or has a blank.
    for (int i = 2; i + 2 < words.length; i += 4) {
      pairs.append(words[i]).append('=').append(words[i + 2]).append(' ');
    }
    return pairs.toString().stripTrailing();
  }

  @ParameterizedTest
  @CsvSource({
    "CKQUORUM, 3",
    "DEBUG foo, 0",
    "FAILOVER, -3",
    "FLUSHCONFIG x, 2",
    "GET-MASTER-ADDR-BY-NAME, 3",
    "GET-PRIMARY-ADDR-BY-NAME, 3",
    "HELP x, 2",
    "INFO-CACHE, -3",
    "IS-MASTER-DOWN-BY-ADDR a b c, 6",
    "IS-PRIMARY-DOWN-BY-ADDR a b c, 6",
    "MASTER, 3",
    "PRIMARY, 3",
    "MASTERS x, 2",
    "PRIMARIES x, 2",
    "MONITOR a b c, 6",
    "MYID x, 2",
    "PENDING-SCRIPTS x, 2",
    "PAUSE, -3",
    "REMOVE, 3",
    "REPLICAS, 3",
    "RESET, 3",
    "RESUME, 3",
    "SENTINELS, 3",
    "SET x y, -5",
    "SIMULATE-FAILURE, -3",
    "SLAVES, 3",
  })
  void wrongNumberOfWordsIsRefused(String line, int arity) {
    WireClient client = client();
    String name = line.split(" ", -1)[0].toLowerCase(java.util.Locale.ROOT);
    String reply = client.send("SENTINEL " + line + "\r\n").reply();
    if (name.equals("debug")) {
      assertThat(reply)
          .isEqualTo("-ERR Unknown option or number of arguments for SENTINEL DEBUG 'foo'");
      return;
    }
    assertThat(reply)
        .isEqualTo("-ERR wrong number of arguments for 'sentinel|" + name + "' command");
    assertThat(client.call("COMMAND", "INFO", "sentinel|" + name)).contains(" :" + arity + " ");
  }

  @Test
  void unknownCommandsAreRepeatedAsRedisRepeatsThem() {
    WireClient client = client();
    assertThat(client.call("SENTINEL"))
        .isEqualTo("-ERR wrong number of arguments for 'sentinel' command");
    assertThat(client.call("SENTINEL", "no\nsuch"))
        .isEqualTo("-ERR unknown subcommand 'no such'. Try SENTINEL HELP.");
    assertThat(client.send(WireClient.command("foo", "bar", "b\r\nz")).reply() + "|")
        .isEqualTo("-ERR unknown command 'foo', with args beginning with: 'bar' 'b  z'|");
    assertThat(client.call("foo", "x".repeat(100), "y".repeat(100)))
        .isEqualTo(
            "-ERR unknown command 'foo', with args beginning with: '"
                + "x".repeat(100)
                + "' '"
                + "y".repeat(25)
                + "'");
    assertThat(client.call("n".repeat(200)))
        .startsWith("-ERR unknown command '" + "n".repeat(128) + "', with args");
    assertThat(client.call("sentinel|masters")).startsWith("-ERR unknown command");
    assertThat(client.call("SENTINEL", "CONFIGURE", "GET", "*"))
        .isEqualTo("-ERR unknown subcommand 'CONFIGURE'. Try SENTINEL HELP.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MASTER x",
        "REPLICAS x",
        "SLAVES x",
        "SENTINELS x",
        "CKQUORUM x",
        "REMOVE x",
        "FAILOVER x",
        "SET x quorum 1"
      })
  void unknownGroupsAreNamedAsSuch(String line) {
    assertThat(client().send("SENTINEL " + line + "\r\n").reply()).isEqualTo(NO_SUCH_MASTER);
  }

  @Test
  void masterHasSentinelsFieldsInSentinelsOrder() {
    String expected =
        "name=mymaster ip=10.0.0.1 port=6379 runid="
            + Views.MASTER_RUN
            + " flags=master link-pending-commands=0 link-refcount=1 last-ping-sent=0"
            + " last-ok-ping-reply=120 last-ping-reply=110 down-after-milliseconds=30000"
            + " info-refresh=500 role-reported=master role-reported-time=60000 config-epoch=4"
            + " num-slaves=2 num-other-sentinels=0 quorum=2 failover-timeout=180000"
            + " parallel-syncs=1";
    WireClient client = client();
    String reply = client.call("SENTINEL", "MASTER", "mymaster");
    assertThat(reply).startsWith("*40 ");
    assertThat(pairs(reply)).isEqualTo(expected);
    assertThat(client.call("SENTINEL", "PRIMARY", "mymaster")).isEqualTo(reply);
    assertThat(client.call("SENTINEL", "MASTERS")).isEqualTo("*1 " + reply);
    client.call("HELLO", "3");
    assertThat(client.call("SENTINEL", "MASTERS")).isEqualTo("*1 %20" + reply.substring(3));
  }

  @Test
  void masterThatIsDownSaysSinceWhen() {
    GroupView group =
        Views.group(
            "mymaster",
            Views.settings()
                .change()
                .notificationScript("/n.sh")
                .clientReconfigScript("/c.sh")
                .build(),
            Views.PROMOTED,
            Views.master(Flag.S_DOWN, Flag.O_DOWN, Flag.FAILOVER_IN_PROGRESS));
    WireClient client = clientOf(Views.of(group));
    assertThat(pairs(client.call("SENTINEL", "MASTER", "mymaster")))
        .contains("flags=s_down,o_down,master,failover_in_progress ")
        .contains("link-refcount=1 failover-state=reconf_slaves last-ping-sent=0")
        .contains("last-ping-reply=110 s-down-time=2000 o-down-time=1000 down-after")
        .endsWith("parallel-syncs=1 notification-script=/n.sh client-reconfig-script=/c.sh");
    // Clients are told of the new master before the failover has ended.
    assertThat(client.call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "mymaster"))
        .isEqualTo("*2 $8 10.0.0.9 $4 6399");
  }

  @Test
  void anAddressThatMayBeOldIsNotGiven() {
    WireClient client = clientOf(Views.of(Views.stale(Views.group("mymaster", Views.master()))));
    assertThat(client.call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "mymaster"))
        .startsWith("-ISOLATED ");
    assertThat(client.call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "nobody")).isEqualTo("*-1");
    assertThat(pairs(client.call("SENTINEL", "MASTER", "mymaster")))
        .contains("name=mymaster", "flags=s_down,master ", "isolated=1");
  }

  @Test
  void replicasAreShownUnlessTheyWantNotToBe() {
    String reply = client().call("SENTINEL", "REPLICAS", "mymaster");
    assertThat(reply).startsWith("*1 *42 ");
    assertThat(pairs(reply.substring(3)))
        .isEqualTo(
            "name=10.0.0.2:6380 ip=10.0.0.2 port=6380 runid="
                + "c".repeat(40)
                + " flags=slave link-pending-commands=0 link-refcount=1 last-ping-sent=0"
                + " last-ok-ping-reply=120 last-ping-reply=110 down-after-milliseconds=30000"
                + " info-refresh=600 role-reported=slave role-reported-time=50000"
                + " master-link-down-time=0 master-link-status=ok master-host=10.0.0.1"
                + " master-port=6379 slave-priority=100 slave-repl-offset=2704"
                + " replica-announced=1");
  }

  @Test
  void peersAreShownByTheirRunIds() {
    WireClient client =
        clientOf(Views.of(Views.group("mymaster", Views.master(), Views.peer(Flag.S_DOWN))));
    String reply = client.call("SENTINEL", "SENTINELS", "mymaster");
    assertThat(reply).startsWith("*1 *30 ");
    assertThat(pairs(reply.substring(3)))
        .isEqualTo(
            "name="
                + Views.PEER
                + " ip=10.0.0.4 port=26379 runid="
                + Views.PEER
                + " flags=s_down,sentinel link-pending-commands=0 link-refcount=1"
                + " last-ping-sent=0 last-ok-ping-reply=120 last-ping-reply=110 s-down-time=900"
                + " down-after-milliseconds=30000 last-hello-message=700 voted-leader="
                + Views.SELF
                + " voted-leader-epoch=6");
  }

  @Test
  void ckquorumCountsWhoIsUsable() {
    assertThat(
            clientOf(Views.of(Views.group("mymaster", Views.master(), Views.peer())))
                .call("SENTINEL", "CKQUORUM", "mymaster"))
        .isEqualTo("+OK 2 usable Sentinels. Quorum and failover authorization can be reached");
    assertThat(client().call("SENTINEL", "CKQUORUM", "mymaster"))
        .isEqualTo(
            "-NOQUORUM 1 usable Sentinels. Not enough available Sentinels to reach the specified"
                + " quorum for this master");
    assertThat(
            clientOf(Views.of(Views.group("mymaster", Views.master(), Views.peer(Flag.S_DOWN))))
                .call("SENTINEL", "CKQUORUM", "mymaster"))
        .isEqualTo(
            "-NOQUORUM 1 usable Sentinels. Not enough available Sentinels to reach the specified"
                + " quorum for this master. Not enough available Sentinels to reach the majority"
                + " and authorize a failover");
  }

  @Test
  void infoCacheHoldsTheLastInfoOfEach() {
    WireClient client = client();
    String reply = client.call("SENTINEL", "INFO-CACHE", "mymaster", "nobody", "mymaster");
    String master = "# Server\r\nrun_id:" + Views.MASTER_RUN + "\r\n";
    String replica = "# Server\r\nrun_id:" + "c".repeat(40) + "\r\n";
    String ofReplica = " *2 :600 $59 " + replica;
    assertThat(reply + " ")
        .isEqualTo(
            ("*2 $8 mymaster *3 *2 :500 $59 " + master + ofReplica + ofReplica).strip() + " ");
    assertThat(client.call("SENTINEL", "INFO-CACHE", "nobody")).isEqualTo("*0");
  }

  @Test
  void pendingScriptsShowWhatRunsAndWhatWaits() {
    WireClient client =
        clientOf(
            Views.healthy(),
            new Job(List.of("/n.sh", "+sdown"), true, 77, 1500, 0, 0),
            new Job(List.of("/n.sh", "-sdown"), false, 0, 0, 30000, 1));
    assertThat(client.call("SENTINEL", "PENDING-SCRIPTS"))
        .isEqualTo(
            "*2 *10 $4 argv *2 $5 /n.sh $6 +sdown $5 flags $7 running $3 pid $2 77 $8 run-time $4"
                + " 1500 $9 retry-num $1 0 *10 $4 argv *2 $5 /n.sh $6 -sdown $5 flags $9 scheduled"
                + " $3 pid $1 0 $9 run-delay $5 30000 $9 retry-num $1 1");
  }

  @Test
  void roleAndMyIdAndHelpAnswer() {
    WireClient client = client();
    assertThat(client.call("ROLE")).isEqualTo("*2 $8 sentinel *1 $8 mymaster");
    assertThat(client.call("SENTINEL", "MYID")).isEqualTo("$40 " + Views.SELF);
    assertThat(client.call("SENTINEL", "HELP"))
        .contains("+SENTINEL <subcommand>", "+MASTERS", "+HELP");
  }
}
