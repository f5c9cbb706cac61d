package io.vedette.tests.simulation.world;

import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.model.RunId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a coordinator has been told in its present life, kept beside the core and independently of
 * it: invariants compare what the core does with what it can know. All times are local ones.
 */
public final class Knowledge {
  /** A time that has not been. */
  public static final long NEVER = Long.MIN_VALUE / 2;

  private final Map<GroupName, Group> groups = new LinkedHashMap<>();
  private final Map<RunId, Coordinator> processes = new LinkedHashMap<>();
  private final Map<RunId, Address> places = new LinkedHashMap<>();

  /** Of a data node. */
  public static final class Node {
    private long goodAnswerAt = NEVER;
    private long pongAt = NEVER;
    private long infoAt = NEVER;
    private NodeInfo info;
    private Role role;
    private long roleSince = NEVER;
    private Optional<Address> master = Optional.empty();
    private long masterSince = NEVER;
    private long rebootedAt = NEVER;
    private boolean isRestarted;
    private long linkUpAt = NEVER;
    private long refusedSince = NEVER;
    private int refusals;

    void goodAnswer(boolean isPong, long now) {
      goodAnswerAt = now;
      pongAt = isPong ? now : pongAt;
    }

    void info(NodeInfo said, long now) {
      boolean isSameRun = info != null && info.runId().equals(said.runId());
      rebootedAt = isSameRun ? rebootedAt : now;
      isRestarted = !said.masterLinkUp() && (isRestarted || (info != null && !isSameRun));
      linkUpAt = said.masterLinkUp() ? now : linkUpAt;
      info = said;
      infoAt = now;
      Role saidRole = said.role().orElse(role);
      if (saidRole != role) {
        role = saidRole;
        roleSince = now;
      }
      if (!said.master().equals(master)) {
        master = said.master();
        masterSince = now;
      }
    }

    void connected() {
      refusals = 0;
    }

    void refused(long now) {
      refusedSince = refusals == 0 ? now : refusedSince;
      refusals++;
    }

    /** How often in a row it has refused a connection, none having stood meanwhile. */
    public int refusals() {
      return refusals;
    }

    /** Since when it has. */
    public long refusedSince() {
      return refusedSince;
    }

    /** When it first said something as the process that it is. */
    public long rebootedAt() {
      return rebootedAt;
    }

    /** Whether it was started anew, and has not been connected with a master since. */
    public boolean isRestarted() {
      return isRestarted;
    }

    /** When it last said that its link to its master is up. */
    public long linkUpAt() {
      return linkUpAt;
    }

    /** When it last answered a PING as a living server does. */
    public long goodAnswerAt() {
      return goodAnswerAt;
    }

    /** When it last answered a PING as a server does that has all its data. */
    public long pongAt() {
      return pongAt;
    }

    public long infoAt() {
      return infoAt;
    }

    /** Its last INFO; empty: there was none. */
    public Optional<NodeInfo> info() {
      return Optional.ofNullable(info);
    }

    /** The role it last reported. */
    public Optional<Role> role() {
      return Optional.ofNullable(role);
    }

    public long roleSince() {
      return roleSince;
    }

    /** Since when it has followed the master it follows. */
    public long masterSince() {
      return masterSince;
    }
  }

  /** Of another coordinator, about one group. */
  public static final class Peer {
    private boolean saysDown;
    private Address about;
    private long saidAt = NEVER;
    private RunId vote;
    private Epoch voteEpoch = Epoch.ZERO;
    private long helloAt = NEVER;
    private Hello hello;

    void report(boolean isDown, Address master, long now) {
      saysDown = isDown;
      about = master;
      saidAt = now;
    }

    void vote(RunId leader, Epoch epoch) {
      vote = leader;
      voteEpoch = epoch;
    }

    void hello(Hello said, long now) {
      hello = said;
      helloAt = now;
    }

    /** Whether it said, not before this time, that this master is down. */
    public boolean saidDown(Address master, long since) {
      return saysDown && saidAt >= since && master.equals(about);
    }

    /** Whether the last vote it told of is this one. */
    public boolean votedFor(RunId candidate, Epoch epoch) {
      return candidate.equals(vote) && epoch.equals(voteEpoch);
    }

    /** Whether it told of a vote for another in this epoch. */
    public boolean votedForAnother(RunId candidate, Epoch epoch) {
      return vote != null && !candidate.equals(vote) && epoch.equals(voteEpoch);
    }

    public long helloAt() {
      return helloAt;
    }

    /** Whether its last hello, not before this time, named this very configuration. */
    public boolean confirms(Epoch configEpoch, long since) {
      return hello != null && helloAt >= since && hello.configEpoch().equals(configEpoch);
    }
  }

