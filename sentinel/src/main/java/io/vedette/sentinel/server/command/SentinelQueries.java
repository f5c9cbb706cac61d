package io.vedette.sentinel.server.command;

import io.vedette.quorum.view.Flag;
import io.vedette.quorum.view.GroupView;
import io.vedette.quorum.view.NodeView;
import io.vedette.quorum.view.PeerView;
import io.vedette.sentinel.runtime.Coordination;
import io.vedette.sentinel.runtime.LiveView;
import io.vedette.sentinel.runtime.Scripts;
import io.vedette.sentinel.server.resp.ReplyWriter;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The SENTINEL subcommands that only look. All are answered from the latest view, on the client's
 * own event loop, without a word to the coordinator's thread.
 */
final class SentinelQueries {
  private final Coordination coordination;
  private final Scripts scripts;

  SentinelQueries(Coordination coordination, Scripts scripts) {
    this.coordination = coordination;
    this.scripts = scripts;
  }

  void addTo(Consumer<CommandSpec> sentinel) {
    Handler masterAddress = new MasterAddress(coordination);
    for (String name : List.of("get-master-addr-by-name", "get-primary-addr-by-name")) {
      sentinel.accept(
          spec(name, 3, "2.8.4", "The address of the master of a group.", masterAddress));
    }
    for (String name : List.of("master", "primary")) {
      sentinel.accept(
          spec(name, 3, "2.8.4", "The state of a master.", Handler.often(this::master)));
    }
    for (String name : List.of("masters", "primaries")) {
      sentinel.accept(
          spec(name, 2, "2.8.4", "The state of all masters.", Handler.often(this::masters)));
    }
    sentinel.accept(
        spec("replicas", 3, "5.0.0", "The replicas of a master.", Handler.often(this::replicas)));
    sentinel.accept(
        spec("slaves", 3, "2.8.0", "The replicas of a master.", Handler.often(this::replicas)));
    sentinel.accept(
        spec(
            "sentinels",
            3,
            "2.8.4",
            "The other coordinators of a group.",
            Handler.often(this::sentinels)));
    sentinel.accept(
        spec("ckquorum", 3, "2.8.4", "Whether a failover could be agreed upon.", this::ckquorum));
    sentinel.accept(spec("myid", 2, "6.2.0", "This coordinator's run id.", this::myId));
    sentinel.accept(
        spec("info-cache", -3, "3.2.0", "The last INFO of the instances.", this::infoCache));
    sentinel.accept(
        spec("pending-scripts", 2, "2.8.4", "Scripts that run or wait.", this::pendingScripts));
  }

  static CommandSpec spec(String name, int arity, String since, String summary, Handler handler) {
    return CommandSpec.of("sentinel|" + name, arity, Kind.SENTINEL, since, summary, handler);
  }

  private void master(Client client, List<String> words, ReplyWriter reply) {
    GroupView group = groupOrError(words, reply);
    if (group != null) {
      InstanceMap.master(group, coordination.view(), coordination.now(), reply);
    }
  }

  private void masters(Client client, List<String> words, ReplyWriter reply) {
    LiveView view = coordination.view();
    List<GroupView> groups = view.groups();
    long now = coordination.now();
    reply.array(groups.size());
    groups.forEach(group -> InstanceMap.master(group, view, now, reply));
  }

  private void replicas(Client client, List<String> words, ReplyWriter reply) {
    GroupView group = groupOrError(words, reply);
    if (group != null) {
      List<NodeView> shown = group.replicas().stream().filter(InstanceMap::announced).toList();
      long now = coordination.now();
      reply.array(shown.size());
      shown.forEach(replica -> InstanceMap.replica(group, replica, now, reply));
    }
  }

  private void sentinels(Client client, List<String> words, ReplyWriter reply) {
    GroupView group = groupOrError(words, reply);
    if (group != null) {
      long now = coordination.now();
      reply.array(group.peers().size());
      group.peers().forEach(peer -> InstanceMap.peer(group, peer, now, reply));
    }
  }

  private void ckquorum(Client client, List<String> words, ReplyWriter reply) {
    GroupView group = groupOrError(words, reply);
    if (group == null) {
      return;
    }
    long usable = 1 + group.peers().stream().map(PeerView::flags).filter(this::isUsable).count();
    int majority = (group.peers().size() + 1) / 2 + 1;
    boolean quorum = usable >= group.settings().quorum();
    boolean authorized = usable >= majority;
    if (quorum && authorized) {
      reply.status(
          "OK " + usable + " usable Sentinels. Quorum and failover authorization can be reached");
      return;
    }
    String noQuorum =
        "Not enough available Sentinels to reach the specified quorum for this master";
    String noMajority =
        "Not enough available Sentinels to reach the majority and authorize a failover";
    reply.error(
        "NOQUORUM "
            + usable
            + " usable Sentinels. "
            + (quorum ? "" : noQuorum)
            + (quorum || authorized ? "" : ". ")
            + (authorized ? "" : noMajority));
  }

  private boolean isUsable(Set<Flag> flags) {
    return !flags.contains(Flag.S_DOWN) && !flags.contains(Flag.O_DOWN);
  }

  private void myId(Client client, List<String> words, ReplyWriter reply) {
    reply.bulk(coordination.view().process().self().value());
  }

  private void infoCache(Client client, List<String> words, ReplyWriter reply) {
    Collection<String> names = Set.copyOf(words.subList(2, words.size()));
    List<GroupView> groups =
        coordination.view().groups().stream()
            .filter(group -> names.contains(group.name().value()))
            .toList();
    long now = coordination.now();
    reply.array(2 * groups.size());
    for (GroupView group : groups) {
      reply.bulk(group.name().value());
      reply.array(1 + group.replicas().size());
      cachedInfo(group.master(), now, reply);
      group.replicas().forEach(replica -> cachedInfo(replica, now, reply));
    }
  }

  private static void cachedInfo(NodeView node, long now, ReplyWriter reply) {
    reply.array(2);
    reply.integer(node.infoAt() == NodeView.NEVER ? 0 : now - node.infoAt());
    node.info().ifPresentOrElse(info -> reply.bulk(info.text().get()), reply::nullBulk);
  }

  private void pendingScripts(Client client, List<String> words, ReplyWriter reply) {
    List<Scripts.Job> jobs = scripts.jobs();
    reply.array(jobs.size());
    for (Scripts.Job job : jobs) {
      reply.map(5);
      reply.bulk("argv");
      reply.array(job.argv().size());
      job.argv().forEach(reply::bulk);
      reply.bulk("flags");
      reply.bulk(job.running() ? "running" : "scheduled");
      reply.bulk("pid");
      reply.bulk(job.pid());
      reply.bulk(job.running() ? "run-time" : "run-delay");
      reply.bulk(job.running() ? job.runTimeMs() : job.runDelayMs());
      reply.bulk("retry-num");
      reply.bulk(job.retries());
    }
  }

  private GroupView groupOrError(List<String> words, ReplyWriter reply) {
    GroupView group = coordination.view().group(words.get(2));
    if (group == null) {
      reply.error(Answers.NO_SUCH_MASTER);
    }
    return group;
  }
}
