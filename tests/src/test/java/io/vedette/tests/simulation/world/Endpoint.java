package io.vedette.tests.simulation.world;

import io.vedette.quorum.Input.PingAnswer;
import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.RunId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A process that listens: a Redis server or a coordinator. Each method is a command that has
 * arrived and is carried out now; one that this kind of server does not know is answered by an
 * error, or in a way that the asker can't read, which is the same as nothing.
 */
public abstract class Endpoint extends SimProcess {
  private final Set<Connection> connections = new LinkedHashSet<>();

  Endpoint(World world, String name, int host, Address address) {
    super(world, name, host, address);
  }

  /** What a peer asks by IS-MASTER-DOWN-BY-ADDR. */
  record Question(Address master, Epoch epoch, Optional<RunId> candidate) {}

  /** What it is answered. */
  record Answer(boolean isDown, Optional<RunId> leader, Epoch leaderEpoch) {}

  /** The process dies; with the host's power nobody is told. */
  abstract void crash(boolean withPower);

  final void accepted(Connection connection) {
    connections.add(connection);
  }

  final void forget(Connection connection) {
    connections.remove(connection);
  }

  /** Those that stand, in the order in which they were made. */
  final Set<Connection> connections() {
    return connections;
  }

  /** The kernel ends all connections, as it does when a process is gone; or says nothing. */
  final void dropConnections(boolean silently) {
    for (Connection connection : List.copyOf(connections)) {
      if (!silently) {
        connection.closeByServer();
      }
    }
    connections.clear();
  }

  /** PING. */
  abstract void ping(Consumer<PingAnswer> reply);

  /** INFO. */
  abstract void info(Consumer<NodeInfo> reply);

  /** PUBLISH of a hello. */
  abstract void publish(Hello hello, Connection from);

  /** SLAVEOF with what belongs to it; the error, if it is refused. */
  abstract void replicaof(
      Optional<Address> master, Connection from, Consumer<Optional<String>> reply);

  /** CLIENT PAUSE … WRITE; the error, if it is refused. */
  abstract void pauseWrites(long ms, Consumer<Optional<String>> reply);

  /** CLIENT UNPAUSE. */
  abstract void resumeWrites();

  /** FAILOVER TO; the error, if it is refused. */
  abstract void handOver(Address replica, Consumer<Optional<String>> reply);

  /** FAILOVER ABORT. */
  abstract void abortHandOver();

  /** CONFIG REWRITE, CLIENT KILL of all others, CLIENT UNPAUSE. */
  abstract void releaseClients(Connection from);

  /** SCRIPT KILL. */
  abstract void killScript();

  /** IS-MASTER-DOWN-BY-ADDR. */
  abstract void ask(Question question, Consumer<Answer> reply);
}
