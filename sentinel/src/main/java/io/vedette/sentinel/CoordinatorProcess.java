package io.vedette.sentinel;

import io.vedette.quorum.Coordinator;
import io.vedette.quorum.Event;
import io.vedette.quorum.Input;
import io.vedette.quorum.cluster.ClusterConfig;
import io.vedette.quorum.cluster.ShardMemory;
import io.vedette.quorum.model.CoordinatorConfig;
import io.vedette.quorum.model.GroupMemory;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.sentinel.cluster.ShardFile;
import io.vedette.sentinel.cluster.ShardKeeper;
import io.vedette.sentinel.conf.ConfigException;
import io.vedette.sentinel.conf.SentinelConf;
import io.vedette.sentinel.history.HistoryFile;
import io.vedette.sentinel.history.HistoryKeeper;
import io.vedette.sentinel.http.HttpFront;
import io.vedette.sentinel.link.HostLookup;
import io.vedette.sentinel.link.LettuceLinks;
import io.vedette.sentinel.link.Login;
import io.vedette.sentinel.log.SentinelLog;
import io.vedette.sentinel.memory.MemoryFile;
import io.vedette.sentinel.memory.MemoryKeeper;
import io.vedette.sentinel.options.OptionsException;
import io.vedette.sentinel.options.OptionsFile;
import io.vedette.sentinel.options.OptionsWatch;
import io.vedette.sentinel.runtime.CoordinatorLoop;
import io.vedette.sentinel.runtime.DaemonThreads;
import io.vedette.sentinel.runtime.EventListener;
import io.vedette.sentinel.runtime.HeapCare;
import io.vedette.sentinel.runtime.LiveOptions;
import io.vedette.sentinel.runtime.Ports;
import io.vedette.sentinel.runtime.ProcessOption;
import io.vedette.sentinel.runtime.ProcessSettings;
import io.vedette.sentinel.runtime.ProgramVersion;
import io.vedette.sentinel.runtime.StateStore;
import io.vedette.sentinel.runtime.TlsSettings;
import io.vedette.sentinel.runtime.VedetteOptions;
import io.vedette.sentinel.script.ScriptQueue;
import io.vedette.sentinel.server.SentinelServer;
import io.vedette.sentinel.server.command.About;
import io.vedette.sentinel.tls.Tls;
import io.vedette.sentinel.webhook.Webhooks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running coordinator: puts the packages together, and takes them apart again in order. */
final class CoordinatorProcess {
  private static final Logger LOG = LoggerFactory.getLogger(CoordinatorProcess.class);

  private static final int USUAL_REPLICAS = 2;

  private final SentinelLog log;
  private final ScriptQueue scripts;
  private final Webhooks webhooks;
  private final OptionsWatch options;
  private final MemoryKeeper memory;
  private final HeapCare heap;
  private final CoordinatorLoop loop;
  private final HistoryKeeper history;
  private final SentinelServer server;
  private final HttpFront http;
  private final LettuceLinks links;
  private final Optional<Tls> tls;
  private final Optional<Path> pidFile;

  private CoordinatorProcess(
      SentinelLog log,
      ScriptQueue scripts,
      Webhooks webhooks,
      OptionsWatch options,
      MemoryKeeper memory,
      HeapCare heap,
      CoordinatorLoop loop,
      HistoryKeeper history,
      SentinelServer server,
      HttpFront http,
      LettuceLinks links,
      Optional<Tls> tls,
      Optional<Path> pidFile) {
    this.log = log;
    this.scripts = scripts;
    this.webhooks = webhooks;
    this.options = options;
    this.memory = memory;
    this.heap = heap;
    this.loop = loop;
    this.history = history;
    this.server = server;
    this.http = http;
    this.links = links;
    this.tls = tls;
    this.pidFile = pidFile;
  }

