package io.vedette.sentinel.server.command;

import io.vedette.quorum.view.Flag;
import io.vedette.quorum.view.GroupView;
import io.vedette.quorum.view.NodeView;
import io.vedette.quorum.view.PeerView;
import io.vedette.quorum.view.ProcessView;
import io.vedette.sentinel.runtime.Scripts;
import io.vedette.sentinel.runtime.TlsSettings;
import io.vedette.sentinel.server.resp.ReplyWriter;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** INFO: Sentinel's sections and fields, and some of our own, {@code vedette_…}. */
final class InfoCommand {
  private static final Set<String> EVERYTHING = Set.of("default", "all", "everything");

  private final Commands context;
  private final Map<String, Consumer<Text>> sections = new LinkedHashMap<>();
  private final String runId = randomRunId();
  private final long startedAtNanos = System.nanoTime();

  /** As in Redis: the one for plain TCP, if there is one. */
  private int tcpPort() {
    int plain = context.settings().port();
    return plain != 0 ? plain : context.settings().tls().map(TlsSettings::port).orElse(0);
  }

  InfoCommand(Commands context) {
    this.context = context;
    sections.put("server", this::server);
    sections.put("clients", this::clients);
    sections.put("stats", this::stats);
    sections.put("cpu", InfoCommand::cpu);
    sections.put("sentinel", this::sentinel);
  }

  void addTo(CommandTable table) {
    table.add(
        CommandSpec.of(
            "info", -1, Kind.INFO, "1.0.0", "How this coordinator is doing.", this::info));
  }

  private void info(Client client, List<String> words, ReplyWriter reply) {
    Set<String> asked = words.stream().skip(1).map(Answers::lower).collect(Collectors.toSet());
    boolean all = asked.isEmpty() || asked.stream().anyMatch(EVERYTHING::contains);
    Text text = new Text();
    sections.forEach(
        (name, section) -> {
          if (all || asked.contains(name)) {
            text.title(name);
            section.accept(text);
          }
        });
    reply.bulk(text.lines.toString());
  }

