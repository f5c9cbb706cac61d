package io.vedette.sentinel.server.command;

import io.netty.util.NetUtil;
import io.vedette.quorum.AdminAnswer;
import io.vedette.quorum.Input;
import io.vedette.quorum.Ticket;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.view.GroupView;
import io.vedette.sentinel.runtime.Coordination;
import io.vedette.sentinel.runtime.LiveOptions;
import io.vedette.sentinel.runtime.ProcessSettings;
import io.vedette.sentinel.server.resp.GlobPattern;
import io.vedette.sentinel.server.resp.ReplyWriter;
import io.vedette.sentinel.server.resp.WireNumber;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The SENTINEL subcommands that change what is watched, and how. The coordinator decides and
 * answers; what can be found wrong without it is refused here.
 */
final class SentinelChanges {
  /** How long a pause is that says nothing of it. */
  private static final long PAUSE_SECONDS = 3_600;

  /** Thirty days: whoever wants no failover at all needs no coordinator. */
  private static final long MAX_PAUSE_SECONDS = 2_592_000;

  /** SENTINEL FAILOVER, the group, COORDINATED. */
  private static final int FAILOVER_WORDS = 4;

  private final ProcessSettings settings;
  private final LiveOptions options;
  private final Coordination coordination;

  SentinelChanges(ProcessSettings settings, LiveOptions options, Coordination coordination) {
    this.settings = settings;
    this.options = options;
    this.coordination = coordination;
  }

  void addTo(Consumer<CommandSpec> sentinel) {
    sentinel.accept(
        SentinelQueries.spec("monitor", 6, "2.8.4", "Begins to watch a master.", this::monitor));
    sentinel.accept(
        SentinelQueries.spec("remove", 3, "2.8.4", "Stops watching a master.", this::remove));
    sentinel.accept(
        SentinelQueries.spec("set", -5, "2.8.4", "Changes the options of a group.", this::set));
    sentinel.accept(
        SentinelQueries.spec(
            "reset", 3, "2.8.4", "Forgets replicas and peers of groups, by pattern.", this::reset));
    sentinel.accept(
        SentinelQueries.spec(
            "failover",
            -3,
            "2.8.4",
            "Promotes a replica; COORDINATED: losing no write.",
            this::failover));
    sentinel.accept(
        SentinelQueries.spec(
            "pause", -3, "7.0.0", "No automatic failover of a group for a time.", this::pause));
    sentinel.accept(
        SentinelQueries.spec("resume", 3, "7.0.0", "The end of a pause.", this::resume));
    sentinel.accept(
        SentinelQueries.spec(
            "flushconfig", 2, "2.8.4", "Writes the configuration file.", this::flushConfig));
  }

  /** The checks stand in Sentinel's order, so that the same mistake gets the same answer. */
  private void monitor(Client client, List<String> words, ReplyWriter reply) {
    String name = words.get(2);
    String host = words.get(3);
    OptionalLong port = WireNumber.parse(words.get(4));
    OptionalLong quorum = WireNumber.parse(words.get(5));
    if (quorum.isEmpty()) {
      reply.error("ERR Invalid quorum");
    } else if (port.isEmpty()) {
      reply.error("ERR Invalid port");
    } else if (quorum.getAsLong() < 1) {
      reply.error("ERR Quorum must be 1 or greater.");
    } else if (quorum.getAsLong() > Integer.MAX_VALUE) {
      reply.error("ERR Invalid quorum");
    } else if (!isHost(host)) {
      reply.error(Answers.INVALID_HOST);
    } else if (!Answers.within(port, 1, 65535)) {
      reply.error("ERR Invalid port number.");
    } else if (!GroupName.isValid(name)) {
      reply.error("ERR Invalid master name: use letters, digits and the characters \".-_\"");
    } else {
      Address master = new Address(host, (int) port.getAsLong());
      monitor(client, new GroupName(name), master, (int) quorum.getAsLong());
    }
  }

  private void monitor(Client client, GroupName name, Address master, int quorum) {
    GroupSettings defaults = GroupSettings.defaults(quorum, coordination.view().process().timing());
    GroupConfig group = GroupConfig.fresh(name, master, defaults);
    change(client, ticket -> new Input.Monitor(ticket, group));
  }

