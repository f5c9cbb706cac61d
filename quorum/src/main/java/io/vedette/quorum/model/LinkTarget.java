package io.vedette.quorum.model;

import java.util.Map;
import java.util.Optional;

/** Whom a link leads to and what it needs to get in. */
public sealed interface LinkTarget {
  /** Where to connect. */
  Address address();

  /** Calls the method for this kind of target. */
  void dispatchTo(Handler handler);

  /**
   * A Redis or Valkey server: commands, and a subscription to the hello channel.
   *
   * @param group the group for which it is watched
   * @param address where it listens
   * @param authUser the ACL user; empty: the default user
   * @param authPass the password; empty: no AUTH
   * @param renamedCommands as in {@link GroupSettings#renamedCommands()}
   */
  record DataNode(
      GroupName group,
      Address address,
      Optional<String> authUser,
      Optional<String> authPass,
      Map<String, String> renamedCommands)
      implements LinkTarget {
    /** Without secrets: this is what a log shows. */
    @Override
    public String toString() {
      return "data node " + address + " of " + group;
    }

    @Override
    public void dispatchTo(Handler handler) {
      handler.onDataNode(this);
    }
  }

  /**
   * Another coordinator: commands only. One link serves all the groups that both watch.
   *
   * @param runId who is expected there
   * @param address where it listens
   */
  record Peer(RunId runId, Address address) implements LinkTarget {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onPeer(this);
    }
  }

  /** One method per kind of target. */
  interface Handler {
    void onDataNode(DataNode target);

    void onPeer(Peer target);
  }
}
