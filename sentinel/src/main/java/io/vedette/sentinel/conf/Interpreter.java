package io.vedette.sentinel.conf;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.CoordinatorConfig;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.model.Timing;
import io.vedette.sentinel.conf.Directive.Origin;
import io.vedette.sentinel.runtime.LiveOptions;
import io.vedette.sentinel.runtime.ProcessSettings;
import io.vedette.sentinel.runtime.TlsSettings;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Makes sense of the directives: the server's and the global ones first, then the {@code monitor}
 * lines, then all others, so that within a file their order does not matter, as in Sentinel.
 */
final class Interpreter {
  private final SentinelConfiguration configuration;
  private final Path dir;
  private final ServerSettings server = new ServerSettings();
  private final Map<String, GroupDraft> groups = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();

  private Optional<RunId> self = Optional.empty();
  private Epoch currentEpoch = Epoch.ZERO;
  private Optional<String> announceHost = Optional.empty();
  private int announcePort;

  /** {@code dir} is the working directory after all {@code dir} lines. */
  Interpreter(SentinelConfiguration configuration, Path dir) {
    this.configuration = configuration;
    this.dir = dir;
  }

  /** What the file says, understood. */
  record Meaning(
      ProcessSettings settings,
      TlsDirectives tls,
      LiveOptions.Values options,
      CoordinatorConfig config,
      List<String> warnings) {
    Meaning withWarnings(List<String> more) {
      List<String> all = new ArrayList<>(warnings);
      all.addAll(more);
      return new Meaning(settings, tls, options, config, List.copyOf(all));
    }
  }

  Meaning interpret() throws ConfigException {
    List<Directive> ofGroups = new ArrayList<>();
    List<Directive> monitors = new ArrayList<>();
    for (Directive directive : configuration.directives()) {
      String name = directive.name();
      if (!directive.isSentinel()) {
        server.take(directive);
      } else if (name.equals("monitor")) {
        monitors.add(directive);
      } else if (SentinelWords.OF_GROUP.contains(name)) {
        ofGroups.add(directive);
      } else if (SentinelWords.GLOBAL_STATE.contains(name)) {
        takeState(directive);
      } else if (!name.isEmpty()) {
        server.takeSentinel(directive);
      }
    }
    beginGroups(monitors);
    for (Directive directive : ofGroups) {
      takeOfGroup(directive);
    }
    ProcessSettings settings = server.build(dir);
    List<String> allWarnings = new ArrayList<>(warnings);
    allWarnings.addAll(server.warnings());
    return new Meaning(
        settings,
        server.tls(),
        LiveOptions.Values.of(settings, announceHost, announcePort),
        coordinatorConfig(settings),
        List.copyOf(allWarnings));
  }

  private void takeState(Directive directive) throws ConfigException {
    directive.expectArguments(1, "value");
    switch (directive.name()) {
      case "myid" -> self = Optional.of(runId(directive));
      case "current-epoch" ->
          currentEpoch = new Epoch(directive.number(0, "epoch", 0, GroupDraft.MAX_EPOCH));
      case "announce-ip" -> announceHost = announceHost(directive);
      case "announce-port" -> announcePort = (int) directive.number(0, "port", 0, 65535);
      default -> throw new IllegalStateException(directive.name());
    }
  }

  private static RunId runId(Directive directive) throws ConfigException {
    String id = directive.argument(0).toLowerCase(Locale.ROOT);
    if (!RunId.isValid(id)) {
      throw directive.error("myid must be 40 hexadecimal digits");
    }
    return new RunId(id);
  }

  private static Optional<String> announceHost(Directive directive) throws ConfigException {
    String host = directive.argument(0);
    if (host.isEmpty()) {
      return Optional.empty();
    }
    if (!Address.isValid(host, 1)) {
      throw directive.error("'" + host + "' is not a host");
    }
    return Optional.of(host);
  }

  private void beginGroups(List<Directive> monitors) throws ConfigException {
    Map<String, List<Directive>> byKey = new LinkedHashMap<>();
    for (Directive monitor : monitors) {
      byKey.computeIfAbsent(monitor.key(), key -> new ArrayList<>()).add(monitor);
    }
    for (List<Directive> same : byKey.values()) {
      GroupDraft.refuseRepeated(same, "Duplicate master name.");
      GroupDraft group = GroupDraft.begin(effective(same), server.resolveHostnames(), dir);
      groups.put(group.name().value(), group);
    }
  }

  /**
   * The line that counts where included files, the main file and the command line monitor the same
   * group: the last one, but for the address: what a file remembers may be the outcome of a
   * failover, which the command line can't know.
   */
  private Directive effective(List<Directive> monitors) throws ConfigException {
    Directive last = monitors.get(monitors.size() - 1);
    if (monitors.size() == 1 || last.origin() != Origin.COMMAND_LINE) {
      return last;
    }
    GroupDraft asked = GroupDraft.begin(last, server.resolveHostnames(), dir);
    Directive known = monitors.get(monitors.size() - 2);
    GroupDraft kept = GroupDraft.begin(known, server.resolveHostnames(), dir);
    if (!asked.master().equals(kept.master())) {
      warnings.add(
          last.place()
              + ": '"
              + last.shown()
              + "': "
              + known.place()
              + " knows the master at "
              + kept.master()
              + ", which counts; remove that line to begin anew");
    }
    List<String> words = new ArrayList<>(known.words());
    words.set(words.size() - 1, last.argument(3));
    return new Directive(known.origin(), known.place(), words);
  }

  private void takeOfGroup(Directive directive) throws ConfigException {
    if (directive.arguments().isEmpty()) {
      throw directive.error("expected a master's name");
    }
    GroupDraft group = groups.get(directive.argument(0));
    if (group == null) {
      throw directive.error("No such master with specified name.");
    }
    if (directive.name().equals("rename-command")) {
      GroupDraft.refuseRepeated(
          configuration.all(directive.key()),
          "Same command renamed multiple times with rename-command.");
    }
    group.take(directive);
  }

  private CoordinatorConfig coordinatorConfig(ProcessSettings settings) throws ConfigException {
    RunId id = self.orElseGet(Interpreter::freshId);
    List<GroupConfig> built = groups.values().stream().map(group -> group.build(id)).toList();
    // As in Sentinel: a group's epoch has been a current one.
    for (GroupConfig group : built) {
      currentEpoch = higher(currentEpoch, higher(group.configEpoch(), group.leaderEpoch()));
    }
    int port = announcePort == 0 ? listeningPort(settings) : announcePort;
    if (port == 0) {
      throw new ConfigException(
          configuration.file()
              + ": with 'port 0' there is nothing to tell other coordinators: expected a 'port' or"
              + " 'tls-port' of 1..65535, or 'sentinel announce-port'");
    }
    return new CoordinatorConfig(id, currentEpoch, announceHost, port, Timing.DEFAULT, built);
  }

  /** Where peers connect, as Sentinel sees it: by TLS if they all speak it. */
  private static int listeningPort(ProcessSettings settings) {
    int tlsPort = settings.tls().map(TlsSettings::port).orElse(0);
    boolean byTls = settings.tls().map(TlsSettings::replication).orElse(false) && tlsPort != 0;
    return byTls || settings.port() == 0 ? tlsPort : settings.port();
  }

  private static Epoch higher(Epoch a, Epoch b) {
    return a.isAfter(b) ? a : b;
  }

  private static RunId freshId() {
    byte[] bytes = new byte[RunId.LENGTH / 2];
    new SecureRandom().nextBytes(bytes);
    return new RunId(HexFormat.of().formatHex(bytes));
  }
}
