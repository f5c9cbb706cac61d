package io.vedette.quorum.failover;

import io.vedette.quorum.model.LastKnown;
import io.vedette.quorum.model.NodeInfo;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The replication ids under which a group's data is known. Redis gives a dataset's history an id,
 * hands it to every replica, and keeps the one before it as the second id when it begins a new one:
 * two servers that have no id in common have nothing to do with each other.
 *
 * <p>What a master says replaces what was known; a replica whose link to it is up has its id, and
 * may be asked before it. When the master does not have the id that the master had before (it came
 * back empty, its backlog was given up; or another was promoted that had not followed yet), those
 * before count as well: the replicas may not have followed, and theirs is the data that is left.
 *
 * <p>A server that is started anew from its append-only file has a new id for the data it had: what
 * it had before counts. One that comes back without data has a new id, too; it is as good as none,
 * but no stranger. So is whomever the master itself follows, told so by hand or by its own
 * configuration: what it had is gone.
 *
 * <p>Nobody is foreign to a master that has not said itself what its ids are: that is not known,
 * and what is not known must not keep a group from getting a master.
 */
public final class Lineage {
  private final Set<String> ids = new LinkedHashSet<>();
  private final Set<String> before = new LinkedHashSet<>();
  private final Set<String> restarted = new LinkedHashSet<>();
  private final Set<String> emptied = new LinkedHashSet<>();
  private String last = "";
  private boolean isMastersWord;

  /** What the group's master says of itself. */
  public void masterSays(NodeInfo info) {
    Set<String> said = new LinkedHashSet<>();
    add(said, info.replId());
    add(said, info.replId2());
    if (said.isEmpty()) {
      return;
    }
    isMastersWord = true;
    if (!ids.isEmpty() && !said.contains(last)) {
      before.clear();
      before.addAll(ids);
    }
    ids.clear();
    ids.addAll(said);
    last = LastKnown.isId(info.replId()) ? info.replId() : last;
  }

  /** Another node is master from now on, and has not said anything yet. */
  public void anotherMaster() {
    isMastersWord = false;
    restarted.clear();
    emptied.clear();
  }

  /** What a replica says of itself after a restart; before, its data was this group's. */
  public void restartedReplicaSays(NodeInfo info) {
    if (info.hasDataOfItsOwnLog()) {
      add(restarted, info.replId());
    } else {
      add(emptied, info.replId());
    }
  }

  /** What the group's master says as a replica of another of its group, to which its link is up. */
  public void masterFollows(NodeInfo info) {
    add(emptied, info.replId());
  }

  /** What a replica says whose link to the group's master is up. */
  public void connectedReplicaSays(NodeInfo info) {
    add(ids, info.replId());
  }

  /** Whether a server's data is of another history; not if it, or the group, has none to tell. */
  public boolean isForeign(NodeInfo info) {
    return LastKnown.isId(info.replId())
        && isMastersWord
        && !isKnown(info.replId())
        && !isKnown(info.replId2());
  }

  /** Whether a server is known to have had the group's data, be it none: by its id. */
  public boolean isKin(NodeInfo info) {
    return hasData(info.replId());
  }

  /** Whether a replica has not the data that the group had, though it is no stranger. */
  public boolean isEmptied(NodeInfo info) {
    return emptied.contains(info.replId()) && !hasData(info.replId());
  }

  private boolean isKnown(String id) {
    return hasData(id) || emptied.contains(id);
  }

  private boolean hasData(String id) {
    return ids.contains(id) || before.contains(id) || restarted.contains(id);
  }

  private static void add(Set<String> to, String id) {
    if (LastKnown.isId(id)) {
      to.add(id);
    }
  }
}
