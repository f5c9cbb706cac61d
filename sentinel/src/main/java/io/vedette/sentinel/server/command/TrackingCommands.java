package io.vedette.sentinel.server.command;

import io.vedette.sentinel.server.resp.ReplyWriter;
import io.vedette.sentinel.server.resp.WireNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** CLIENT TRACKING, TRACKINGINFO, CACHING, GETREDIR. The checks stand in Redis's order. */
final class TrackingCommands {
  private static final String SYNTAX_ERROR = "ERR syntax error";
  private static final String OTHER_MODE =
      " before disabling tracking for this client, and then re-enabling it with a different mode.";

  private final Clients clients;

  TrackingCommands(Clients clients) {
    this.clients = clients;
  }

  void addTo(Consumer<CommandSpec> client) {
    client.accept(
        spec("caching", 3, "6.0.0", "Tracks the next command, or does not.", this::caching));
    client.accept(spec("getredir", 2, "6.0.0", "Whom invalidations go to.", this::getRedir));
    client.accept(spec("tracking", -3, "6.0.0", "Tracks keys, or does not.", this::tracking));
    client.accept(spec("trackinginfo", 2, "6.2.0", "How keys are tracked.", this::info));
  }

  private static CommandSpec spec(
      String name, int arity, String since, String summary, Handler handler) {
    return CommandSpec.of("client|" + name, arity, Kind.CONNECTION, since, summary, handler);
  }

  private void caching(Client client, List<String> words, ReplyWriter reply) {
    Tracking tracking = client.tracking();
    String mode = Answers.lower(words.get(2));
    if (!tracking.on()) {
      reply.error(
          "ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or"
              + " OPTOUT mode enabled");
    } else if (!mode.equals("yes") && !mode.equals("no")) {
      reply.error(SYNTAX_ERROR);
    } else if (mode.equals("yes") && !tracking.optIn()) {
      reply.error("ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode.");
    } else if (mode.equals("no") && !tracking.optOut()) {
      reply.error("ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.");
    } else {
      reply.ok();
    }
  }

  private void getRedir(Client client, List<String> words, ReplyWriter reply) {
    reply.integer(client.tracking().shownRedirect());
  }

  private void info(Client client, List<String> words, ReplyWriter reply) {
    Tracking tracking = client.tracking();
    reply.map(3);
    reply.bulk("flags");
    reply.set(tracking.flags().size());
    tracking.flags().forEach(reply::bulk);
    reply.bulk("redirect");
    reply.integer(tracking.shownRedirect());
    reply.bulk("prefixes");
    reply.array(tracking.prefixes().size());
    tracking.prefixes().forEach(reply::echo);
  }

  private void tracking(Client client, List<String> words, ReplyWriter reply) {
    Options options = new Options();
    Optional<String> problem = options.read(words.subList(3, words.size()));
    String mode = Answers.lower(words.get(2));
    boolean on = mode.equals("on");
    if (problem.isEmpty() && !on && !mode.equals("off")) {
      problem = Optional.of(SYNTAX_ERROR);
    }
    if (problem.isEmpty() && on) {
      problem = options.conflict(client.tracking());
    }
    if (problem.isPresent()) {
      reply.error(problem.get());
      return;
    }
    client.tracking(on ? options.tracking(client.tracking()) : Tracking.OFF);
    reply.ok();
  }

  /** The options of CLIENT TRACKING; what is wrong is an error's text. */
  private final class Options {
    private long redirect;
    private boolean broadcast;
    private boolean optIn;
    private boolean optOut;
    private boolean noLoop;
    private final List<String> prefixes = new ArrayList<>();

    Optional<String> read(List<String> words) {
      for (int i = 0; i < words.size(); i++) {
        boolean more = i + 1 < words.size();
        switch (Answers.lower(words.get(i))) {
          case "bcast" -> broadcast = true;
          case "optin" -> optIn = true;
          case "optout" -> optOut = true;
          case "noloop" -> noLoop = true;
          case "prefix" -> {
            if (!more) {
              return Optional.of(SYNTAX_ERROR);
            }
            prefixes.add(words.get(++i));
          }
          case "redirect" -> {
            Optional<String> problem =
                more ? readRedirect(words.get(++i)) : Optional.of(SYNTAX_ERROR);
            if (problem.isPresent()) {
              return problem;
            }
          }
          default -> {
            return Optional.of(SYNTAX_ERROR);
          }
        }
      }
      return Optional.empty();
    }

    private Optional<String> readRedirect(String word) {
      if (redirect != 0) {
        return Optional.of("ERR A client can only redirect to a single other client");
      }
      OptionalLong id = WireNumber.parse(word);
      if (id.isEmpty()) {
        return Optional.of(Answers.NOT_AN_INTEGER);
      }
      redirect = id.getAsLong();
      return clients.all().stream().noneMatch(client -> client.id() == redirect)
          ? Optional.of("ERR The client ID you want redirect to does not exist")
          : Optional.empty();
    }

    Optional<String> conflict(Tracking before) {
      if (!prefixes.isEmpty() && !broadcast) {
        return Optional.of("ERR PREFIX option requires BCAST mode to be enabled");
      }
      if (before.on() && before.broadcast() != broadcast) {
        return Optional.of("ERR You can't switch BCAST mode on/off" + OTHER_MODE);
      }
      if (broadcast && (optIn || optOut)) {
        return Optional.of("ERR OPTIN and OPTOUT are not compatible with BCAST");
      }
      if (optIn && optOut) {
        return Optional.of("ERR You can't specify both OPTIN mode and OPTOUT mode");
      }
      if ((optIn && before.optOut()) || (optOut && before.optIn())) {
        return Optional.of("ERR You can't switch OPTIN/OPTOUT mode" + OTHER_MODE);
      }
      return overlap(before);
    }

    private Optional<String> overlap(Tracking before) {
      for (int i = 0; i < prefixes.size(); i++) {
        for (String existing : before.prefixes()) {
          if (overlap(existing, prefixes.get(i))) {
            return overlap(prefixes.get(i), "an existing", existing);
          }
        }
        for (String other : prefixes.subList(i + 1, prefixes.size())) {
          if (overlap(prefixes.get(i), other)) {
            return overlap(prefixes.get(i), "another provided", other);
          }
        }
      }
      return Optional.empty();
    }

    private static boolean overlap(String one, String other) {
      return one.startsWith(other) || other.startsWith(one);
    }

    private static Optional<String> overlap(String prefix, String which, String other) {
      return Optional.of(
          "ERR Prefix '"
              + prefix
              + "' overlaps with "
              + which
              + " prefix '"
              + other
              + "'. Prefixes for a single client must not overlap.");
    }

    Tracking tracking(Tracking before) {
      List<String> all = new ArrayList<>(before.prefixes());
      all.addAll(prefixes);
      return new Tracking(true, redirect, broadcast, optIn, optOut, noLoop, all);
    }
  }
}
