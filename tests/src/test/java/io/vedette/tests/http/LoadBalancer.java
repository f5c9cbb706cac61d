package io.vedette.tests.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.model.Address;
import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.DataNode;
import io.vedette.tests.harness.ErrorReply;
import io.vedette.tests.harness.Executables;
import io.vedette.tests.harness.FreePorts;
import io.vedette.tests.harness.OsProcess;
import io.vedette.tests.harness.RespClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A HAProxy with the backend that README shows, for a cluster's servers. */
final class LoadBalancer implements AutoCloseable {
  private static final Pattern README_BACKEND =
      Pattern.compile("(?s)```\n(backend redis-write\n.*?)```");
  private static final Pattern README_SERVERS = Pattern.compile("(?m)^  server .*\n");
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Address address = new Address("127.0.0.1", FreePorts.next());
  private final OsProcess process;

  LoadBalancer(Cluster cluster) {
    Path config = cluster.folder().resolve("haproxy.cfg");
    try {
      Files.writeString(
          config,
          """
          defaults
            mode tcp
            timeout connect 2s
            timeout client 60s
            timeout server 60s
          frontend clients
            bind %s
            default_backend redis-write
          %s
          """
              .formatted(address, backend(cluster)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command = List.of("haproxy", "-db", "-f", config.toString());
    process = OsProcess.start(command, cluster.folder(), cluster.folder().resolve("haproxy.log"));
  }

  /** README's, with these servers; beside each is a coordinator. */
  private static String backend(Cluster cluster) throws IOException {
    String readme = Files.readString(Executables.vedetteHome().resolve("README.md"));
    Matcher found = README_BACKEND.matcher(readme);
    assertThat(found.find()).isTrue();
    StringBuilder servers = new StringBuilder();
    for (int i = 0; i < cluster.nodes().size(); i++) {
      String server = cluster.node(i).address().toString();
      int port = cluster.coordinator(i).httpPort();
      servers.append("  server %s %s check port %d\n".formatted(server, server, port));
    }
    String text = README_SERVERS.matcher(found.group(1)).replaceAll("");
    assertThat(README_SERVERS.matcher(found.group(1)).results()).hasSize(2);
    return text + servers;
  }

  /** Whether a new client writes, and does so at this server. */
  boolean leadsTo(DataNode server) {
    try (RespClient client = RespClient.connect(address, PATIENCE)) {
      String port = Integer.toString(server.address().port());
      return "OK".equals(client.call("SET", "by-haproxy", "1"))
          && List.of("port", port).equals(client.call("CONFIG", "GET", "port"));
    } catch (IOException | ErrorReply e) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
