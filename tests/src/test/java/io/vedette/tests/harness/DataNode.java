package io.vedette.tests.harness;

import io.vedette.quorum.model.Address;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A {@code redis-server}, or another program that serves data. */
public final class DataNode extends Server {
  private final List<String> program;
  private final Place place;

  DataNode(
      String name,
      Place place,
      Path folder,
      Optional<Address> master,
      Optional<TlsFiles> tls,
      ClusterSettings settings,
      List<String> moreConfig) {
    super(
        name,
        new Address(place.host(), FreePorts.next()),
        folder,
        Access.of(tls, settings.nodeLogin()));
    this.place = place;
    program = settings.dataServer();
    int port = address().port();
    List<String> lines =
        new ArrayList<>(tls.map(files -> files.lines(port)).orElse(List.of("port " + port)));
    lines.addAll(place.listening());
    lines.add("dir \"" + folder + "\"");
    lines.add("dbfilename " + name + ".rdb");
    lines.add("save \"\"");
    // A replica's first synchronisation would wait 5 s for company.
    lines.add("repl-diskless-sync-delay 0");
    master.ifPresent(m -> lines.add("replicaof " + m.host() + " " + m.port()));
    lines.addAll(settings.everyNode());
    lines.addAll(moreConfig);
    writeConfig(lines);
  }

  @Override
  List<String> command() {
    return place.run(Stream.concat(program.stream(), Stream.of(config().toString())).toList());
  }

  public boolean isMaster() {
    return tryCall("ROLE")
        .map(role -> ((List<?>) role).get(0))
        .filter("master"::equals)
        .isPresent();
  }

  /**
   * Whom this node follows over an established link; empty for a master or while the link is down.
   */
  public Optional<Address> follows() {
    return tryCall("ROLE")
        .map(role -> (List<?>) role)
        .filter(role -> role.get(0).equals("slave") && role.get(3).equals("connected"))
        .map(role -> new Address((String) role.get(1), ((Long) role.get(2)).intValue()));
  }

  /** A section of INFO by its fields. */
  public Map<String, String> info(String section) {
    return ((String) call("INFO", section))
        .lines()
        .filter(line -> line.indexOf(':') > 0)
        .collect(
            Collectors.toMap(
                line -> line.substring(0, line.indexOf(':')),
                line -> line.substring(line.indexOf(':') + 1)));
  }
}
