package io.vedette.sentinel.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vedette.quorum.AdminAnswer;
import io.vedette.quorum.Input;
import io.vedette.quorum.view.GroupView;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What may be ordered by who has the token: a failover, a pause and its end. */
final class Actions {
  private static final Logger LOG = LoggerFactory.getLogger(Actions.class);

  private static final Set<String> NAMES = Set.of("failover", "pause", "resume");
  private static final long PAUSE_SECONDS = 3_600;

  /** As for SENTINEL PAUSE. */
  private static final long MOST_PAUSE_SECONDS = 2_592_000;

  private final HttpContext context;
  private final Doorkeeper doorkeeper;

  Actions(HttpContext context, Doorkeeper doorkeeper) {
    this.context = context;
    this.doorkeeper = doorkeeper;
  }

  boolean knows(String name) {
    return NAMES.contains(name);
  }

  CompletionStage<Answer> answer(Ask ask) {
    if (!doorkeeper.hasActions()) {
      return forbidden("no http-action-token is set");
    }
    if (!doorkeeper.mayAct(ask.authorization())) {
      return forbidden("the http-action-token is needed, as a bearer token");
    }
    GroupView group = context.coordination().view().group(ask.part(2));
    if (group == null) {
      return Routes.noSuchGroup();
    }
    String name = group.name().value();
    LOG.warn("{} of {} is ordered over HTTP", ask.part(3), name);
    return switch (ask.part(3)) {
      case "failover" -> failover(group, ask.parameter("coordinated"));
      case "pause" -> pause(name, ask.parameter("seconds"));
      default -> json(context.inspector().resume(name));
    };
  }

  private static CompletionStage<Answer> forbidden(String why) {
    return Answer.error(HttpResponseStatus.FORBIDDEN, why).now();
  }

  private CompletionStage<Answer> failover(GroupView group, String coordinated) {
    boolean isCoordinated = coordinated.equals("true");
    if (!isCoordinated && !coordinated.isEmpty() && !coordinated.equals("false")) {
      return Answer.error(HttpResponseStatus.BAD_REQUEST, "coordinated is true or false").now();
    }
    return context
        .coordination()
        .change(ticket -> new Input.Failover(ticket, group.name(), isCoordinated))
        .thenApply(Actions::answer);
  }

  private static Answer answer(AdminAnswer answer) {
    String word = answer.code().name().toLowerCase(Locale.ROOT);
    return answer.code() == AdminAnswer.Code.OK
        ? Answer.json(HttpResponseStatus.ACCEPTED, Map.of("result", word))
        : Answer.error(HttpResponseStatus.CONFLICT, word.replace('_', ' '));
  }

  private CompletionStage<Answer> pause(String group, String seconds) {
    boolean isNumber = seconds.matches("\\d{1,9}");
    long wanted = isNumber ? Long.parseLong(seconds) : seconds.isEmpty() ? PAUSE_SECONDS : 0;
    if (wanted < 1 || wanted > MOST_PAUSE_SECONDS) {
      return Answer.error(
              HttpResponseStatus.BAD_REQUEST, "seconds is a number up to " + MOST_PAUSE_SECONDS)
          .now();
    }
    return json(context.inspector().pause(group, wanted));
  }

  private static CompletionStage<Answer> json(CompletionStage<String> stage) {
    return stage.thenApply(json -> Answer.jsonText(HttpResponseStatus.OK, json));
  }
}
