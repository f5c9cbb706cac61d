package io.vedette.sentinel.webhook;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Posts one event to one server, once. Any thread. */
final class Poster {
  private static final String HMAC = "HmacSHA256";
  private static final int OK = 200;
  private static final int REDIRECT = 300;
  private static final int SERVER_ERROR = 500;

  /** Request timeout, too early, too many requests: the server may think better of it. */
  private static final Set<Integer> PASSING = Set.of(408, 425, 429);

  private final WebhookSettings settings;
  private final Sender sender;
  private final HttpClient client;

  Poster(WebhookSettings settings, Sender sender) {
    this.settings = settings;
    this.sender = sender;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofMillis(settings.timeoutMs()))
            .build();
  }

  /**
   * Why a post failed.
   *
   * @param reason on one line
   * @param mayPass whether it may be otherwise the next time
   */
  record Failure(String reason, boolean mayPass) {}

  /**
   * Posts it, and waits for the answer.
   *
   * @param attempt counts from 1
   * @return empty if the server has it
   * @throws InterruptedException if it was told to stop meanwhile; the server may have it
   */
  Optional<Failure> post(URI url, Notice notice, int attempt) throws InterruptedException {
    HttpRequest request;
    try {
      request = request(url, notice, attempt);
    } catch (IOException e) {
      return Optional.of(new Failure(e.getMessage(), true));
    }
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(request, BodyHandlers.discarding());
    try {
      int status = answer.get(settings.timeoutMs(), TimeUnit.MILLISECONDS).statusCode();
      return status >= OK && status < REDIRECT
          ? Optional.empty()
          : Optional.of(
              new Failure(
                  "it answered " + status, status >= SERVER_ERROR || PASSING.contains(status)));
    } catch (TimeoutException e) {
      return Optional.of(new Failure(noAnswer(), true));
    } catch (ExecutionException e) {
      return Optional.of(new Failure(reason(e.getCause()), true));
    } finally {
      // Does nothing where it has come; else the connection is closed.
      answer.cancel(true);
    }
  }

  private HttpRequest request(URI url, Notice notice, int attempt) throws IOException {
    byte[] body = notice.body(sender);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(Duration.ofMillis(settings.timeoutMs()))
            .header("Content-Type", "application/json")
            .header("User-Agent", "Vedette/" + sender.version())
            .header("X-Vedette-Event", notice.event().type().channel())
            .header("X-Vedette-Delivery", notice.id(sender))
            .header("X-Vedette-Attempt", Integer.toString(attempt))
            .POST(BodyPublishers.ofByteArray(body));
    if (settings.secretFile().isPresent()) {
      request.header("X-Vedette-Signature", "sha256=" + sign(body, settings.secretFile().get()));
    }
    return request.build();
  }

  /** Never unsigned: where there is no secret, there is no post. */
  private static String sign(byte[] body, Path file) throws IOException {
    byte[] secret = secret(file);
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret, HMAC));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IOException("can't sign: " + e.getMessage(), e);
    }
  }

  private static byte[] secret(Path file) throws IOException {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.ISO_8859_1).stripTrailing();
    } catch (NoSuchFileException e) {
      throw new IOException("can't read " + file + ": no such file", e);
    } catch (IOException e) {
      throw new IOException("can't read " + file + ": " + e.getMessage(), e);
    }
    if (text.isEmpty()) {
      throw new IOException(file + " is empty: there is nothing to sign with");
    }
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private String noAnswer() {
    return "no answer in " + settings.timeoutMs() + " ms";
  }

  private String reason(Throwable cause) {
    if (cause instanceof HttpTimeoutException) {
      // The client was quicker to say so.
      return noAnswer();
    }
    String message = cause.getMessage() == null ? "" : ": " + cause.getMessage();
    return cause instanceof ConnectException
        ? "can't connect" + message
        : cause.getClass().getSimpleName() + message;
  }
}