  private void server(Text text) {
    long uptime = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedAtNanos);
    text.put("redis_version", About.REDIS_VERSION)
        .put("redis_mode", "sentinel")
        .put("vedette_version", context.about().version())
        .put(
            "os",
            System.getProperty("os.name")
                + " "
                + System.getProperty("os.version")
                + " "
                + System.getProperty("os.arch"))
        .put("arch_bits", System.getProperty("sun.arch.data.model", "64"))
        .put("process_id", ProcessHandle.current().pid())
        .put("run_id", runId)
        .put("tcp_port", tcpPort())
        .put("server_time_usec", System.currentTimeMillis() * 1000)
        .put("uptime_in_seconds", uptime)
        .put("uptime_in_days", TimeUnit.SECONDS.toDays(uptime))
        .put("executable", ProcessHandle.current().info().command().orElse(""))
        .put("config_file", context.about().configFile().toString());
  }

  private void clients(Text text) {
    text.put("connected_clients", context.clients().count())
        .put("maxclients", context.settings().maxClients());
  }

  private void stats(Text text) {
    ServerStats stats = context.stats();
    ServerStats.Rates rates = stats.rates();
    text.put("total_connections_received", stats.connectionsReceived.sum())
        .put("total_commands_processed", stats.commands.sum())
        .put("instantaneous_ops_per_sec", Math.round(rates.commandsPerSecond()))
        .put("total_net_input_bytes", stats.bytesRead.sum())
        .put("total_net_output_bytes", stats.bytesWritten.sum())
        .put("instantaneous_input_kbps", kilo(rates.readBytesPerSecond()))
        .put("instantaneous_output_kbps", kilo(rates.writtenBytesPerSecond()))
        .put("rejected_connections", stats.connectionsRejected.sum())
        .put("pubsub_channels", context.clients().channels())
        .put("pubsub_patterns", context.clients().patterns())
        .put("total_error_replies", stats.errorReplies.sum())
        .put("client_protocol_errors", stats.protocolErrors.sum())
        .put("client_output_buffer_limit_disconnections", stats.outputCutOffs.sum())
        .put("client_idle_disconnections", stats.idleTimeouts.sum())
        .put("malformed_hellos", stats.malformedHellos.sum())
        .put("malformed_votes", stats.malformedVotes.sum());
  }

  private static void cpu(Text text) {
    CpuTimes times = CpuTimes.now();
    text.put("used_cpu_sys", seconds(times.system()))
        .put("used_cpu_user", seconds(times.user()))
        .put("used_cpu_sys_children", seconds(times.systemOfChildren()))
        .put("used_cpu_user_children", seconds(times.userOfChildren()));
  }

  private void sentinel(Text text) {
    ProcessView process = context.coordination().view().process();
    List<GroupView> groups = context.coordination().view().groups();
    List<Scripts.Job> jobs = context.scripts().jobs();
    boolean tilt = process.tiltSince() != NodeView.NEVER;
    long tiltMs = context.coordination().now() - process.tiltSince();
    text.put("sentinel_masters", groups.size())
        .put("sentinel_tilt", tilt ? 1 : 0)
        .put("sentinel_tilt_since_seconds", tilt ? TimeUnit.MILLISECONDS.toSeconds(tiltMs) : -1)
        .put("sentinel_total_tilt", process.tilts())
        .put("sentinel_running_scripts", jobs.stream().filter(Scripts.Job::running).count())
        .put("sentinel_scripts_queue_length", jobs.size())
        .put(
            "sentinel_simulate_failure_flags",
            (process.exitAfterElection() ? 1 : 0) + (process.exitAfterPromotion() ? 2 : 0))
        .put("vedette_state_unsaved", process.unsaved().isPresent() ? 1 : 0);
    process.unsaved().ifPresent(reason -> text.put("vedette_state_unsaved_reason", reason));
    text.put("vedette_logins_refused", groups.stream().mapToLong(InfoCommand::loginsRefused).sum());
    for (int i = 0; i < groups.size(); i++) {
      text.put("master" + i, master(groups.get(i)));
    }
  }

  /** How many servers and peers refuse the login that is set. */
  private static long loginsRefused(GroupView group) {
    return Stream.concat(
            group.nodes().map(NodeView::link), group.peers().stream().map(PeerView::link))
        .filter(link -> link.refusal().isPresent())
        .count();
  }

  private static String master(GroupView group) {
    Set<Flag> flags = group.master().flags();
    String status =
        flags.contains(Flag.O_DOWN) ? "odown" : flags.contains(Flag.S_DOWN) ? "sdown" : "ok";
    return "name="
        + group.name()
        + ",status="
        + status
        + ",address="
        + group.master().address()
        + ",slaves="
        + group.replicas().size()
        + ",sentinels="
        + (group.peers().size() + 1);
  }

  private static String kilo(double bytesPerSecond) {
    return String.format(Locale.ROOT, "%.2f", bytesPerSecond / 1024);
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.6f", seconds);
  }

  /** As a Redis server has, another at each start; not the coordinator's own, which stays. */
  private static String randomRunId() {
    byte[] bytes = new byte[20];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Sections of {@code field:value}, each ended by an empty line. */
  private static final class Text {
    private final StringBuilder lines = new StringBuilder(2048);

    void title(String section) {
      String title =
          section.equals("cpu")
              ? "CPU"
              : Character.toUpperCase(section.charAt(0)) + section.substring(1);
      if (lines.length() > 0) {
        lines.append("\r\n");
      }
      lines.append("# ").append(title).append("\r\n");
    }

    Text put(String field, long value) {
      return put(field, Long.toString(value));
    }

    Text put(String field, String value) {
      lines.append(field).append(':').append(value).append("\r\n");
      return this;
    }
  }
}