  /**
   * Starts it; it runs on threads of its own, until the process is told to stop.
   *
   * @throws IOException in one line, if it can't write its log, or can't listen
   * @throws ConfigException if its certificates or keys can't be used
   * @throws OptionsException if Vedette's own options can't be used
   */
  static void start(SentinelConf conf, OptionsFile options, MemoryFile memory)
      throws IOException, ConfigException, OptionsException {
    ProcessSettings settings = conf.settings();
    CoordinatorConfig config = NamesAtStart.lookUp(conf.coordinatorConfig());
    SentinelLog log = SentinelLog.start(settings);
    conf.options().onChange(changed -> log.level(changed.logLevel()));
    try {
      // Before its first line; a file that can't be read is complained of by lines of the usual
      // kind.
      log.json(options.read().process().get(ProcessOption.LOG_JSON));
      CoordinatorProcess process = start(conf, options, memory, settings, config, log);
      Runtime.getRuntime().addShutdownHook(new Thread(process::stop, "stop"));
      // Whoever hears it may tell this process to stop at once.
      Supervisor.ofProcess().tell(Supervisor.READY);
    } catch (IOException | ConfigException | OptionsException e) {
      LOG.error("{}", e.getMessage());
      log.close();
      throw e;
    }
  }

  private static CoordinatorProcess start(
      SentinelConf conf,
      OptionsFile optionsFile,
      MemoryFile memoryFile,
      ProcessSettings configured,
      CoordinatorConfig config,
      SentinelLog log)
      throws IOException, ConfigException, OptionsException {
    long seed = new SecureRandom().nextLong();
    LOG.info(
        "Vedette {} starts, pid {}, seed {}",
        ProgramVersion.number(),
        ProcessHandle.current().pid(),
        seed);
    conf.warnings().forEach(LOG::warn);
    ProcessSettings settings = withinFileLimit(configured, linksOf(config));
    Optional<Tls> tls = tls(conf);
    Webhooks webhooks =
        new Webhooks(
            config.self(),
            ProgramVersion.number(),
            sibling(memoryFile.path(), "undelivered"),
            System::currentTimeMillis);
    List<EventListener> listeners = new CopyOnWriteArrayList<>(List.of(log, webhooks));
    ScriptQueue scripts = new ScriptQueue(settings.dir(), event -> tell(listeners, event));
    Map<GroupName, GroupMemory> memories = memoryFile.read(System.currentTimeMillis());
    memoryFile.warnings().forEach(LOG::warn);
    ShardFile shardFile = new ShardFile(sibling(memoryFile.path(), "clusters"));
    List<ShardMemory> shards = shardFile.read();
    shardFile.warnings().forEach(LOG::warn);
    List<ClusterConfig> clusters = optionsFile.read().clusters();
    CoordinatorLoop loop =
        new CoordinatorLoop(
            now -> {
              Coordinator core = new Coordinator(config, new SplittableRandom(seed), now);
              core.take(new Input.Recall(memories), now);
              core.take(new Input.RecallShards(shards), now);
              // Before the first save: what is remembered of them is part of the state.
              core.take(new Input.SetClusters(clusters), now);
              return core;
            });
    MemoryKeeper memory =
        new MemoryKeeper(new ShardKeeper(conf.stateStore(), shardFile), memoryFile, loop);
    HistoryKeeper history = new HistoryKeeper(HistoryFile.beside(memoryFile.path()), loop);
    HttpFront http = new HttpFront();
    HttpParts.check(optionsFile, settings.dir());
    OptionsWatch options =
        OptionsWatch.start(
            optionsFile,
            fresh -> {
              log.json(fresh.process().get(ProcessOption.LOG_JSON));
              webhooks.take(fresh.process());
              takeOver(fresh, loop);
              HttpParts.accept(fresh, settings.dir(), http);
            },
            event -> tell(listeners, event));
    // Before anyone can ask. Where it fails, the loop tries again at its start and from then on.
    trySave(memory, loop.state());
    SentinelServer server =
        SentinelServer.start(
            settings,
            conf.options(),
            new About(ProgramVersion.number(), conf.file()),
            loop,
            history,
            scripts,
            CoordinatorProcess::shutDown,
            tls);
    conf.users(server.users());
    listeners.addAll(List.of(server.events(), history, http));
    history.onChange(http::onFailover);
    history.start();
    LettuceLinks links =
        new LettuceLinks(
            loop,
            config.self(),
            () -> peerLogin(conf.options().current(), settings),
            LettuceLinks.DEFAULT_CONNECT_TIMEOUT,
            settings.tls().filter(TlsSettings::replication).flatMap(asked -> tls));
    Optional<Path> pidFile = writePidFile(settings);
    LOG.info("Running mode=sentinel, listening on {}", server.addresses());
    LOG.warn("Sentinel ID is {}", config.self());
    loop.start(
        new Ports(
            links,
            new HostLookup().answering(loop),
            memory,
            scripts,
            listeners,
            code -> Runtime.getRuntime().halt(code)));
    memory.start();
    http.begin(
        () ->
            HttpParts.context(
                settings,
                loop,
                history,
                server,
                scripts,
                webhooks,
                log,
                () -> peerLogin(conf.options().current(), settings)));
    DaemonThreads.of("rehearsal", Rehearsal::run).start();
    return new CoordinatorProcess(
        log,
        scripts,
        webhooks,
        options,
        memory,
        HeapCare.start(() -> loop.view().groups()),
        loop,
        history,
        server,
        http,
        links,
        tls,
        pidFile);
  }

