package io.vedette.tests.compat.client;

import io.vedette.quorum.model.Address;
import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.TlsFiles;
import java.util.List;
import java.util.Optional;

/**
 * All that a client is told.
 *
 * @param coordinators where they are
 * @param group whose master it wants
 * @param atCoordinators how to log in there
 * @param atNodes how to log in at the master
 * @param tls what to show and trust, everywhere; empty: no TLS
 * @param resp3 whether to speak RESP3, where the library can be told; else its default
 */
public record Entrance(
    List<Address> coordinators,
    String group,
    Login atCoordinators,
    Login atNodes,
    Optional<TlsFiles> tls,
    boolean resp3) {

  public static Entrance of(Cluster cluster, Login atCoordinators, Login atNodes, boolean resp3) {
    List<Address> coordinators =
        cluster.coordinators().stream().map(CoordinatorNode::address).toList();
    return new Entrance(
        coordinators, cluster.group(), atCoordinators, atNodes, cluster.tls(), resp3);
  }
}
