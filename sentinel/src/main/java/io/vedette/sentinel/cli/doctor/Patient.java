package io.vedette.sentinel.cli.doctor;

import io.vedette.quorum.model.Address;
import io.vedette.sentinel.cli.survey.GroupPicture;
import java.util.Map;

/**
 * A group, and all that could be read of it.
 *
 * @param nodes its servers, the master among them
 */
public record Patient(GroupPicture group, Map<Address, NodeReport> nodes) {
  public Patient {
    nodes = Map.copyOf(nodes);
  }

  /** What is known of the master; nothing, where nobody could say. */
  NodeReport master() {
    return nodes.getOrDefault(group.master(), NodeReport.NOTHING);
  }
}
