package io.vedette.sentinel.http;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What is asked.
 *
 * @param path its parts, decoded: of {@code /v1/groups}, {@code v1} and {@code groups}
 * @param parameters of the query, decoded
 * @param authorization the header of that name; empty text: there is none
 */
record Ask(
    HttpMethod method,
    List<String> path,
    Map<String, List<String>> parameters,
    String authorization) {
  private static final int MOST_PARAMETERS = 16;

  /**
   * Of a request's line.
   *
   * @throws IllegalArgumentException if the URI is not well encoded
   */
  static Ask of(HttpMethod method, String uri, String authorization) {
    QueryStringDecoder decoder = new QueryStringDecoder(uri, true);
    String raw = decoder.rawPath();
    List<String> path =
        Arrays.stream(raw.split("/", -1))
            .skip(1)
            // In a path a plus is a plus.
            .map(part -> QueryStringDecoder.decodeComponent(part.replace("+", "%2B")))
            .toList();
    Map<String, List<String>> parameters =
        new QueryStringDecoder(decoder.rawQuery(), StandardCharsets.UTF_8, false, MOST_PARAMETERS)
            .parameters();
    return new Ask(method, path, parameters, authorization);
  }

  /** A parameter; empty text: it is not there. */
  String parameter(String name) {
    List<String> values = parameters.getOrDefault(name, List.of());
    return values.isEmpty() ? "" : values.get(0);
  }

  /** A part of the path; empty text: there are not so many. */
  String part(int index) {
    return index < path.size() ? path.get(index) : "";
  }
}