  private boolean isHost(String host) {
    boolean literal = NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
    return Address.isValid(host, 1) && (literal || options.current().resolveHostnames());
  }

  private void remove(Client client, List<String> words, ReplyWriter reply) {
    GroupName group = knownGroup(words, reply);
    if (group != null) {
      change(client, ticket -> new Input.Remove(ticket, group));
    }
  }

  private void set(Client client, List<String> words, ReplyWriter reply) {
    GroupName group = knownGroup(words, reply);
    if (group == null) {
      return;
    }
    SettingParser.Parsed parsed =
        SettingParser.parse(words.subList(3, words.size()), settings.denyScriptsReconfig());
    if (parsed.changes().isEmpty()) {
      reply.error(parsed.error().orElseThrow());
      return;
    }
    client.await(
        coordination.change(ticket -> new Input.Set(ticket, group, parsed.changes())),
        (answer, later) -> {
          boolean refused = answer.code() == AdminAnswer.Code.OK && parsed.error().isPresent();
          if (refused) {
            later.error(parsed.error().get());
          } else {
            Answers.admin(answer, later);
          }
        });
  }

  private void reset(Client client, List<String> words, ReplyWriter reply) {
    GlobPattern pattern = new GlobPattern(words.get(2));
    List<GroupName> groups =
        coordination.view().groups().stream()
            .map(GroupView::name)
            .filter(name -> pattern.matches(name.value()))
            .toList();
    if (groups.isEmpty()) {
      reply.integer(0);
      return;
    }
    client.await(
        coordination.change(ticket -> new Input.Reset(ticket, groups)),
        (answer, later) -> {
          if (answer.code() == AdminAnswer.Code.OK) {
            later.integer(answer.count());
          } else {
            Answers.admin(answer, later);
          }
        });
  }

  private void failover(Client client, List<String> words, ReplyWriter reply) {
    if (words.size() > FAILOVER_WORDS) {
      reply.error("ERR wrong number of arguments for 'sentinel|failover' command");
      return;
    }
    GroupName group = knownGroup(words, reply);
    boolean coordinated = words.size() == FAILOVER_WORDS;
    if (group == null) {
      return;
    }
    if (coordinated && !words.get(FAILOVER_WORDS - 1).equalsIgnoreCase("coordinated")) {
      reply.error("ERR Unknown failover option specified");
    } else {
      change(client, ticket -> new Input.Failover(ticket, group, coordinated));
    }
  }

  /** {@code SENTINEL PAUSE <name> [seconds]}; not one of Sentinel's. */
  private void pause(Client client, List<String> words, ReplyWriter reply) {
    GroupName group = knownGroup(words, reply);
    if (group == null) {
      return;
    }
    OptionalLong seconds =
        words.size() == 3 ? OptionalLong.of(PAUSE_SECONDS) : WireNumber.parse(words.get(3));
    if (words.size() > 4) {
      reply.error("ERR syntax error");
    } else if (!Answers.within(seconds, 1, MAX_PAUSE_SECONDS)) {
      reply.error("ERR a pause is 1 to " + MAX_PAUSE_SECONDS + " seconds");
    } else {
      long ms = TimeUnit.SECONDS.toMillis(seconds.getAsLong());
      change(client, ticket -> new Input.Pause(ticket, group, ms));
    }
  }

  /** {@code SENTINEL RESUME <name>}; not one of Sentinel's. */
  private void resume(Client client, List<String> words, ReplyWriter reply) {
    GroupName group = knownGroup(words, reply);
    if (group != null) {
      change(client, ticket -> new Input.Resume(ticket, group));
    }
  }

  private void flushConfig(Client client, List<String> words, ReplyWriter reply) {
    change(client, Input.FlushConfig::new);
  }

  private void change(Client client, Function<Ticket, Input> command) {
    client.await(coordination.change(command), Answers::admin);
  }

  /** The group the third word names; null if there is none, and the client has been told. */
  private GroupName knownGroup(List<String> words, ReplyWriter reply) {
    GroupView group = coordination.view().group(words.get(2));
    if (group == null) {
      reply.error(Answers.NO_SUCH_MASTER);
      return null;
    }
    return group.name();
  }
}
