package io.vedette.sentinel.server.command;

import io.vedette.quorum.Input;
import io.vedette.quorum.model.Timing;
import io.vedette.sentinel.runtime.Coordination;
import io.vedette.sentinel.runtime.Scripts;
import io.vedette.sentinel.server.resp.ReplyWriter;
import io.vedette.sentinel.server.resp.WireNumber;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** SENTINEL DEBUG and SIMULATE-FAILURE: for those who test a deployment. */
final class SentinelDebug {
  private static final String CRASH_AFTER_ELECTION = "crash-after-election";
  private static final String CRASH_AFTER_PROMOTION = "crash-after-promotion";

  private final Coordination coordination;
  private final Scripts scripts;

  SentinelDebug(Coordination coordination, Scripts scripts) {
    this.coordination = coordination;
    this.scripts = scripts;
  }

  void addTo(Consumer<CommandSpec> sentinel) {
    sentinel.accept(
        SentinelQueries.spec(
            "debug",
            -2,
            "7.0.0",
            "Shows the periods, in milliseconds, or sets them.",
            this::debug));
    sentinel.accept(
        SentinelQueries.spec(
            "simulate-failure", -3, "3.2.0", "Exits on purpose in a failover.", this::simulate));
  }

  private void debug(Client client, List<String> words, ReplyWriter reply) {
    Timing timing = coordination.view().process().timing();
    Map<String, Long> periods = Periods.of(timing, scripts);
    if (words.size() == 2) {
      show(periods, reply);
      return;
    }
    Optional<String> error = Optional.empty();
    int at = 2;
    while (at < words.size() && error.isEmpty()) {
      error = setPeriod(periods, words.subList(at, Math.min(at + 2, words.size())));
      at += 2;
    }
    // As with SET, what stands before a bad option counts.
    Periods.apply(periods, scripts);
    Timing wanted = Periods.timing(periods);
    if (wanted.equals(timing)) {
      error.ifPresentOrElse(reply::error, reply::ok);
      return;
    }
    Optional<String> wrong = error;
    client.await(
        coordination.change(ticket -> new Input.Retune(ticket, wanted)),
        (answer, later) -> wrong.ifPresentOrElse(later::error, () -> Answers.admin(answer, later)));
  }

  private static void show(Map<String, Long> periods, ReplyWriter reply) {
    reply.map(periods.size());
    periods.forEach(
        (name, ms) -> {
          reply.bulk(name.toUpperCase(Locale.ROOT));
          reply.bulk(ms);
        });
  }

  private static Optional<String> setPeriod(Map<String, Long> periods, List<String> words) {
    String name = Answers.lower(words.get(0));
    if (words.size() < 2 || !periods.containsKey(name)) {
      return Optional.of(
          "ERR Unknown option or number of arguments for SENTINEL DEBUG '" + words.get(0) + "'");
    }
    OptionalLong ms = WireNumber.parse(words.get(1));
    if (!Answers.within(ms, 1, Integer.MAX_VALUE)) {
      return Optional.of(
          "ERR Invalid argument '" + words.get(1) + "' for SENTINEL DEBUG '" + words.get(0) + "'");
    }
    periods.put(name, ms.getAsLong());
    return Optional.empty();
  }

  private void simulate(Client client, List<String> words, ReplyWriter reply) {
    boolean afterElection = false;
    boolean afterPromotion = false;
    for (String word : words.subList(2, words.size())) {
      switch (Answers.lower(word)) {
        case CRASH_AFTER_ELECTION -> afterElection = true;
        case CRASH_AFTER_PROMOTION -> afterPromotion = true;
        case "help" -> {
          reply.array(2);
          reply.bulk(CRASH_AFTER_ELECTION);
          reply.bulk(CRASH_AFTER_PROMOTION);
          return;
        }
        default -> {
          reply.error("ERR Unknown failure simulation specified");
          return;
        }
      }
    }
    boolean election = afterElection;
    boolean promotion = afterPromotion;
    client.await(
        coordination.change(ticket -> new Input.SimulateFailure(ticket, election, promotion)),
        Answers::admin);
  }
}
