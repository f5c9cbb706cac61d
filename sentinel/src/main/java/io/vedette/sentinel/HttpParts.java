package io.vedette.sentinel;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.view.GroupView;
import io.vedette.sentinel.cli.Inspection;
import io.vedette.sentinel.cli.client.Access;
import io.vedette.sentinel.history.HistoryKeeper;
import io.vedette.sentinel.http.HttpContext;
import io.vedette.sentinel.http.HttpFront;
import io.vedette.sentinel.http.HttpSettings;
import io.vedette.sentinel.http.Sample;
import io.vedette.sentinel.link.Login;
import io.vedette.sentinel.log.SentinelLog;
import io.vedette.sentinel.options.OptionsException;
import io.vedette.sentinel.options.OptionsFile;
import io.vedette.sentinel.runtime.CoordinatorLoop;
import io.vedette.sentinel.runtime.ProcessSettings;
import io.vedette.sentinel.runtime.ProgramVersion;
import io.vedette.sentinel.runtime.Scripts;
import io.vedette.sentinel.runtime.TlsSettings;
import io.vedette.sentinel.runtime.VedetteOptions;
import io.vedette.sentinel.script.ScriptQueue;
import io.vedette.sentinel.server.SentinelServer;
import io.vedette.sentinel.webhook.Webhooks;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts together what is served over HTTP. Nothing of that is loaded until it is to be served. */
final class HttpParts {
  private static final Logger LOG = LoggerFactory.getLogger(HttpParts.class);

  private HttpParts() {}

  /** Whether the options of HTTP make sense together; what each may be is known by then. */
  static void check(OptionsFile file, Path dir) throws OptionsException {
    try {
      HttpSettings.of(file.read().process(), dir);
    } catch (IllegalArgumentException e) {
      throw new OptionsException(file.path() + ": " + e.getMessage());
    }
  }

  /** Serves as these options say. */
  static void accept(VedetteOptions options, Path dir, HttpFront front) {
    try {
      front.accept(HttpSettings.of(options.process(), dir));
    } catch (IllegalArgumentException e) {
      LOG.error("{}: HTTP goes on as before", e.getMessage());
    }
  }

  static HttpContext context(
      ProcessSettings settings,
      CoordinatorLoop loop,
      HistoryKeeper history,
      SentinelServer server,
      ScriptQueue scripts,
      Webhooks webhooks,
      SentinelLog log,
      Supplier<Login> peerLogin) {
    return new HttpContext(
        ProgramVersion.number(),
        loop,
        history,
        loop.stats(),
        inspection(settings, loop, server, peerLogin),
        gauges(settings, loop, server, scripts, webhooks),
        counters(server, scripts, webhooks, log));
  }

  private static Inspection inspection(
      ProcessSettings settings,
      CoordinatorLoop loop,
      SentinelServer server,
      Supplier<Login> peerLogin) {
    Optional<Access.Tls> tls = settings.tls().filter(TlsSettings::replication).map(HttpParts::tls);
    int port = tls.isPresent() ? settings.tls().map(TlsSettings::port).orElse(0) : settings.port();
    return new Inspection(
        () -> self(server, port),
        () -> {
          Login login = peerLogin.get();
          return new Access(login.user(), login.password(), tls);
        },
        group -> {
          GroupView view = loop.view().group(group);
          return view == null
              ? new Access(Optional.empty(), Optional.empty(), tls)
              : new Access(view.settings().authUser(), view.settings().authPass(), tls);
        });
  }

  private static Access.Tls tls(TlsSettings settings) {
    TlsSettings.KeyFiles own = settings.client().orElse(settings.server());
    return new Access.Tls(
        settings.caFile(), Optional.of(own.certificate()), Optional.of(own.key()));
  }

  /** Where this coordinator itself can be asked. */
  private static List<Address> self(SentinelServer server, int port) {
    return server.addresses().stream()
        .filter(InetSocketAddress.class::isInstance)
        .map(InetSocketAddress.class::cast)
        .filter(address -> address.getPort() == port)
        .map(
            address ->
                address.getAddress().isAnyLocalAddress()
                    ? "127.0.0.1"
                    : address.getAddress().getHostAddress())
        .map(host -> new Address(host, port))
        .limit(1)
        .toList();
  }

  private static List<Sample> gauges(
      ProcessSettings settings,
      CoordinatorLoop loop,
      SentinelServer server,
      ScriptQueue scripts,
      Webhooks webhooks) {
    return List.of(
        Sample.of("vedette.mailbox.size", "Inputs that wait for the coordinator.", loop::waiting),
        Sample.of(
            "vedette.scripts.queued",
            "Scripts that wait.",
            () -> scripts.jobs().stream().filter(job -> !job.running()).count()),
        Sample.of(
            "vedette.scripts.running",
            "Scripts that run.",
            () -> scripts.jobs().stream().filter(Scripts.Job::running).count()),
        Sample.of(
            "vedette.webhook.events.queued", "Events that wait to be posted.", webhooks::waiting),
        Sample.of("vedette.clients.connected", "Clients that are connected.", server::clients),
        Sample.of("vedette.clients.max", "How many there may be.", settings::maxClients));
  }

  private static List<Sample> counters(
      SentinelServer server, ScriptQueue scripts, Webhooks webhooks, SentinelLog log) {
    var stats = server.stats();
    var runs = scripts.counts();
    return List.of(
        Sample.of(
            "vedette.clients.received",
            "Connections that were let in.",
            stats.connectionsReceived::sum),
        Sample.of(
            "vedette.clients.rejected",
            "Connections that were refused: too many.",
            stats.connectionsRejected::sum),
        Sample.of("vedette.commands", "Commands that were carried out.", stats.commands::sum),
        Sample.of("vedette.error.replies", "Errors sent to clients.", stats.errorReplies::sum),
        Sample.of("vedette.net.input.bytes", "Bytes read from clients.", stats.bytesRead::sum),
        Sample.of("vedette.net.output.bytes", "Bytes sent to clients.", stats.bytesWritten::sum),
        Sample.of(
            "vedette.log.lines.dropped", "Lines of the log that were not written.", log::dropped),
        runs("done", runs.done::sum),
        runs("failed", runs.failed::sum),
        runs("retried", runs.retried::sum),
        runs("timeout", runs.timedOut::sum),
        runs("dropped", runs.dropped::sum),
        posts("delivered", webhooks.counts().delivered::sum),
        posts("undelivered", webhooks.counts().undelivered::sum));
  }

  private static Sample posts(String result, LongSupplier value) {
    return new Sample(
        "vedette.webhook.events", "What became of events for webhooks.", "result", result, value);
  }

  private static Sample runs(String result, LongSupplier value) {
    return new Sample(
        "vedette.scripts.runs", "How runs of scripts ended.", "result", result, value);
  }
}
