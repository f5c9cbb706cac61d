package io.vedette.sentinel.cli.survey;

import io.vedette.quorum.model.Address;
import io.vedette.sentinel.cli.client.AskException;
import io.vedette.sentinel.cli.client.Servers;
import io.vedette.sentinel.runtime.DaemonThreads;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Asks the coordinators that were named, and those that these know, all at the same time: who is
 * slow or gone holds up nobody else.
 */
public final class Survey implements AutoCloseable {
  private final Servers servers;
  private final List<Address> named;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(DaemonThreads.named("survey"));

  public Survey(Servers servers, List<Address> named) {
    this.servers = servers;
    this.named = List.copyOf(named);
  }

  /**
   * The names of all groups that the named coordinators watch, in order.
   *
   * @throws AskException if none of them answers
   */
  public Set<String> groups() throws AskException {
    return groups(master -> true);
  }

  /**
   * The group of this name, or all shards of the Redis Cluster of this name, in order; just the
   * name where nobody watches either.
   *
   * @throws AskException if none of the named coordinators answers
   */
  public Set<String> groups(String name) throws AskException {
    Set<String> found =
        groups(
            master ->
                master.text("name", "").equals(name) || master.text("cluster", "").equals(name));
    return found.isEmpty() ? Set.of(name) : found;
  }

  /**
   * The Redis Clusters of which the named coordinators know no shard: none of their nodes can be
   * asked, or they were not found yet. A stock Sentinel knows of none.
   */
  public Set<String> clustersWithoutShards() {
    Set<String> clusters = new TreeSet<>();
    for (Answer<List<Instance>> answer : all(named, whom -> instances(whom, "CLUSTERS"))) {
      if (answer.failure() == null) {
        answer.value().stream()
            .filter(cluster -> cluster.number("shards") == 0)
            .forEach(cluster -> clusters.add(cluster.text("name", "?")));
      }
    }
    return clusters;
  }

  private Set<String> groups(Predicate<Instance> which) throws AskException {
    Set<String> groups = new TreeSet<>();
    AskException failure = null;
    boolean answered = false;
    for (Answer<List<Instance>> answer : all(named, whom -> instances(whom, "MASTERS"))) {
      if (answer.failure() == null) {
        answered = true;
        answer.value().stream()
            .filter(which)
            .forEach(master -> groups.add(master.text("name", "?")));
      } else if (failure == null) {
        failure = answer.failure();
      }
    }
    if (!answered && failure != null) {
      throw failure;
    }
    return groups;
  }

  /**
   * A group as all see it.
   *
   * @throws AskException if no coordinator that was named can say anything of it
   */
  public GroupPicture group(String name) throws AskException {
    List<Opinion> opinions = new ArrayList<>();
    List<Silence> silent = new ArrayList<>();
    List<AskException> failures = new ArrayList<>();
    Set<Address> asked = new LinkedHashSet<>();
    Set<String> heard = new LinkedHashSet<>();
    List<Address> next = named;
    while (!next.isEmpty()) {
      asked.addAll(next);
      List<Answer<Opinion>> answers = all(next, whom -> opinion(whom, name));
      for (Answer<Opinion> answer : answers) {
        if (answer.failure() != null) {
          failures.add(answer.failure());
          silent.add(new Silence(answer.from(), answer.failure().getMessage()));
        } else if (heard.add(answer.value().runId())) {
          opinions.add(answer.value());
        } else {
          copyOf(answer.value(), opinions).ifPresent(silent::add);
        }
      }
      next = unasked(opinions, asked, heard);
    }
    if (opinions.isEmpty()) {
      throw failures.get(0);
    }
    return new GroupPicture(name, opinions, silent);
  }

  /** The same process under another address is no news; another process of the same id is. */
  private static Optional<Silence> copyOf(Opinion one, List<Opinion> others) {
    return others.stream()
        .filter(other -> other.runId().equals(one.runId()) && !isSameProcess(one, other))
        .findFirst()
        .map(
            other ->
                new Silence(
                    one.coordinator(),
                    one.coordinator() + " has the id of " + other.coordinator() + ", a copy"));
  }

  private static boolean isSameProcess(Opinion one, Opinion other) {
    return Stream.of("run_id", "process_id", "tcp_port")
        .allMatch(field -> Objects.equals(one.self().get(field), other.self().get(field)));
  }

  /** Those that others know, under an address that was not asked, and that were not heard. */
  private static List<Address> unasked(
      List<Opinion> opinions, Set<Address> asked, Set<String> heard) {
    Set<Address> unasked = new TreeSet<>();
    for (Opinion opinion : opinions) {
      for (Instance peer : opinion.peers()) {
        if (!heard.contains(peer.text("runid", "")) && !asked.contains(peer.address())) {
          unasked.add(peer.address());
        }
      }
    }
    return List.copyOf(unasked);
  }

  /** What one says of a group. */
  public Opinion opinion(Address whom, String group) throws AskException {
    Address published = published(servers, whom, group);
    Instance master = Instance.of(list(whom, "SENTINEL", "MASTER", group));
    List<Instance> replicas = instances(whom, "REPLICAS", group);
    Map<String, String> self = fields(servers.askText(whom, "INFO"));
    OptionalLong clock = clockMs(self);
    return new Opinion(
        whom,
        servers.askText(whom, "SENTINEL", "MYID"),
        published,
        master,
        replicas,
        instances(whom, "SENTINELS", group),
        quorumCheck(whom, group),
        self,
        clock,
        info(whom, group, master, replicas));
  }

