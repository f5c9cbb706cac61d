package io.vedette.sentinel.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.quorum.Input;
import io.vedette.quorum.Input.PingAnswer;
import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.Role;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a data node is told its role, and what its user must be allowed to do for that. */
@RequiresRedis
class RoleChangeTest extends LinkToDataNode {
  @Test
  void aReplicaFollowsAndIsPromotedAndClientsAreSentAway() {
    try (RedisProcess master = RedisProcess.server("repl-diskless-sync-delay 0");
        RedisProcess redis = RedisProcess.server()) {
      up(node(redis.address()));
      LinkId client = new LinkId(2);
      links.connect(client, node(redis.address()));
      heard.next(Input.LinkUp.class);

      assertThat(replicaof(Optional.of(master.address()))).isEmpty();
      assertThat(lost()).extracting(Input.LinkLost::link).isEqualTo(client);
      await().until(() -> info().info().masterLinkUp());
      assertThat(info().info().master()).contains(master.address());
      assertThat(redis.configuration()).contains("replicaof 127.0.0.1 " + master.port());

      assertThat(replicaof(Optional.empty())).isEmpty();
      assertThat(info().info().role()).contains(Role.MASTER);
      assertThat(redis.configuration()).doesNotContain("replicaof 127");
      assertThat(ping()).isEqualTo(PingAnswer.PONG);
      assertThat(heard.all(Input.LinkLost.class)).isEmpty();
    }
  }

  @Test
  void theTransactionIsOneAndHoldsNothingElse() {
    try (RedisProcess redis = RedisProcess.server()) {
      up(node(redis.address()));
      redis.cli("config", "resetstat");
      assertThat(replicaof(Optional.empty())).isEmpty();
      String stats = redis.cli("info", "commandstats");
      assertThat(
              stats.lines().filter(line -> line.startsWith("cmdstat_")).map(RoleChangeTest::call))
          .containsExactlyInAnyOrder(
              "multi:1",
              "slaveof:1",
              "config|rewrite:1",
              "client|kill:2",
              "exec:1",
              "config|resetstat:1");
    }
  }

  /** {@code cmdstat_x:calls=n,…} as {@code x:n}. */
  private static String call(String line) {
    return line.replace("cmdstat_", "").replaceAll("calls=(\\d+),.*", "$1");
  }

  private static final String DOCUMENTED_ACL =
      "user watcher on >secret allchannels +multi +slaveof +ping +exec +subscribe +config|rewrite"
          + " +role +publish +info +client|setname +client|kill +script|kill";

  @Test
  void theDocumentedUserMayDoAllThatIsNeeded() {
    for (String hello : new String[] {"# ", "rename-command HELLO \"\""}) {
      try (RedisProcess master = RedisProcess.server();
          RedisProcess redis = RedisProcess.server(DOCUMENTED_ACL, hello)) {
        up(node(redis.address(), "watcher", "secret", Map.of()));
        assertThat(ping()).isEqualTo(PingAnswer.PONG);
        assertThat(info().info().role()).contains(Role.MASTER);
        await().until(() -> redis.cli("pubsub", "numsub", Hello.CHANNEL).endsWith("1"));
        redis.cli("config", "resetstat");
        assertThat(replicaof(Optional.of(master.address()))).isEmpty();
        links.killScript(LINK);
        assertThat(ping()).isEqualTo(PingAnswer.PONG);
        assertThat(redis.cli("info", "commandstats")).contains("rejected_calls=0");
        assertThat(redis.cli("acl", "log")).isEmpty();
        links.disconnect(LINK);
      }
    }
  }

  @Test
  void aUserThatMayNotRewriteOrKillCanStillChangeTheRole() {
    String poor =
        "user poor on >secret allchannels +multi +slaveof +ping +exec +subscribe +publish +info";
    try (RedisProcess master = RedisProcess.server();
        RedisProcess redis = RedisProcess.server(poor)) {
      up(node(redis.address(), "poor", "secret", Map.of()));
      assertThat(replicaof(Optional.of(master.address()))).isEmpty();
      assertThat(info().info().role()).contains(Role.REPLICA);
      assertThat(heard.all(Input.ReplicaofReply.class)).isEmpty();
    }
  }

  @Test
  void aUserWithoutTransactionsCanStillChangeTheRole() {
    String poor = "user poor on >secret allchannels +@all -multi -exec";
    try (RedisProcess master = RedisProcess.server();
        RedisProcess redis = RedisProcess.server(poor)) {
      up(node(redis.address(), "poor", "secret", Map.of()));
      assertThat(replicaof(Optional.of(master.address()))).isEmpty();
      assertThat(info().info().role()).contains(Role.REPLICA);
    }
  }

  @Test
  void aRefusedSlaveofIsTold() {
    String poor = "user poor on >secret allchannels +@all -slaveof -replicaof";
    try (RedisProcess redis = RedisProcess.server(poor)) {
      up(node(redis.address(), "poor", "secret", Map.of()));
      assertThat(replicaof(Optional.empty()).orElseThrow()).startsWith("NOPERM");
    }
  }
}