  /** Of another coordinator as a process. */
  public static final class Coordinator {
    private long goodAnswerAt = NEVER;

    void goodAnswer(long now) {
      goodAnswerAt = now;
    }

    public long goodAnswerAt() {
      return goodAnswerAt;
    }
  }

  /** Of a group. */
  public static final class Group {
    private final Map<Address, Node> nodes = new LinkedHashMap<>();
    private final Map<RunId, Peer> peers = new LinkedHashMap<>();
    private final Set<RunId> everKnown = new LinkedHashSet<>();
    private final Set<String> dataIds = new LinkedHashSet<>();
    private Address spokesman;
    private long orderedInStep = NEVER;
    private boolean needsVotes;
    private long pausedUntil = NEVER;

    void ordered(long step, boolean isCoordinated) {
      orderedInStep = step;
      needsVotes = isCoordinated;
    }

    /** A node says which data it has; the master's word counts, and that of who follows it. */
    void info(Address from, Address master, NodeInfo said, long now) {
      Node node = node(from);
      boolean wasOwn = node.info != null && !isForeign(node.info, master);
      node.info(said, now);
      if (spokesman != null && !spokesman.equals(master)) {
        spokesman = null;
      }
      boolean isMaster = from.equals(master) && said.role().equals(Optional.of(Role.MASTER));
      boolean follows = said.masterLinkUp() && said.master().equals(Optional.of(master));
      if (isMaster) {
        spokesman = master;
        dataIds.add(said.replId2());
      }
      // What it had is gone, and what whoever it follows has is all there is.
      boolean isLed =
          from.equals(master)
              && said.masterLinkUp()
              && said.master().filter(nodes::containsKey).isPresent();
      if (isMaster || follows || isLed || (node.isRestarted && wasOwn)) {
        dataIds.add(said.replId());
      }
    }

    /** Whether this is of another history than all that was ever said to be the group's. */
    public boolean isForeign(NodeInfo said, Address master) {
      return master.equals(spokesman)
          && !dataIds.contains(said.replId())
          && !dataIds.contains(said.replId2());
    }

    void paused(long until) {
      pausedUntil = until;
    }

    /** Until when an operator wants no automatic failover. */
    public long pausedUntil() {
      return pausedUntil;
    }

    /** Whether the failover ordered last is to be carried out only by who is elected. */
    public boolean needsVotes() {
      return needsVotes;
    }

    /** In which step an operator ordered a failover last. */
    public long orderedInStep() {
      return orderedInStep;
    }

    public Node node(Address address) {
      return nodes.computeIfAbsent(address, ignored -> new Node());
    }

    public Peer peer(RunId runId) {
      return peers.computeIfAbsent(runId, ignored -> new Peer());
    }

    public Map<RunId, Peer> peers() {
      return peers;
    }

    /**
     * Everyone who was ever heard of in this group, but for those whose place another has taken.
     */
    public Set<RunId> everKnown() {
      return everKnown;
    }
  }

  /**
   * A coordinator of a group is there. If it is new, then whoever of the group was there before is
   * gone; if it has moved, then the other one has moved as well, nobody knows where to.
   */
  void meet(GroupName name, RunId runId, Address where) {
    Group group = group(name);
    boolean isKnown = group.everKnown.contains(runId);
    if (isKnown && where.equals(places.get(runId))) {
      return;
    }
    for (RunId other : List.copyOf(group.everKnown)) {
      if (!other.equals(runId) && where.equals(places.get(other))) {
        if (isKnown) {
          places.remove(other);
        } else {
          forgetPeer(other);
        }
      }
    }
    places.put(runId, where);
    group.everKnown.add(runId);
  }

  /** A coordinator that is said to be where this one is, isn't. */
  void forgetPeersAt(Address own) {
    for (RunId each : List.copyOf(places.keySet())) {
      if (own.equals(places.get(each))) {
        forgetPeer(each);
      }
    }
  }

  private void forgetPeer(RunId gone) {
    places.remove(gone);
    groups.values().forEach(group -> group.everKnown.remove(gone));
  }

  /** RESET. */
  void forgetPeersOf(GroupName name) {
    group(name).everKnown.clear();
    group(name).peers.clear();
  }

  public Coordinator peer(RunId runId) {
    return processes.computeIfAbsent(runId, ignored -> new Coordinator());
  }

  public Group group(GroupName name) {
    return groups.computeIfAbsent(name, ignored -> new Group());
  }

  void forget(GroupName name) {
    groups.remove(name);
  }
}
