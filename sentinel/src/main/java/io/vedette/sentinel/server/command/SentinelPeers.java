package io.vedette.sentinel.server.command;

import io.vedette.quorum.Effect;
import io.vedette.quorum.Input;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.RunId;
import io.vedette.sentinel.runtime.Coordination;
import io.vedette.sentinel.server.resp.ReplyWriter;
import io.vedette.sentinel.server.resp.WireNumber;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** SENTINEL IS-MASTER-DOWN-BY-ADDR: what peers ask, and how votes travel. */
final class SentinelPeers {
  private static final String NOBODY = "*";

  /** As many digits as the epoch of a hello may have; beyond that there would be no next one. */
  private static final long MOST_EPOCH = Epoch.MAX_HEARD;

  private static final List<String> NAMES =
      List.of("is-master-down-by-addr", "is-primary-down-by-addr");

  private final Coordination coordination;
  private final ServerStats stats;

  SentinelPeers(Coordination coordination, ServerStats stats) {
    this.coordination = coordination;
    this.stats = stats;
  }

  void addTo(Consumer<CommandSpec> sentinel) {
    for (String name : NAMES) {
      sentinel.accept(
          SentinelQueries.spec(
              name, 6, "2.8.4", "A peer's question whether a master is down.", this::isMasterDown));
    }
  }

  /** A peer asks about all its masters at once, and is answered at once. */
  static boolean isQuestion(CommandSpec spec) {
    return NAMES.stream().anyMatch(spec.name()::endsWith);
  }

  private void isMasterDown(Client client, List<String> words, ReplyWriter reply) {
    OptionalLong port = WireNumber.parse(words.get(3));
    OptionalLong epoch = WireNumber.parse(words.get(4));
    if (port.isEmpty() || !Answers.within(epoch, 0, MOST_EPOCH)) {
      stats.malformedVotes.increment();
      reply.error(Answers.NOT_AN_INTEGER);
      return;
    }
    String candidate = words.get(5);
    if (!candidate.equals(NOBODY) && !RunId.isValid(candidate)) {
      stats.malformedVotes.increment();
      reply.error("ERR Invalid run id");
      return;
    }
    if (!Address.isValid(words.get(2), port.getAsLong())) {
      // Nothing can be there, so nothing there is a master that is down.
      answer(false, Optional.empty(), Epoch.ZERO, reply);
      return;
    }
    Address master = new Address(words.get(2), (int) port.getAsLong());
    Optional<RunId> standsFor =
        candidate.equals(NOBODY) ? Optional.empty() : Optional.of(new RunId(candidate));
    client.awaitInOrder(
        coordination.ask(
            ticket -> new Input.PeerAsks(ticket, master, new Epoch(epoch.getAsLong()), standsFor)),
        SentinelPeers::answer);
  }

  private static void answer(Effect.AnswerPeer answer, ReplyWriter reply) {
    answer(answer.masterDown(), answer.leader(), answer.leaderEpoch(), reply);
  }

  private static void answer(
      boolean down, Optional<RunId> leader, Epoch leaderEpoch, ReplyWriter reply) {
    reply.array(3);
    reply.integer(down ? 1 : 0);
    reply.bulk(leader.map(RunId::value).orElse(NOBODY));
    reply.integer(leaderEpoch.value());
  }
}
