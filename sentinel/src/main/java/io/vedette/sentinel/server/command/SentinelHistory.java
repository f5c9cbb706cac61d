package io.vedette.sentinel.server.command;

import io.vedette.sentinel.runtime.FailoverRecord;
import io.vedette.sentinel.runtime.History;
import io.vedette.sentinel.server.resp.ReplyWriter;
import io.vedette.sentinel.server.resp.WireNumber;
import java.util.List;
import java.util.Map;
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
      records.forEach(record -> write(record.fields(), reply));
    }
  }

  private static void write(Object value, ReplyWriter reply) {
    if (value instanceof Map<?, ?> map) {
      reply.map(map.size());
      map.forEach(
          (name, each) -> {
            reply.bulk(name.toString());
            write(each, reply);
          });
    } else if (value instanceof List<?> list) {
      reply.array(list.size());
      list.forEach(each -> write(each, reply));
    } else if (value instanceof Boolean truth) {
      reply.bulk(truth ? "yes" : "no");
    } else {
      reply.bulk(value.toString());
    }
  }
}
