package io.vedette.sentinel.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.quorum.view.NodeView;
import io.vedette.quorum.view.ProcessView;
import io.vedette.sentinel.runtime.FailoverRecord;
import io.vedette.sentinel.runtime.FailoverRecord.Phase;
import io.vedette.sentinel.runtime.LoopStats;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What Prometheus reads. Of the event loop of HTTP. */
final class Metrics implements AutoCloseable {
  private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofSeconds(60),
    Duration.ofSeconds(180),
  };

  private final HttpContext context;
  private final Health health;
  private final JvmGcMetrics collector = new JvmGcMetrics();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final GroupMetrics groups;
  private final ClusterMetrics clusters;
  private final Set<String> counted = new HashSet<>();
  private final AtomicInteger subscribers = new AtomicInteger();

  Metrics(HttpContext context) {
    this.context = context;
    this.health = new Health(context);
    this.groups = new GroupMetrics(context, registry);
    this.clusters = new ClusterMetrics(context, registry);
    ofProcess();
    ofLoop();
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    collector.bindTo(registry);
  }

  private void ofProcess() {
    Gauge.builder("vedette.build", () -> 1)
        .description("Which program, and which coordinator.")
        .tags("version", context.version())
        .tags("run_id", context.coordination().view().process().self().value())
        .register(registry);
    gauge("vedette.ready", "1: as /health/ready.", now -> health.whyNotReady().isEmpty() ? 1 : 0);
    ofView("vedette.state.saved", "0: it can't be saved.", p -> p.unsaved().isPresent() ? 0 : 1);
    ofView("vedette.tilt", "1: in TILT.", p -> p.tiltSince() == NodeView.NEVER ? 0 : 1);
    ofView("vedette.current.epoch", "The epoch.", p -> p.currentEpoch().value());
    Gauge.builder("vedette.http.subscribers", subscribers, AtomicInteger::get)
        .description("Who listens to events over HTTP.")
        .register(registry);
    gauge("vedette.groups", "Groups that are watched.", now -> now.coordination().view().size());
    FunctionCounter.builder("vedette.tilts", context, now -> process(now).tilts())
        .description("How often it has been in TILT.")
        .register(registry);
    for (Sample sample : context.gauges()) {
      Gauge.builder(sample.name(), sample, each -> each.value().getAsLong())
          .description(sample.help())
          .tags(tags(sample))
          .register(registry);
    }
    for (Sample sample : context.counters()) {
      FunctionCounter.builder(sample.name(), sample, each -> each.value().getAsLong())
          .description(sample.help())
          .tags(tags(sample))
          .register(registry);
    }
  }

  private static Tags tags(Sample sample) {
    return sample.label().isEmpty() ? Tags.empty() : Tags.of(sample.label(), sample.labelValue());
  }

  private static ProcessView process(HttpContext context) {
    return context.coordination().view().process();
  }

  private void gauge(String name, String help, ToDoubleFunction<HttpContext> value) {
    Gauge.builder(name, context, value).description(help).register(registry);
  }

  private void ofView(String name, String help, ToDoubleFunction<ProcessView> value) {
    gauge(name, help, now -> value.applyAsDouble(process(now)));
  }

  private void ofLoop() {
    LoopStats loop = context.loop();
    times("vedette.loop.step", "Batches of inputs, and the time in them.", loop.steps);
    times("vedette.loop.delay", "Timers, and how late they were.", loop.delays);
    worst("vedette.loop.delay.worst.seconds", "The latest timer of the last minute.", loop.delays);
    times("vedette.state.save", "Saves of the state, and the time they took.", loop.saves);
    worst("vedette.state.save.worst.seconds", "The slowest of the last minute.", loop.saves);
    FunctionCounter.builder("vedette.state.save.failures", loop, each -> each.failedSaves.sum())
        .description("Saves of the state that failed.")
        .register(registry);
  }

  private void times(String name, String help, LoopStats.Times times) {
    FunctionTimer.builder(
            name, times, LoopStats.Times::count, LoopStats.Times::nanos, TimeUnit.NANOSECONDS)
        .description(help)
        .register(registry);
  }

  private void worst(String name, String help, LoopStats.Times times) {
    Gauge.builder(name, times, each -> each.worstNanos() / 1e9)
        .description(help)
        .register(registry);
  }

  /** An event was published. */
  void onEvent(Event event) {
    Counter.builder("vedette.events")
        .description("Events that were published.")
        .tags("event", event.type().channel())
        .register(registry)
        .increment();
    if (event.type() == EventType.VOTE_FOR_LEADER && event.group().isPresent()) {
      String self = process(context).self().value();
      Counter.builder("vedette.votes")
          .description("Votes that were given: for itself, for others.")
          .tags("group", event.group().get().value())
          .tags("for", event.payload().startsWith(self) ? "self" : "other")
          .register(registry)
          .increment();
    }
  }

  /** So many listen to events now. */
  void onSubscribers(int count) {
    subscribers.set(count);
  }

  /** A request was answered. */
  void onAnswer(int status) {
    Counter.builder("vedette.http.requests")
        .description("Requests over HTTP that were answered.")
        .tags("status", Integer.toString(status))
        .register(registry)
        .increment();
  }

  /** A failover goes on; it counts when it is over. */
  void onFailover(FailoverRecord record) {
    if (!record.isOver() || record.result() == FailoverRecord.Result.INTERRUPTED) {
      return;
    }
    String group = record.group().value();
    failovers(group, record.led(), record.result()).increment();
    if (record.result() == FailoverRecord.Result.DONE) {
      phase(group, "detection", record.between(Phase.DOWN, Phase.AGREED));
      phase(group, "election", record.between(Phase.STANDS, Phase.ELECTED));
      phase(group, "selection", record.between(Phase.ELECTED, Phase.TOLD));
      phase(group, "promotion", record.between(Phase.TOLD, Phase.SWITCHED));
      phase(group, "reconfiguration", record.between(Phase.SWITCHED, Phase.ENDED));
      phase(group, "total", record.last(Phase.SWITCHED));
    }
  }

  private Counter failovers(String group, boolean led, FailoverRecord.Result result) {
    String role = led ? "leader" : "observer";
    return Counter.builder("vedette.failovers")
        .description("Failovers that are over, led by this coordinator or seen by it.")
        .tags("group", group, "role", role, "result", result.word())
        .register(registry);
  }

  /** What is counted comes and goes with the groups. */
  private void countOf(Set<String> there) {
    Set<String> gone = new HashSet<>(counted);
    gone.removeAll(there);
    if (!gone.isEmpty()) {
      registry.getMeters().stream()
          .filter(
              meter -> gone.contains(Objects.requireNonNullElse(meter.getId().getTag("group"), "")))
          .forEach(registry::remove);
      counted.removeAll(gone);
    }
    for (String group : there) {
      if (counted.add(group)) {
        beginFailovers(group);
      }
    }
  }

  /** They begin at 0: a counter that first appears at 1 has not increased, for an alert rule. */
  private void beginFailovers(String group) {
    for (boolean led : new boolean[] {true, false}) {
      failovers(group, led, FailoverRecord.Result.DONE);
      failovers(group, led, FailoverRecord.Result.FAILED);
    }
  }

  private void phase(String group, String phase, OptionalLong ms) {
    if (ms.isPresent()) {
      Timer.builder("vedette.failover.phase")
          .description("How long the phases of failovers took.")
          .tags("group", group, "phase", phase)
          .serviceLevelObjectives(BUCKETS)
          .register(registry)
          .record(ms.getAsLong(), TimeUnit.MILLISECONDS);
    }
  }

  Answer answer() {
    countOf(
        context.coordination().view().groups().stream()
            .map(group -> group.name().value())
            .collect(Collectors.toSet()));
    groups.update();
    clusters.update();
    return Answer.of(HttpResponseStatus.OK, TYPE, registry.scrape());
  }

  @Override
  public void close() {
    collector.close();
    registry.close();
  }
}
