package io.vedette.sentinel.server.command;

import io.vedette.quorum.Input;
import io.vedette.quorum.gossip.Hello;
import io.vedette.sentinel.runtime.Coordination;
import io.vedette.sentinel.server.command.Subscriptions.Topic;
import io.vedette.sentinel.server.resp.ReplyWriter;
import java.util.List;
import java.util.Optional;

/**
 * SUBSCRIBE, PSUBSCRIBE, UNSUBSCRIBE, PUNSUBSCRIBE, and PUBLISH as peers use it to say hello: as in
 * Sentinel, what is published here reaches no subscriber.
 */
final class PubSubCommands {
  private final Coordination coordination;
  private final ServerStats stats;

  PubSubCommands(Coordination coordination, ServerStats stats) {
    this.coordination = coordination;
    this.stats = stats;
  }

  void addTo(CommandTable table) {
    table.add(
        subscription("subscribe", -2, "Listens to channels.", Topic.CHANNEL, this::subscribe));
    table.add(
        subscription(
            "psubscribe", -2, "Listens to channels by patterns.", Topic.PATTERN, this::subscribe));
    table.add(
        subscription(
            "unsubscribe", -1, "Stops listening to channels.", Topic.CHANNEL, this::unsubscribe));
    table.add(
        subscription(
            "punsubscribe", -1, "Stops listening to patterns.", Topic.PATTERN, this::unsubscribe));
    table.add(
        CommandSpec.of(
            "publish", 3, Kind.PUBLISH, "2.0.0", "Takes a hello from a peer.", this::publish));
  }

  private interface Change {
    void run(Client client, List<String> words, ReplyWriter reply, String verb, Topic topic);
  }

  private static CommandSpec subscription(
      String name, int arity, String summary, Topic topic, Change change) {
    return CommandSpec.of(
        name,
        arity,
        Kind.SUBSCRIPTION,
        "2.0.0",
        summary,
        (client, words, reply) -> change.run(client, words, reply, name, topic));
  }

  private void subscribe(
      Client client, List<String> words, ReplyWriter reply, String verb, Topic topic) {
    for (String channel : words.subList(1, words.size())) {
      if (!client.subscriptions().add(topic, channel)) {
        reply.error("ERR too many subscriptions of one client");
        return;
      }
      confirm(client, reply, verb, channel);
    }
  }

  private void unsubscribe(
      Client client, List<String> words, ReplyWriter reply, String verb, Topic topic) {
    List<String> channels =
        words.size() > 1 ? words.subList(1, words.size()) : client.subscriptions().of(topic);
    for (String channel : channels) {
      client.subscriptions().remove(topic, channel);
      confirm(client, reply, verb, channel);
    }
    if (channels.isEmpty()) {
      reply.push(3);
      reply.bulk(verb);
      reply.nullBulk();
      reply.integer(client.subscriptions().count());
    }
  }

  private static void confirm(Client client, ReplyWriter reply, String verb, String channel) {
    reply.push(3);
    reply.bulk(verb);
    reply.echo(channel);
    reply.integer(client.subscriptions().count());
  }

  private void publish(Client client, List<String> words, ReplyWriter reply) {
    if (!words.get(1).equals(Hello.CHANNEL)) {
      reply.error("ERR Only HELLO messages are accepted by Sentinel instances.");
      return;
    }
    Optional<Hello> hello = Hello.parse(words.get(2));
    if (hello.isEmpty()) {
      stats.malformedHellos.increment();
      reply.error("ERR Malformed HELLO message");
    } else if (coordination.tell(new Input.HelloHeard(Optional.empty(), hello.get()))) {
      reply.integer(1);
    } else {
      reply.error(Answers.OVERLOADED);
    }
  }
}
