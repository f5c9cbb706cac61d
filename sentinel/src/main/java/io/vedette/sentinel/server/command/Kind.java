package io.vedette.sentinel.server.command;

import java.util.List;

/**
 * What COMMAND says of the commands of a kind: their group, flags and ACL categories, as in Redis.
 */
enum Kind {
  CONTAINER("connection", "", "@slow"),
  PING("connection", "fast", "@fast @connection"),
  LOGIN("connection", "noscript loading stale fast no_auth allow_busy", "@fast @connection"),
  CONNECTION("connection", "noscript loading stale", "@slow @connection"),
  CONNECTION_ADMIN(
      "connection", "admin noscript loading stale", "@admin @slow @dangerous @connection"),
  ACL_CONTAINER("server", "", "@slow"),
  ACL_HELP("server", "loading stale", "@slow"),
  ACL("server", "noscript loading stale", "@slow"),
  ACL_ADMIN("server", "admin noscript loading stale", "@admin @slow @dangerous"),
  SENTINEL_HELP("sentinel", "loading stale", "@slow"),
  CLIENT_HELP("connection", "loading stale", "@slow @connection"),
  CATALOGUE("server", "loading stale", "@slow @connection"),
  INFO("server", "loading stale", "@slow @dangerous"),
  ROLE("server", "noscript loading stale fast", "@admin @fast @dangerous"),
  SHUTDOWN("server", "admin noscript loading stale no_multi allow_busy", "@admin @slow @dangerous"),
  SUBSCRIPTION("pubsub", "pubsub noscript loading stale", "@pubsub @slow"),
  PUBLISH("pubsub", "pubsub loading stale fast", "@pubsub @fast"),
  SENTINEL("sentinel", "admin", "@admin @slow @dangerous");

  private final String group;
  private final String flags;
  private final String categories;

  Kind(String group, String flags, String categories) {
    this.group = group;
    this.flags = flags;
    this.categories = categories;
  }

  String group() {
    return group;
  }

  List<String> flags() {
    return flags.isEmpty() ? List.of() : List.of(flags.split(" ", -1));
  }

  List<String> categories() {
    return List.of(categories.split(" ", -1));
  }

  /** Whether it may be used before the password has been said. */
  boolean beforeLogin() {
    return this == LOGIN;
  }
}
