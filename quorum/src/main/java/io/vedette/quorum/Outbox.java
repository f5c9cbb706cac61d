package io.vedette.quorum;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.DataNode;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The effects of the step being taken, and Sentinel's wording of events. */
final class Outbox {
  private List<Effect> effects = new ArrayList<>();

  /** Hands the effects over and begins anew. */
  List<Effect> take() {
    if (effects.isEmpty()) {
      return List.of();
    }
    List<Effect> taken = List.copyOf(effects);
    effects = new ArrayList<>();
    return taken;
  }

  void add(Effect effect) {
    effects.add(effect);
  }

  /** What was to be done in this step is not to be done any more. */
  void takeBack(Effect effect) {
    effects.removeIf(effect::equals);
  }

  /** How many effects there are. */
  int size() {
    return effects.size();
  }

  /** Whether all effects from this one on are what is sent all the time, to healthy nodes too. */
  boolean isRegularFrom(int first) {
    for (int i = first; i < effects.size(); i++) {
      Effect effect = effects.get(i);
      if (!(effect instanceof Effect.Ping
          || effect instanceof Effect.Info
          || effect instanceof Effect.PublishHello)) {
        return false;
      }
    }
    return first <= effects.size();
  }

  /** What has changed is to be durable before what comes after this. */
  void save() {
    add(new Effect.SaveState());
  }

  /** An event about no group. */
  void event(EventType type, String payload, String reason) {
    add(new Effect.Publish(new Event(type, payload, reason, Optional.empty())));
  }

  /** An event about a group, with a payload of its own. */
  void event(EventType type, MasterGroup group, String payload, String reason) {
    Event event = new Event(type, payload, reason, Optional.of(group.name()));
    add(new Effect.Publish(event));
    if (type.notifiesScript()) {
      group
          .settings()
          .notificationScript()
          .ifPresent(path -> add(new Effect.RunNotificationScript(path, event)));
    }
  }

  /** An event about a group's master. */
  void master(EventType type, MasterGroup group, String reason) {
    event(type, group, wording(group), reason);
  }

  /** An event about a data node of a group: worded as the master's or as a replica's. */
  void node(EventType type, MasterGroup group, DataNode node, String reason) {
    event(type, group, wording(group, node), reason);
  }

  /** An event about a peer of a group. */
  void peer(EventType type, MasterGroup group, Peer peer, String reason) {
    event(type, group, wording(group, peer), reason);
  }

  /** {@code master <name> <ip> <port>}. */
  static String wording(MasterGroup group) {
    return "master " + named(group);
  }

  /** {@code slave <ip:port> <ip> <port> @ <name> <ip> <port>}, or the master's wording. */
  static String wording(MasterGroup group, DataNode node) {
    if (node == group.master()) {
      return wording(group);
    }
    Address shown = group.names().shown(node.address());
    return "slave " + shown + ' ' + spaced(shown) + " @ " + named(group);
  }

  /** {@code sentinel <run id> <ip> <port> @ <name> <ip> <port>}. */
  static String wording(MasterGroup group, Peer peer) {
    return "sentinel "
        + peer.runId()
        + ' '
        + spaced(group.names().shown(peer.process().address()))
        + " @ "
        + named(group);
  }

  private static String named(MasterGroup group) {
    return group.name() + " " + spaced(group.names().shown(group.master().address()));
  }

  /** {@code <ip> <port>}. */
  static String spaced(Address address) {
    return address.host() + ' ' + address.port();
  }
}