  /**
   * The address that a coordinator gives to clients.
   *
   * @throws AskException if it doesn't, also if it knows no such group
   */
  public static Address published(Servers servers, Address whom, String group) throws AskException {
    Object answer = servers.ask(whom, "SENTINEL", "GET-MASTER-ADDR-BY-NAME", group);
    if (answer instanceof List<?> words && words.size() == 2) {
      return address(whom, words);
    }
    // Says itself what is wrong: no such master with that name.
    servers.ask(whom, "SENTINEL", "MASTER", group);
    throw AskException.odd(whom, "SENTINEL GET-MASTER-ADDR-BY-NAME");
  }

  private static Address address(Address whom, List<?> words) throws AskException {
    String host = String.valueOf(words.get(0));
    String port = String.valueOf(words.get(1));
    if (!port.matches("\\d{1,5}") || !Address.isValid(host, Integer.parseInt(port))) {
      throw AskException.odd(whom, "SENTINEL GET-MASTER-ADDR-BY-NAME");
    }
    return new Address(host, Integer.parseInt(port));
  }

  private String quorumCheck(Address whom, String group) throws AskException {
    try {
      return servers.askText(whom, "SENTINEL", "CKQUORUM", group);
    } catch (AskException e) {
      if (e.reply().isEmpty()) {
        throw e;
      }
      return e.reply();
    }
  }

  /** What it last heard from the nodes: the master's comes first, then the replicas', in order. */
  private Map<Address, Map<String, String>> info(
      Address whom, String group, Instance master, List<Instance> replicas) throws AskException {
    Map<Address, Map<String, String>> info = new LinkedHashMap<>();
    List<?> cache = list(whom, "SENTINEL", "INFO-CACHE", group);
    List<?> nodes = cache.size() == 2 && cache.get(1) instanceof List<?> all ? all : List.of();
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i) instanceof List<?> pair
          && pair.size() == 2
          && pair.get(1) instanceof String text) {
        Map<String, String> fields = fields(text);
        Address address =
            i == 0 ? master.address() : byRunId(replicas, fields.getOrDefault("run_id", ""));
        if (address != null) {
          info.put(address, fields);
        }
      }
    }
    return info;
  }

  private static Address byRunId(List<Instance> replicas, String runId) {
    return replicas.stream()
        .filter(replica -> replica.text("runid", "").equals(runId))
        .map(Instance::address)
        .findFirst()
        .orElse(null);
  }

  /**
   * The clock of who has just answered an INFO, in milliseconds, less the time of this process; by
   * this any two clocks can be compared. Empty: it does not tell.
   */
  public static OptionalLong clockMs(Map<String, String> info) {
    String micros = info.getOrDefault("server_time_usec", "");
    return micros.matches("\\d{1,18}")
        ? OptionalLong.of(
            TimeUnit.MICROSECONDS.toMillis(Long.parseLong(micros))
                - TimeUnit.NANOSECONDS.toMillis(System.nanoTime()))
        : OptionalLong.empty();
  }

  /** The fields of an INFO. */
  public static Map<String, String> fields(String info) {
    Map<String, String> fields = new LinkedHashMap<>();
    info.lines()
        .filter(line -> line.indexOf(':') > 0)
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              fields.put(line.substring(0, colon), line.substring(colon + 1));
            });
    return fields;
  }

  private List<Instance> instances(Address whom, String... arguments) throws AskException {
    List<Instance> instances = new ArrayList<>();
    for (Object each : list(whom, "SENTINEL", arguments)) {
      if (!(each instanceof List<?> words)) {
        throw AskException.odd(whom, "SENTINEL " + arguments[0]);
      }
      instances.add(Instance.of(words));
    }
    return instances;
  }

  private List<?> list(Address whom, String command, String... arguments) throws AskException {
    if (servers.ask(whom, command, arguments) instanceof List<?> list) {
      return list;
    }
    throw AskException.odd(whom, command + " " + arguments[0]);
  }

  /** A question to one. */
  public interface Question<T> {
    T ask(Address whom) throws AskException;
  }

  /**
   * What one said.
   *
   * @param value null if it failed
   * @param failure null if it did not
   */
  public record Answer<T>(Address from, T value, AskException failure) {}

  /** Asks these all at once; the answers come in their order. */
  public <T> List<Answer<T>> all(List<Address> whom, Question<T> question) {
    Function<Address, Answer<T>> ask =
        each -> {
          try {
            return new Answer<>(each, question.ask(each), null);
          } catch (AskException e) {
            return new Answer<>(each, null, e);
          }
        };
    List<CompletableFuture<Answer<T>>> asked =
        whom.stream()
            .map(each -> CompletableFuture.supplyAsync(() -> ask.apply(each), threads))
            .toList();
    return asked.stream().map(CompletableFuture::join).toList();
  }

  /** Those that were named. */
  public List<Address> named() {
    return named;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