  /** As far as is known: a group whose replicas are still to be found will have some. */
  private static int linksOf(CoordinatorConfig config) {
    return config.groups().stream()
        .mapToInt(group -> 1 + Math.max(USUAL_REPLICAS, group.replicas().size()))
        .sum();
  }

  private static ProcessSettings withinFileLimit(ProcessSettings settings, int links) {
    OptionalLong limit = OpenFiles.limit();
    int wanted = settings.maxClients();
    OptionalInt lowered = OpenFiles.lowered(wanted, links, limit);
    if (lowered.isEmpty()) {
      return settings;
    }
    OpenFiles.warnings(wanted, links, lowered.getAsInt(), limit.getAsLong()).forEach(LOG::warn);
    return settings.withMaxClients(lowered.getAsInt());
  }

  /** As in Sentinel: without a {@code sentinel-pass}, peers are expected to have our password. */
  private static Login peerLogin(LiveOptions.Values options, ProcessSettings settings) {
    return options.sentinelPass().isPresent()
        ? new Login(options.sentinelUser(), options.sentinelPass())
        : new Login(Optional.empty(), settings.requirepass());
  }

  private static Optional<Tls> tls(SentinelConf conf) throws ConfigException {
    Optional<TlsSettings> settings = conf.settings().tls();
    return settings.isEmpty() ? Optional.empty() : Optional.of(TlsStart.load(conf, settings.get()));
  }

  private static void trySave(StateStore store, CoordinatorView state) {
    try {
      store.save(state);
    } catch (IOException e) {
      LOG.warn("{}: watching and answering, but neither voting nor leading", e.getMessage());
    }
  }

  private static void takeOver(VedetteOptions options, CoordinatorLoop loop) {
    loop.offer(new Input.SetOptions(options.groups()));
    loop.offer(new Input.SetClusters(options.clusters()));
    for (GroupName name : options.groups().named().keySet()) {
      if (loop.view().group(name.value()) == null) {
        LOG.warn("options of group {}: there is no such group", name);
      }
    }
  }

  /** What else is kept is beside what is remembered, under a like name. */
  private static Path sibling(Path memory, String what) {
    String name = memory.getFileName().toString();
    return memory.resolveSibling(name.substring(0, name.lastIndexOf('.') + 1) + what);
  }

  private static void tell(List<EventListener> listeners, Event event) {
    listeners.forEach(listener -> listener.onEvent(event));
  }

  private static Optional<Path> writePidFile(ProcessSettings settings) {
    Optional<Path> file = settings.pidfile().map(settings.dir()::resolve);
    file.ifPresent(
        path -> {
          try {
            Files.writeString(path, ProcessHandle.current().pid() + "\n");
          } catch (IOException e) {
            LOG.warn("can't write the pidfile {}: {}", path, e.getMessage());
          }
        });
    return file;
  }

  /** SHUTDOWN: exits on another thread than the one that serves the client. */
  private static void shutDown() {
    new Thread(() -> System.exit(0), "shutdown").start();
  }

  /** The reverse of the start; called once, when the process is told to stop. */
  private void stop() {
    LOG.warn("Told to stop");
    Supervisor.ofProcess().tell(Supervisor.STOPPING);
    http.close();
    server.close();
    options.close();
    loop.close();
    history.close();
    memory.close();
    heap.close();
    links.close();
    scripts.close();
    webhooks.close();
    if (tls.isPresent()) {
      tls.get().close();
    }
    pidFile.ifPresent(CoordinatorProcess::delete);
    LOG.warn("Stopped");
    log.close();
    // A stop that was asked for is a success, whatever signal asked for it.
    Runtime.getRuntime().halt(0);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("can't delete {}: {}", file, e.getMessage());
    }
  }
}
