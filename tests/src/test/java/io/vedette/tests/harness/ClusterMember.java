package io.vedette.tests.harness;

import io.vedette.quorum.model.Address;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A {@code redis-server} in cluster mode. */
public final class ClusterMember extends Server {
  private static final Pattern FACTS = Pattern.compile("cluster_slots_ok:(\\d+)");
  private static final Pattern REPLICA = Pattern.compile("slave\\d+:.*,offset=(\\d+)");
  private static final Pattern FED = Pattern.compile("slave_repl_offset:[1-9]");

  private final Place place;

  ClusterMember(String name, Place place, Path folder, int nodeTimeoutMs) {
    super(name, new Address(place.host(), FreePorts.next()), folder, Access.PLAIN);
    this.place = place;
    writeConfig(
        Stream.concat(
                Stream.of(
                    "port " + address().port(),
                    "dir \"" + folder + "\"",
                    "dbfilename " + name + ".rdb",
                    "save \"\"",
                    "repl-diskless-sync-delay 0",
                    "cluster-enabled yes",
                    "cluster-config-file " + name + ".nodes",
                    "cluster-port " + FreePorts.next(),
                    "repl-ping-replica-period 1",
                    "cluster-node-timeout " + nodeTimeoutMs),
                place.listening().stream())
            .toList());
  }

  @Override
  List<String> command() {
    return place.run(
        Stream.concat(Executables.redisServer().stream(), Stream.of(config().toString())).toList());
  }

  /** Its bus port. */
  String busPort() {
    return configText()
        .lines()
        .filter(line -> line.startsWith("cluster-port "))
        .map(line -> line.substring("cluster-port ".length()))
        .findFirst()
        .orElseThrow();
  }

  /** Its id in the cluster. */
  public String id() {
    return (String) call("CLUSTER", "MYID");
  }

  /** What it says of the cluster in CLUSTER INFO. */
  public Map<String, String> clusterInfo() {
    return ((String) call("CLUSTER", "INFO"))
        .lines()
        .filter(line -> line.indexOf(':') > 0)
        .collect(
            Collectors.toMap(
                line -> line.substring(0, line.indexOf(':')),
                line -> line.substring(line.indexOf(':') + 1)));
  }

  /** Its lines of CLUSTER NODES, each in its words. */
  public List<List<String>> nodes() {
    return ((String) call("CLUSTER", "NODES"))
        .lines()
        .map(line -> List.of(line.split(" ", -1)))
        .toList();
  }

  /** Whether it answers, and says that all slots are served. */
  public boolean isStateOk() {
    return tryCall("CLUSTER", "INFO")
        .filter(info -> ((String) info).contains("cluster_state:ok"))
        .isPresent();
  }

  /** Of how many slots it says that they are served; 0: it does not answer. */
  int slotsServed() {
    return tryCall("CLUSTER", "INFO")
        .map(info -> FACTS.matcher((String) info))
        .filter(Matcher::find)
        .map(facts -> Integer.parseInt(facts.group(1)))
        .orElse(0);
  }

  public boolean isMaster() {
    return tryCall("ROLE")
        .map(role -> ((List<?>) role).get(0))
        .filter("master"::equals)
        .isPresent();
  }

  /** Whether it is a replica whose link to its master is up. */
  public boolean isReplicaInSync() {
    return tryCall("ROLE")
        .map(role -> (List<?>) role)
        .filter(role -> role.get(0).equals("slave") && role.get(3).equals("connected"))
        .isPresent();
  }

  /**
   * Whether it is a master that streams to its replicas. It begins when a replica that has got all
   * data has said so, up to a second later; what it acknowledges until then, only it has.
   */
  public boolean isStreaming() {
    List<String> heard =
        tryCall("INFO", "replication").stream()
            .flatMap(info -> REPLICA.matcher((String) info).results())
            .map(replica -> replica.group(1))
            .toList();
    return !heard.isEmpty() && heard.stream().noneMatch("0"::equals);
  }

  /** Whether it is a replica that has had something from its master. */
  public boolean isFed() {
    return tryCall("INFO", "replication")
        .filter(info -> FED.matcher((String) info).find())
        .isPresent();
  }
}
