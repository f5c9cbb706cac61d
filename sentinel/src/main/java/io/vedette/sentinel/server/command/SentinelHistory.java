package io.vedette.sentinel.server.command;

import io.vedette.sentinel.runtime.FailoverRecord;
import io.vedette.sentinel.runtime.FailoverRecord.Candidate;
import io.vedette.sentinel.runtime.FailoverRecord.Step;
import io.vedette.sentinel.runtime.FailoverRecord.Vote;
import io.vedette.sentinel.runtime.History;
import io.vedette.sentinel.server.resp.ReplyWriter;
import io.vedette.sentinel.server.resp.WireNumber;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * SENTINEL HISTORY, not one of Sentinel's: past failovers, the latest first, each as a map whose
 * lists are maps in turn.
 */
final class SentinelHistory {
  private static final int USUAL = 10;
  private static final int MOST = 500;
  private static final String ALL = "*";

  private final History history;

  SentinelHistory(History history) {
    this.history = history;
  }

  void addTo(Consumer<CommandSpec> sentinel) {
    sentinel.accept(
        SentinelQueries.spec(
            "history", -2, "7.0.0", "Past failovers, the latest first.", this::history));
  }

  /** {@code SENTINEL HISTORY [<name>|*] [count]}. */
  private void history(Client client, List<String> words, ReplyWriter reply) {
    String group = words.size() > 2 && !words.get(2).equals(ALL) ? words.get(2) : "";
    OptionalLong count = words.size() > 3 ? WireNumber.parse(words.get(3)) : OptionalLong.of(USUAL);
    if (words.size() > 4) {
      reply.error("ERR syntax error");
    } else if (!Answers.within(count, 1, MOST)) {
      reply.error("ERR a count is 1 to " + MOST);
    } else {
      List<FailoverRecord> records = history.latest(group, (int) count.getAsLong());
      reply.array(records.size());
      records.forEach(record -> write(record, reply));
    }
  }

  private static void write(FailoverRecord record, ReplyWriter reply) {
    reply.map(15);
    put(reply, "group", record.group());
    put(reply, "started-at", record.startedAtMs());
    put(reply, "cause", record.cause().word());
    put(reply, "role", record.led() ? "leader" : "observer");
    put(reply, "epoch", record.epoch());
    put(reply, "leader", orEmpty(record.leader()));
    put(reply, "leader-address", orEmpty(record.leaderAddress()));
    put(reply, "from", record.from());
    put(reply, "to", orEmpty(record.to()));
    put(reply, "result", record.result().word());
    put(reply, "reason", record.reason());
    put(reply, "votes-needed", record.votesNeeded());
    reply.bulk("votes");
    reply.array(record.votes().size());
    record.votes().forEach(vote -> write(vote, reply));
    reply.bulk("candidates");
    reply.array(record.candidates().size());
    record.candidates().forEach(candidate -> write(candidate, reply));
    reply.bulk("steps");
    reply.array(record.steps().size());
    record.steps().forEach(step -> write(step, reply));
  }

  private static void write(Vote vote, ReplyWriter reply) {
    reply.map(3);
    put(reply, "runid", vote.voter());
    put(reply, "address", orEmpty(vote.address()));
    put(reply, "choice", orEmpty(vote.choice()));
  }

  private static void write(Candidate candidate, ReplyWriter reply) {
    reply.map(5);
    put(reply, "address", candidate.address());
    put(reply, "priority", candidate.priority());
    put(reply, "offset", candidate.offset());
    put(reply, "chosen", candidate.chosen() ? "yes" : "no");
    put(reply, "reason", candidate.reason());
  }

  private static void write(Step step, ReplyWriter reply) {
    reply.map(3);
    put(reply, "after-ms", step.afterMs());
    put(reply, "step", step.phase().word());
    put(reply, "detail", step.detail());
  }

  private static void put(ReplyWriter reply, String field, Object value) {
    reply.bulk(field);
    reply.bulk(value.toString());
  }

  private static Object orEmpty(Optional<?> value) {
    return value.isPresent() ? value.get() : "";
  }
}
