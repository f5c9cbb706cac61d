package io.vedette.sentinel.http;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vedette.quorum.view.GroupView;
import io.vedette.sentinel.runtime.FailoverRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** What is where. The paths are described for clients in {@code openapi.json}. */
final class Routes {
  private static final Set<HttpMethod> READING =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
  private static final int USUAL_HISTORY = 50;
  private static final int MOST_HISTORY = 500;

  private final HttpContext context;
  private final Doorkeeper doorkeeper;
  private final EventStream stream;
  private final Metrics metrics;
  private final Health health;
  private final Placement placement;
  private final Actions actions;
  private final Pages pages = new Pages();

  Routes(HttpContext context, Doorkeeper doorkeeper, EventStream stream, Metrics metrics) {
    this.context = context;
    this.doorkeeper = doorkeeper;
    this.stream = stream;
    this.metrics = metrics;
    this.health = new Health(context);
    this.placement = new Placement();
    this.actions = new Actions(context, doorkeeper);
  }

  EventStream stream() {
    return stream;
  }

  /** Whether events are asked for, by somebody who may have them, and there is room. */
  boolean isStream(Ask ask) {
    return ask.method().equals(HttpMethod.GET)
        && ask.path().equals(List.of("v1", "events"))
        && doorkeeper.mayRead(ask.authorization())
        && stream.count() < EventStream.MOST;
  }

  /** Counts an answer that was given. */
  void count(Answer answer) {
    metrics.onAnswer(answer.status().code());
  }

  CompletionStage<Answer> answer(Ask ask) {
    if (ask.part(0).equals("health")) {
      return reading(ask) ? health.answer(ask.part(1)).now() : notAllowed("GET, HEAD, OPTIONS");
    }
    if (pages.knows(ask.path())) {
      return reading(ask) ? pages.answer(ask.path()).now() : notAllowed("GET, HEAD, OPTIONS");
    }
    if (!doorkeeper.mayRead(ask.authorization())) {
      return Answer.error(HttpResponseStatus.UNAUTHORIZED, "a token is needed to read")
          .with("WWW-Authenticate", "Basic realm=\"vedette\", charset=\"UTF-8\"")
          .now();
    }
    if (ask.path().equals(List.of("metrics"))) {
      return reading(ask) ? metrics.answer().now() : notAllowed("GET, HEAD, OPTIONS");
    }
    return ask.part(0).equals("v1") ? v1(ask) : notFound();
  }

  private static boolean reading(Ask ask) {
    return READING.contains(ask.method());
  }

  private CompletionStage<Answer> v1(Ask ask) {
    if (ask.part(1).equals("groups") && ask.path().size() == 4 && actions.knows(ask.part(3))) {
      return ask.method().equals(HttpMethod.POST) ? actions.answer(ask) : notAllowed("POST");
    }
    if (!reading(ask)) {
      return notAllowed("GET, HEAD, OPTIONS");
    }
    if (ask.part(1).equals("groups")) {
      return groups(ask);
    }
    if (ask.path().size() != 2) {
      return notFound();
    }
    return switch (ask.part(1)) {
      case "status" -> ofGroup(ask, context.inspector()::status);
      case "doctor" -> ofGroup(ask, context.inspector()::doctor);
      case "history" -> history(ask).now();
      case "about" -> about().now();
      case "clusters" -> Answer.ok(ClusterJson.of(context.coordination())).now();
      case "events" -> events(ask).now();
      default -> notFound();
    };
  }

  private CompletionStage<Answer> groups(Ask ask) {
    if (ask.path().size() == 2) {
      long now = context.coordination().now();
      List<Map<String, Object>> groups =
          context.coordination().view().groups().stream()
              .map(group -> GroupJson.of(group, now))
              .toList();
      return Answer.ok(Map.of("groups", groups)).now();
    }
    GroupView group = context.coordination().view().group(ask.part(2));
    if (group == null) {
      return noSuchGroup();
    }
    if (ask.path().size() == 3) {
      return Answer.ok(GroupJson.of(group, context.coordination().now())).now();
    }
    return ask.path().size() == 4 && placement.knows(ask.part(3))
        ? placement.answer(group, ask).now()
        : notFound();
  }

  private interface Question {
    CompletionStage<String> about(String group);
  }

  private CompletionStage<Answer> ofGroup(Ask ask, Question question) {
    String group = ask.parameter("group");
    if (!group.isEmpty() && context.coordination().view().group(group) == null) {
      return noSuchGroup();
    }
    return question.about(group).thenApply(json -> Answer.jsonText(HttpResponseStatus.OK, json));
  }

  private Answer history(Ask ask) {
    String count = ask.parameter("count");
    if (!count.isEmpty() && !count.matches("\\d{1,3}")) {
      return Answer.error(HttpResponseStatus.BAD_REQUEST, "count is a number up to 500");
    }
    int most = count.isEmpty() ? USUAL_HISTORY : Math.min(Integer.parseInt(count), MOST_HISTORY);
    List<FailoverRecord> records = context.history().latest(ask.parameter("group"), most);
    return Answer.ok(Map.of("failovers", records.stream().map(HistoryJson::of).toList()));
  }

  /** Why it is no stream, to somebody who may have one. */
  private static Answer events(Ask ask) {
    return ask.method().equals(HttpMethod.GET)
        ? Answer.error(HttpResponseStatus.SERVICE_UNAVAILABLE, "too many listen already")
        : Answer.of(HttpResponseStatus.OK, EventStream.TYPE, "");
  }

  private Answer about() {
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("version", context.version());
    about.put("run_id", context.coordination().view().process().self());
    about.put("current_epoch", context.coordination().view().process().currentEpoch().value());
    about.put("actions", doorkeeper.hasActions());
    return Answer.ok(about);
  }

  static CompletionStage<Answer> noSuchGroup() {
    return Answer.error(HttpResponseStatus.NOT_FOUND, "there is no such group").now();
  }

  private static CompletionStage<Answer> notFound() {
    return Answer.error(HttpResponseStatus.NOT_FOUND, "there is nothing here").now();
  }

  private static CompletionStage<Answer> notAllowed(String allowed) {
    return Answer.error(HttpResponseStatus.METHOD_NOT_ALLOWED, "allowed: " + allowed)
        .with("Allow", allowed)
        .now();
  }
}
