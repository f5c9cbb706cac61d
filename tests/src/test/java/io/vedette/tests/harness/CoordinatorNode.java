package io.vedette.tests.harness;

import io.vedette.quorum.model.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A coordinator: Vedette or {@code redis-sentinel}, asked over the wire only. */
public final class CoordinatorNode extends Server {
  private CoordinatorKind kind;
  private final Place place;
  private final EventRecorder events;
  private Optional<Integer> httpPort = Optional.empty();
  private Optional<String> javaOptions = Optional.empty();

  CoordinatorNode(CoordinatorKind kind, String name, Place place, Path folder, Access access) {
    super(name, new Address(place.host(), FreePorts.next()), folder, access);
    this.kind = kind;
    this.place = place;
    this.events = new EventRecorder(name, address(), access);
  }

  /** Has it serve HTTP. */
  void serveHttp() {
    httpPort = Optional.of(FreePorts.next());
  }

  /** Where it serves HTTP, if it does. */
  public int httpPort() {
    return httpPort.orElseThrow();
  }

  /** Vedette's own options, beside the configuration; none: no file. */
  void writeOptions(List<String> lines) {
    if (!lines.isEmpty()) {
      try {
        Files.write(config().resolveSibling("vedette.properties"), lines);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  public CoordinatorKind kind() {
    return kind;
  }

  /** The program that the next start runs on this coordinator's file. */
  public void becomes(CoordinatorKind other) {
    kind = other;
  }

  Place place() {
    return place;
  }

  @Override
  List<String> command() {
    List<String> start = kind.command(config());
    List<String> environment = new ArrayList<>();
    javaOptions.ifPresent(words -> environment.add("VEDETTE_JAVA_OPTS=" + words));
    httpPort.ifPresent(port -> environment.add("VEDETTE_HTTP_PORT=" + port));
    return place.run(environment.isEmpty() ? start : with(environment, start));
  }

  private static List<String> with(List<String> environment, List<String> start) {
    return Stream.of(List.of("env"), environment, start).flatMap(List::stream).toList();
  }

  /** Further options for the Java of this coordinator, instead of the environment's. */
  void javaOptions(String words) {
    javaOptions = Optional.of(words);
  }

  @Override
  void started() {
    try {
      events.connect();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public EventRecorder events() {
    return events;
  }

  public String myId() {
    return (String) call("SENTINEL", "MYID");
  }

  /** The master that this coordinator gives to clients; empty while it can't be asked. */
  public Optional<Address> masterOf(String group) {
    return tryCall("SENTINEL", "GET-MASTER-ADDR-BY-NAME", group)
        .map(
            reply -> {
              List<?> pair = (List<?>) reply;
              return new Address((String) pair.get(0), Integer.parseInt((String) pair.get(1)));
            });
  }

  public Map<String, String> master(String group) {
    return RespClient.asMap(call("SENTINEL", "MASTER", group));
  }

  public List<Map<String, String>> replicas(String group) {
    return RespClient.asMaps(call("SENTINEL", "REPLICAS", group));
  }

  public List<Map<String, String>> peers(String group) {
    return RespClient.asMaps(call("SENTINEL", "SENTINELS", group));
  }

  /** The election's epoch, as the configuration on disk has it. */
  public long currentEpochOnDisk() {
    return configText()
        .lines()
        .filter(line -> line.startsWith("sentinel current-epoch "))
        .mapToLong(line -> Long.parseLong(line.substring("sentinel current-epoch ".length())))
        .findFirst()
        .orElse(0);
  }

  @Override
  public void close() {
    try {
      events.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      super.close();
    }
  }
}
