package io.vedette.sentinel.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What does not change: the page, and the description of all the rest. */
final class Pages {
  private static final List<String> SCRIPTS =
      List.of("page.js", "dom.js", "wire.js", "timeline.js", "topology.js");

  private final Map<List<String>, Answer> answers = new LinkedHashMap<>();

  Pages() {
    add(List.of(""), "page.html", "text/html; charset=utf-8");
    for (String script : SCRIPTS) {
      add(List.of(script), script, "text/javascript; charset=utf-8");
    }
    add(List.of("page.css"), "page.css", "text/css; charset=utf-8");
    add(List.of("icon.svg"), "icon.svg", "image/svg+xml");
    add(List.of("v1", "openapi.json"), "openapi.json", "application/json");
  }

  private void add(List<String> path, String resource, String type) {
    try (InputStream in = Pages.class.getResourceAsStream(resource)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      answers.put(path, Answer.of(HttpResponseStatus.OK, type, text));
    } catch (IOException e) {
      throw new UncheckedIOException(resource + " can't be read", e);
    }
  }

  boolean knows(List<String> path) {
    return answers.containsKey(path);
  }

  Answer answer(List<String> path) {
    return answers.get(path);
  }
}
