package io.vedette.quorum.world;

import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.quorum.cluster.Promotion;
import io.vedette.quorum.model.GroupName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What must hold whenever coordinators rescue shards of a cluster; the first that does not. */
final class ClusterInvariants {
  private final World world;
  private final long rescueAfterMs;
  private final Map<String, Long> oDownSince = new LinkedHashMap<>();
  private final Map<String, GroupName> rescued = new LinkedHashMap<>();
  private Optional<Map.Entry<String, String>> broken = Optional.empty();

  ClusterInvariants(World world, long rescueAfterMs) {
    this.world = world;
    this.rescueAfterMs = rescueAfterMs;
  }

  Optional<Map.Entry<String, String>> broken() {
    return broken;
  }

  /** Notes that a rule does not hold. */
  void violate(String rule, String detail) {
    if (broken.isEmpty()) {
      broken = Optional.of(Map.entry(rule, (world.now() - 1_000) + " " + detail));
    }
  }

  /** A replica has been told to become master without its master. */
  void onRescue(Server replica, Promotion how) {
    if (how == Promotion.TAKEOVER && world.cluster.reachesMajority(replica)) {
      violate("TakeoverWithoutMajorityOnly", replica.name + " reaches a majority of masters");
    }
    if (world.cluster.reachesItsMaster(replica)) {
      violate("OnlyLostMastersAreRescued", replica.name + " reaches its master");
    }
    if (how == Promotion.TAKEOVER && !world.cluster.others(replica).isEmpty()) {
      violate(
          "NoSlotsOfOthersAreTaken",
          replica.name + " takes " + world.cluster.others(replica) + ", which are another's");
    }
  }

  void onEvent(Member process, Event event) {
    if (event.group().isEmpty()) {
      return;
    }
    GroupName group = event.group().get();
    String place = process.name + " " + group;
    EventType type = event.type();
    if (type == EventType.RESCUE) {
      onRescue(process, group);
    } else if (type == EventType.ODOWN) {
      oDownSince.put(place, world.now());
    } else if (type == EventType.ODOWN_CLEARED || type == EventType.SWITCH_MASTER) {
      oDownSince.remove(place);
    }
    boolean isOver =
        type == EventType.FAILOVER_END
            || type == EventType.SWITCH_MASTER
            || type.channel().startsWith("-failover-abort");
    if (isOver) {
      rescued.remove(process.name, group);
    }
  }

  private void onRescue(Member process, GroupName group) {
    String place = process.name + " " + group;
    Long since = oDownSince.get(place);
    if (rescueAfterMs == 0) {
      violate("RescueIsChosen", place + " is rescued");
    } else if (since == null || world.now() - since < rescueAfterMs) {
      violate("RescuedAfterItsTime", place + " is rescued too soon");
    }
    GroupName other = rescued.put(process.name, group);
    if (other != null && !other.equals(group)) {
      violate("OneRescueAtATime", place + " is rescued beside " + other);
    }
  }

  /** A process has died, and knows of nothing that it had begun. */
  void onDeath(Member process) {
    rescued.remove(process.name);
    oDownSince.keySet().removeIf(place -> place.startsWith(process.name + " "));
  }
}
