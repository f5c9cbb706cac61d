package io.vedette.tests.http;

import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.TlsFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** What one coordinator serves. */
final class Site {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client;
  private final String base;

  Site(CoordinatorNode coordinator) {
    base = "http://127.0.0.1:" + coordinator.httpPort();
    client = builder().build();
  }

  /** By TLS. */
  Site(CoordinatorNode coordinator, TlsFiles tls) {
    base = "https://127.0.0.1:" + coordinator.httpPort();
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, tls.trust().getTrustManagers(), null);
      client = builder().sslContext(context).build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpClient.Builder builder() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE);
  }

  /** Where it is, without a slash at the end. */
  String base() {
    return base;
  }

  /** GET, with headers as names and values in turn. */
  HttpResponse<String> get(String path, String... headers) {
    return send(request(path, headers).GET().build());
  }

  /** POST, likewise. */
  HttpResponse<String> post(String path, String... headers) {
    return send(request(path, headers).POST(HttpRequest.BodyPublishers.noBody()).build());
  }

  /** Server-sent events, line by line, until the connection ends. */
  Stream<String> lines(String path) {
    try {
      return client.send(request(path).build(), HttpResponse.BodyHandlers.ofLines()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request;
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
