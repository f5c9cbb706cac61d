package io.vedette.tests.simulation.world;

import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.RunId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A coordinator of either kind, as clients, servers and its peers see it. */
public abstract class CoordinatorNode extends Endpoint {
  private final int number;
  private final RunId runId;

  CoordinatorNode(World world, String prefix, int number, int host, Address address) {
    super(world, prefix + number, host, address);
    this.number = number;
    // As random as real ones: the order of run ids must not be that of the numbers.
    long digits = world.random().nextLong();
    runId = new RunId("%02x%016x%016x000000".formatted(number, digits, ~digits));
  }

  /** From 1. */
  final int number() {
    return number;
  }

  public final RunId runId() {
    return runId;
  }

  /** SENTINEL GET-MASTER-ADDR-BY-NAME. */
  public abstract Optional<Address> published(GroupName group);

  /** What a client is answered; empty: that it is to ask another. */
  Optional<Address> told(GroupName group) {
    return published(group);
  }

  /** The epoch of the configuration that it tells. */
  public abstract Epoch configEpoch(GroupName group);

  /** Whether it has nothing to do in this group and sees nobody missing. */
  public abstract boolean isAtRest(GroupName group);

  /** Begins a life. */
  abstract void start();

  /** A message of the hello channel, on a connection of this coordinator to a data node. */
  abstract void hear(Connection on, Hello hello);

  @Override
  final void replicaof(
      Optional<Address> master, Connection from, Consumer<Optional<String>> reply) {
    reply.accept(Optional.of("ERR unknown command 'SLAVEOF'"));
  }

  @Override
  final void pauseWrites(long ms, Consumer<Optional<String>> reply) {
    reply.accept(Optional.of("ERR unknown command 'CLIENT'"));
  }

  @Override
  final void resumeWrites() {
    // An unknown command here, as the next ones.
  }

  @Override
  final void handOver(Address replica, Consumer<Optional<String>> reply) {
    reply.accept(Optional.of("ERR unknown command 'FAILOVER'"));
  }

  @Override
  final void abortHandOver() {
    // See above.
  }

  @Override
  final void releaseClients(Connection from) {
    // See above.
  }

  @Override
  final void killScript() {
    // An unknown command here.
  }

  @Override
  final void info(Consumer<NodeInfo> reply) {
    // INFO of a coordinator: of what is asked for here it has the run id.
    reply.accept(
        new NodeInfo(
            Optional.of(runId),
            Optional.empty(),
            Optional.empty(),
            false,
            0,
            NodeInfo.DEFAULT_PRIORITY,
            0,
            true,
            0,
            "",
            "",
            0,
            List.of(),
            -1,
            false,
            false,
            ""));
  }
}
