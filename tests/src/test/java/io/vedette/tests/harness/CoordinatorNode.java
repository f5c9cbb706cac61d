package io.vedette.tests.harness;

import io.vedette.quorum.model.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A coordinator: Vedette or {@code redis-sentinel}, asked over the wire only. */
public final class CoordinatorNode extends Server {
  private CoordinatorKind kind;
  private final Place place;
  private final EventRecorder events;
  private final int httpPort = FreePorts.next();
  private Optional<String> javaOptions = Optional.empty();

  CoordinatorNode(CoordinatorKind kind, String name, Place place, Path folder, Access access) {
    super(name, new Address(place.host(), FreePorts.next()), folder, access);
    this.kind = kind;
    this.place = place;
    this.events = new EventRecorder(name, address(), access);
  }

  /** Where it serves HTTP, if its options say so. */
  public int httpPort() {
    return httpPort;
  }

  /** Vedette's own options, beside the configuration; none: no file. */
  void writeOptions(List<String> lines) {
    if (!lines.isEmpty()) {
      try {
        Files.write(
            config().resolveSibling("vedette.properties"),
            lines.stream()
                .map(line -> line.replace("{http-port}", Integer.toString(httpPort)))
                .toList());
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
    return place.run(javaOptions.map(words -> withJavaOptions(words, start)).orElse(start));
  }

  private static List<String> withJavaOptions(String words, List<String> start) {
    return Stream.concat(Stream.of("env", "VEDETTE_JAVA_OPTS=" + words), start.stream()).toList();
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
