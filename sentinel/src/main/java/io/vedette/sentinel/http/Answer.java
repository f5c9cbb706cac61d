package io.vedette.sentinel.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vedette.sentinel.runtime.Json;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What is answered.
 *
 * @param type of the content
 * @param headers beside those that every answer has
 */
record Answer(HttpResponseStatus status, String type, String content, Map<String, String> headers) {
  private static final String JSON = "application/json";

  static Answer of(HttpResponseStatus status, String type, String content) {
    return new Answer(status, type, content, Map.of());
  }

  /** A value as JSON. */
  static Answer json(HttpResponseStatus status, Object value) {
    return jsonText(status, Json.of(value));
  }

  /** JSON that is text already. */
  static Answer jsonText(HttpResponseStatus status, String json) {
    return of(status, JSON, json + "\n");
  }

  static Answer ok(Object value) {
    return json(HttpResponseStatus.OK, value);
  }

  /** An error, in one line. */
  static Answer error(HttpResponseStatus status, String why) {
    return json(status, Map.of("error", why));
  }

  Answer with(String header, String value) {
    return new Answer(status, type, content, Map.of(header, value));
  }

  CompletionStage<Answer> now() {
    return CompletableFuture.completedFuture(this);
  }
}
