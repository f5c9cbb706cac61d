package io.vedette.tests.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.tests.compat.client.Entrance;
import io.vedette.tests.compat.client.Library;
import io.vedette.tests.compat.client.Login;
import io.vedette.tests.compat.client.WritingClient;
import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.ClusterSettings;
import io.vedette.tests.harness.CoordinatorKind;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.DataNode;
import io.vedette.tests.harness.DocumentedUsers;
import io.vedette.tests.harness.RequiresRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Clients that write go on writing when their master is killed, and again when the next one is
 * replaced on order and lives on, by their libraries' own Sentinel support and nothing else. All
 * libraries at once, at one cluster for each way to be let in.
 */
@RequiresRedis
class ClientsTest {
  /** Some libraries look for themselves every ten seconds, and need not be told. */
  private static final Duration SOON = Duration.ofSeconds(30);

  /** They go on to another coordinator only if there is no connection to the first. */
  private static final EnumSet<Library> ASK_ONE_ONLY =
      EnumSet.of(Library.LETTUCE, Library.NODE_REDIS);

  /** How everybody is let in. */
  private enum Door {
    /** Nobody is asked for anything; each library speaks what it speaks by default. */
    OPEN {
      @Override
      ClusterSettings furnish(ClusterSettings cluster) {
        return cluster;
      }

      @Override
      Entrance entrance(Cluster cluster) {
        return Entrance.of(cluster, Login.NONE, Login.NONE, false);
      }
    },
    /** Users with rules; RESP3 where the library can be told. */
    USERS {
      @Override
      ClusterSettings furnish(ClusterSettings cluster) {
        return DocumentedUsers.withRoomForClients(cluster);
      }

      @Override
      Entrance entrance(Cluster cluster) {
        Login app = Login.of(DocumentedUsers.CLIENT, DocumentedUsers.CLIENT_PASSWORD);
        return Entrance.of(cluster, app, app, true);
      }
    },
    /** A password for coordinators, one for data nodes; TLS with certificates on both sides. */
    TLS_AND_PASSWORDS {
      @Override
      ClusterSettings furnish(ClusterSettings cluster) {
        return cluster
            .tlsOnly()
            .everyNode("requirepass at-nodes", "masterauth at-nodes")
            .nodeLogin("at-nodes")
            .coordinatorConfig(
                "requirepass at-coordinators",
                "sentinel auth-pass " + cluster.group() + " at-nodes")
            .coordinatorLogin("at-coordinators");
      }

      @Override
      Entrance entrance(Cluster cluster) {
        return Entrance.of(cluster, Login.of("at-coordinators"), Login.of("at-nodes"), false);
      }
    };

    abstract ClusterSettings furnish(ClusterSettings cluster);

    abstract Entrance entrance(Cluster cluster);
  }

  private final List<WritingClient> clients = new ArrayList<>();

  @AfterEach
  void closeClients() {
    clients.forEach(WritingClient::close);
  }

  @ParameterizedTest
  @EnumSource(Door.class)
  void everyClientGoesOnWriting(Door door) {
    Cluster cluster = door.furnish(Cluster.ofThree()).start();
    Entrance entrance = door.entrance(cluster);
    for (Library library : Library.values()) {
      clients.add(library.start(entrance, cluster.folder()));
    }
    DataNode first = cluster.node(0);
    assertAllWriteOn(first, Map.of());
    assertThat(first.call("WAIT", "2", "1000")).isEqualTo(2L);

    first.kill();
    Map<WritingClient, Long> atCrash = acknowledged();
    DataNode second = cluster.awaitFailoverFrom(first, cluster.settings().recoveryBound());
    assertAllWriteOn(second, atCrash);
    cluster.awaitStable(cluster.settings().recoveryBound());

    Map<WritingClient, Long> atOrder = acknowledged();
    cluster.coordinator(0).call("SENTINEL", "FAILOVER", cluster.group());
    DataNode third = cluster.awaitFailoverFrom(second, cluster.settings().recoveryBound());
    assertAllWriteOn(third, atOrder);
    // Nobody still writes to the one that was the master and lives.
    assertThat(second.isMaster()).isFalse();
  }

  /** The first they ask is cut off from the majority, and names no master; the second does. */
  @Test
  void clientsAskTheNextOneWhenACoordinatorIsIsolated() {
    Cluster cluster =
        Cluster.with(4, CoordinatorKind.VEDETTE)
            .and(1, CoordinatorKind.SENTINEL)
            .options("refuse-when-isolated = yes")
            .start();
    CoordinatorNode isolated = cluster.coordinator(0);
    cluster.coordinators().subList(1, 4).forEach(CoordinatorNode::suspend);
    cluster.until(
        "a coordinator names no master", SOON, () -> isolated.masterOf(cluster.group()).isEmpty());
    assertThat(isolated.answersPing()).isTrue();

    Entrance all = Entrance.of(cluster, Login.NONE, Login.NONE, false);
    Entrance entrance =
        new Entrance(
            List.of(isolated.address(), cluster.coordinator(4).address()),
            all.group(),
            Login.NONE,
            Login.NONE,
            Optional.empty(),
            false);
    EnumSet.complementOf(ASK_ONE_ONLY)
        .forEach(library -> clients.add(library.start(entrance, cluster.folder())));
    assertAllWriteOn(cluster.node(0), Map.of());
  }

  private Map<WritingClient, Long> acknowledged() {
    Map<WritingClient, Long> now = new HashMap<>();
    clients.forEach(client -> now.put(client, client.acknowledged()));
    return now;
  }

  /** Every client has written more than it had, to this node, and knows it as the master. */
  private void assertAllWriteOn(DataNode master, Map<WritingClient, Long> before) {
    await("all clients write to " + master)
        .atMost(SOON)
        .until(
            () ->
                clients.stream()
                    .map(client -> trouble(client, master, before.getOrDefault(client, 0L)))
                    .filter(trouble -> !trouble.isEmpty())
                    .toList(),
            List::isEmpty);
  }

  private static String trouble(WritingClient client, DataNode master, long before) {
    long held = master.tryCall("GET", client.key()).map(n -> Long.parseLong((String) n)).orElse(0L);
    if (held > before
        && client.acknowledged() > before
        && client.master().equals(Optional.of(master.address()))) {
      return "";
    }
    return "%s had %d acknowledged, now %d, takes %s for the master; %s holds %d; it says: %s"
        .formatted(
            client.key(),
            before,
            client.acknowledged(),
            client.master(),
            master,
            held,
            client.complaints());
  }
}
