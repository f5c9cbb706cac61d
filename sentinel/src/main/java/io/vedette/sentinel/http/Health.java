package io.vedette.sentinel.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vedette.quorum.view.NodeView;
import io.vedette.quorum.view.ProcessView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Whether the coordinator is alive, and whether it can do all that it is there for. */
final class Health {
  /** A disk may be slow; what takes longer than this is stuck. */
  private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final HttpContext context;

  Health(HttpContext context) {
    this.context = context;
  }

  Answer answer(String what) {
    return switch (what) {
      case "live" -> answer(whyNotLive());
      case "ready" -> answer(whyNotReady());
      default -> Answer.error(HttpResponseStatus.NOT_FOUND, "there is live and ready");
    };
  }

  private static Answer answer(List<String> reasons) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("ok", reasons.isEmpty());
    json.put("reasons", reasons);
    HttpResponseStatus status =
        reasons.isEmpty() ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE;
    return Answer.json(status, json);
  }

  private List<String> whyNotLive() {
    long busy = context.loop().busyNanos();
    return busy > STUCK_NANOS
        ? List.of(
            "the coordinator's thread has been stuck for "
                + TimeUnit.NANOSECONDS.toSeconds(busy)
                + " s")
        : List.of();
  }

  /** One that is not ready answers, but neither votes nor leads. */
  List<String> whyNotReady() {
    List<String> reasons = new ArrayList<>(whyNotLive());
    ProcessView process = context.coordination().view().process();
    process.unsaved().ifPresent(why -> reasons.add("the state can't be saved: " + why));
    if (process.tiltSince() != NodeView.NEVER) {
      reasons.add("it is in TILT");
    }
    return reasons;
  }
}
