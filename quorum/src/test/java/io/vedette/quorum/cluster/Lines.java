package io.vedette.quorum.cluster;

import io.vedette.quorum.model.Address;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What nodes say, in few words. */
final class Lines {
  private Lines() {}

  static NodeId id(int number) {
    return new NodeId("%040x".formatted(number));
  }

  static Address address(int number) {
    return new Address("10.0.0." + number, 6379);
  }

  static NodeLine master(int number, long epoch, SlotSet slots) {
    return line(number, true, Optional.empty(), epoch, slots);
  }

  static NodeLine replica(int number, int of, long epoch) {
    return line(number, false, Optional.of(id(of)), epoch, SlotSet.NONE);
  }

  private static NodeLine line(
      int number, boolean isMaster, Optional<NodeId> master, long epoch, SlotSet slots) {
    return new NodeLine(
        id(number),
        Optional.of(address(number)),
        isMaster,
        master,
        epoch,
        slots,
        0,
        false,
        false,
        true,
        false);
  }

  /** By the first. */
  static ClusterReport report(NodeLine... lines) {
    Map<NodeId, NodeLine> byId = new TreeMap<>();
    for (NodeLine line : lines) {
      byId.put(line.id(), line);
    }
    return new ClusterReport(lines[0].id(), byId, true, 9, NodeOptions.UNKNOWN);
  }
}
