package io.vedette.sentinel.cli.survey;

import io.vedette.quorum.model.Address;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What one coordinator says of a group.
 *
 * @param coordinator where it was asked
 * @param runId its own
 * @param published the address it gives to clients
 * @param master what it says of the master
 * @param replicas of its replicas
 * @param peers of the other coordinators
 * @param quorumCheck its answer to CKQUORUM, an error or not
 * @param self its own INFO
 * @param clockMs its clock, in milliseconds, less the time of this process when it answered; empty:
 *     not known
 * @param info what it last heard from each data node: the fields of INFO by address
 */
public record Opinion(
    Address coordinator,
    String runId,
    Address published,
    Instance master,
    List<Instance> replicas,
    List<Instance> peers,
    String quorumCheck,
    Map<String, String> self,
    OptionalLong clockMs,
    Map<Address, Map<String, String>> info) {
  public Opinion {
    replicas = List.copyOf(replicas);
    peers = List.copyOf(peers);
    self = Map.copyOf(self);
    info = Map.copyOf(info);
  }

  /** Whether it could have a failover now. */
  public boolean hasQuorum() {
    return quorumCheck.startsWith("OK");
  }

  /** How far a replica is behind. */
  public Lag lagOf(Instance replica) {
    Map<String, String> masterInfo = info.getOrDefault(master.address(), Map.of());
    return Lag.of(masterInfo, replica.address());
  }
}
