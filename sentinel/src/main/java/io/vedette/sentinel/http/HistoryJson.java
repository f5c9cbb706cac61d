package io.vedette.sentinel.http;

import io.vedette.sentinel.runtime.FailoverRecord;
import io.vedette.sentinel.runtime.FailoverRecord.Candidate;
import io.vedette.sentinel.runtime.FailoverRecord.Step;
import io.vedette.sentinel.runtime.FailoverRecord.Vote;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A failover in JSON, with the names that {@code vedette history --json} uses. */
final class HistoryJson {
  private HistoryJson() {}

  static Map<String, Object> of(FailoverRecord record) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("group", record.group());
    json.put("started_at", Instant.ofEpochMilli(record.startedAtMs()));
    json.put("cause", record.cause().word());
    json.put("role", record.led() ? "leader" : "observer");
    json.put("epoch", record.epoch().value());
    json.put("leader", orEmpty(record.leader()));
    json.put("leader_address", orEmpty(record.leaderAddress()));
    json.put("from", record.from());
    json.put("to", orEmpty(record.to()));
    json.put("result", record.result().word());
    json.put("reason", record.reason());
    json.put("votes_needed", record.votesNeeded());
    json.put("votes", record.votes().stream().map(HistoryJson::of).toList());
    json.put("candidates", record.candidates().stream().map(HistoryJson::of).toList());
    json.put("steps", record.steps().stream().map(HistoryJson::of).toList());
    return json;
  }

  private static Map<String, Object> of(Vote vote) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("runid", vote.voter());
    json.put("address", orEmpty(vote.address()));
    json.put("choice", orEmpty(vote.choice()));
    return json;
  }

  private static Map<String, Object> of(Candidate candidate) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("address", candidate.address());
    json.put("priority", candidate.priority());
    json.put("offset", candidate.offset());
    json.put("chosen", candidate.chosen());
    json.put("reason", candidate.reason());
    return json;
  }

  private static Map<String, Object> of(Step step) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("after_ms", step.afterMs());
    json.put("step", step.phase().word());
    json.put("detail", step.detail());
    return json;
  }

  private static Object orEmpty(Optional<?> value) {
    return value.isPresent() ? value.get() : "";
  }
}
