package io.vedette.sentinel.http;

import io.vedette.quorum.options.OptionValues;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.sentinel.FreePorts;
import io.vedette.sentinel.runtime.FailoverRecord;
import io.vedette.sentinel.runtime.Inspector;
import io.vedette.sentinel.runtime.LoopStats;
import io.vedette.sentinel.runtime.ProcessOption;
import io.vedette.sentinel.server.PlainCoordination;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** HTTP on a free port, with a coordinator of plain data behind it. */
final class RunningHttp implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  final PlainCoordination coordination;
  final HttpFront front = new HttpFront();
  final List<FailoverRecord> past = new ArrayList<>();
  final int port = FreePorts.next();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  RunningHttp(CoordinatorView view) {
    this(view, OptionValues.DEFAULTS);
  }

  RunningHttp(CoordinatorView view, OptionValues options) {
    coordination = new PlainCoordination(view);
    front.begin(
        () ->
            new HttpContext(
                "0.1.0",
                coordination,
                () -> past,
                new LoopStats(),
                new Echo(),
                List.of(Sample.of("vedette.mailbox.size", "Waiting.", () -> 3)),
                List.of(Sample.of("vedette.commands", "Commands.", () -> 42))));
    front.accept(settings(options));
  }

  HttpSettings settings(OptionValues options) {
    return HttpSettings.of(options.with(ProcessOption.HTTP_PORT, (long) port), Path.of("."));
  }

  HttpResponse<String> get(String path, String... headers) {
    return send("GET", path, headers);
  }

  HttpResponse<String> send(String method, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(PATIENCE)
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A connection for what no client library would send. */
  Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout((int) PATIENCE.toMillis());
    return socket;
  }

  /** What comes back for these bytes until the connection is closed. */
  String raw(String request) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @Override
  public void close() {
    front.close();
  }

  /** Says what it was asked. */
  private static final class Echo implements Inspector {
    @Override
    public CompletionStage<String> status(String group) {
      return said("status " + group);
    }

    @Override
    public CompletionStage<String> doctor(String group) {
      return CompletableFuture.failedFuture(new IllegalStateException("the doctor is out"));
    }

    @Override
    public CompletionStage<String> pause(String group, long seconds) {
      return said("pause " + group + " " + seconds);
    }

    @Override
    public CompletionStage<String> resume(String group) {
      return said("resume " + group);
    }

    private static CompletionStage<String> said(String what) {
      return CompletableFuture.completedFuture("{\"asked\":\"" + what + "\"}");
    }

    @Override
    public void close() {
      // There is nothing to end.
    }
  }
}
