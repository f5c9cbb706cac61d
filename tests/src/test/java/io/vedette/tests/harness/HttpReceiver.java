package io.vedette.tests.harness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** An HTTP server on the loopback interface that writes down what it gets. */
public final class HttpReceiver implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile Function<Request, Answer> answers = request -> new Answer(200, "");

  /**
   * What came.
   *
   * @param method for instance POST
   * @param path as it was sent, not decoded
   * @param headers their first values; names in any case
   * @param body read as UTF-8
   */
  public record Request(String method, String path, Map<String, String> headers, String body) {}

  /** What is answered. */
  public record Answer(int status, String body) {}

  private HttpReceiver(int port) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new IllegalStateException("can't listen", e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** One that answers 200 with nothing. */
  public static HttpReceiver start() {
    return new HttpReceiver(0);
  }

  /** The same at a port of the caller's choice. */
  public static HttpReceiver startAt(int port) {
    return new HttpReceiver(port);
  }

  /**
   * How requests are answered from now on, each on a thread of its own, after it was written down;
   * whoever blocks here is a slow server.
   */
  public HttpReceiver answering(Function<Request, Answer> how) {
    answers = how;
    return this;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
      String path = exchange.getRequestURI().toString();
      Request request = new Request(exchange.getRequestMethod(), path, headers, body);
      requests.add(request);
      Answer answer = answers.apply(request);
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(bytes);
      }
    }
  }

  /** All that came so far. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** Its address with this path behind it, which begins with a slash. */
  public String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
