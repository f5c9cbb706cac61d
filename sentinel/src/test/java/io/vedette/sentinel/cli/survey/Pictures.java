package io.vedette.sentinel.cli.survey;

import io.vedette.quorum.model.Address;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A healthy group of three coordinators (10.0.0.11 to 13), a master (10.0.0.21) and two replicas
 * (22 and 23), in which single things can be made wrong before it is looked at.
 */
public final class Pictures {
  public static final Address MASTER = node(21);

  /** By coordinator. */
  public final Map<Address, Map<String, String>> masters = new LinkedHashMap<>();

  public final Map<Address, Map<Address, Map<String, String>>> replicas = new LinkedHashMap<>();
  public final Map<Address, Map<Address, Map<String, String>>> peers = new LinkedHashMap<>();
  public final Map<Address, String> quorumChecks = new LinkedHashMap<>();
  public final Map<Address, Map<String, String>> selves = new LinkedHashMap<>();
  public final Map<Address, Long> clocks = new LinkedHashMap<>();
  public final Map<String, String> masterInfo = new LinkedHashMap<>();
  public final List<Silence> silent = new ArrayList<>();

  public Pictures() {
    for (int i = 11; i <= 13; i++) {
      addCoordinator(i);
    }
    masterInfo.put("redis_version", "7.0.15");
    masterInfo.put("connected_slaves", "2");
    masterInfo.put("min_slaves_good_slaves", "2");
    masterInfo.put("master_repl_offset", "1000");
    masterInfo.put("slave0", "ip=10.0.0.22,port=6379,state=online,offset=1000,lag=0");
    masterInfo.put("slave1", "ip=10.0.0.23,port=6379,state=online,offset=880,lag=1");
  }

  public static Address node(int last) {
    return new Address("10.0.0." + last, 6379);
  }

  public static Address coordinator(int last) {
    return new Address("10.0.0." + last, 26379);
  }

  private static String runId(Address address) {
    return "id-of-" + address;
  }

  private static Map<String, String> at(Address address, String flags) {
    Map<String, String> fields = new TreeMap<>();
    fields.put("ip", address.host());
    fields.put("port", Integer.toString(address.port()));
    fields.put("runid", runId(address));
    fields.put("flags", flags);
    return fields;
  }

  private void addCoordinator(int last) {
    Address self = coordinator(last);
    Map<String, String> master = at(MASTER, "master");
    master.put("config-epoch", "4");
    master.put("quorum", "2");
    master.put("num-slaves", "2");
    master.put("num-other-sentinels", "2");
    master.put("down-after-milliseconds", "5000");
    master.put("failover-timeout", "60000");
    masters.put(self, master);
    Map<Address, Map<String, String>> known = new TreeMap<>();
    for (int i = 22; i <= 23; i++) {
      Map<String, String> replica = at(node(i), "slave");
      replica.put("master-link-status", "ok");
      replica.put("slave-priority", "100");
      replica.put("master-host", MASTER.host());
      replica.put("master-port", "6379");
      known.put(node(i), replica);
    }
    replicas.put(self, known);
    Map<Address, Map<String, String>> others = new TreeMap<>();
    for (int i = 11; i <= 13; i++) {
      if (i != last) {
        others.put(coordinator(i), at(coordinator(i), "sentinel"));
      }
    }
    peers.put(self, others);
    quorumChecks.put(self, "OK 3 usable Sentinels. Quorum and failover authorization");
    selves.put(self, new TreeMap<>(Map.of("vedette_version", "0.1.0", "sentinel_tilt", "0")));
  }

  /** The same field of the master, as all coordinators tell it. */
  public void everywhere(String field, String value) {
    masters.values().forEach(master -> master.put(field, value));
  }

  /** The same field of a replica, as all coordinators tell it. */
  public void ofReplica(int last, String field, String value) {
    replicas.values().forEach(known -> known.get(node(last)).put(field, value));
  }

  /** It is not running; the others see it so. */
  public void silence(int last) {
    Address gone = coordinator(last);
    masters.remove(gone);
    silent.add(new Silence(gone, gone + " does not answer: Connection refused"));
    peers.values().stream()
        .filter(known -> known.containsKey(gone))
        .forEach(known -> known.get(gone).put("flags", "s_down,sentinel,disconnected"));
  }

  public GroupPicture group() {
    List<Opinion> opinions = new ArrayList<>();
    masters.forEach(
        (self, fields) -> {
          Instance master = new Instance(fields);
          opinions.add(
              new Opinion(
                  self,
                  runId(self),
                  master.address(),
                  master,
                  replicas.get(self).values().stream().map(Instance::new).toList(),
                  peers.get(self).values().stream().map(Instance::new).toList(),
                  quorumChecks.get(self),
                  selves.get(self),
                  OptionalLong.of(clocks.getOrDefault(self, 0L)),
                  Map.of(MASTER, masterInfo)));
        });
    return new GroupPicture("mymaster", opinions, silent);
  }
}
