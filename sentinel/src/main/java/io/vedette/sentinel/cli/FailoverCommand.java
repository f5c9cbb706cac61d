package io.vedette.sentinel.cli;

import io.vedette.quorum.model.Address;
import io.vedette.sentinel.cli.client.AskException;
import io.vedette.sentinel.cli.client.Servers;
import io.vedette.sentinel.cli.client.Servers.Listening;
import io.vedette.sentinel.cli.survey.GroupPicture;
import io.vedette.sentinel.cli.survey.Opinion;
import io.vedette.sentinel.cli.survey.Survey;
import io.vedette.sentinel.runtime.Json;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vedette failover NAME}: orders one, and waits for its end. */
@Command(
    name = "failover",
    sortOptions = false,
    header = "Replace a group's master by a replica, and wait until it is done.",
    description = {
      "",
      "The first coordinator that can do it is told to, and all are asked until a",
      "majority gives the new master.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 done; 1 refused, given up or not done in time; 2 wrong usage;",
      "3 done, but another replica than that of --to was promoted."
    })
final class FailoverCommand extends CoordinatorCommand {
  private static final long POLL_MS = 50;
  private static final long GRACE_MS = 10_000;

  @Parameters(paramLabel = "NAME", description = "The group's name.")
  private String group;

  @Option(
      names = "--coordinated",
      description =
          "Without losing a write: the master's clients wait until the replica has all. Vedette and"
              + " Valkey 9 can do it, with servers of Redis 6.2 or Valkey.")
  private boolean coordinated;

  @Option(
      names = "--to",
      paramLabel = "HOST:PORT",
      converter = AddressWord.Node.class,
      description =
          "Only if this replica is the one that will be promoted. Coordinators can't be told which;"
              + " they go by replica-priority, and this says what to set.")
  private Address wanted;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      converter = NumberWord.Seconds.class,
      description = "How long to wait; else 10 s more than the group's failover-timeout.")
  private Long timeoutSeconds;

  FailoverCommand(Screen screen, PrintWriter err) {
    super(screen, err);
  }

  @Override
  int run(Servers servers, Survey survey) throws AskException, InterruptedException {
    GroupPicture before = survey.group(group);
    if (before.master().equals(wanted)) {
      complain(wanted + " is the master of " + group + " already");
      return Exit.FAILED;
    }
    String refusal = "";
    for (Opinion leader : before.opinions()) {
      Optional<String> whyNot =
          wanted == null ? Optional.empty() : Candidates.whyNot(leader, wanted);
      if (whyNot.isPresent()) {
        complain(whyNot.get());
        return Exit.FAILED;
      }
      try (AbortWatch aborts = new AbortWatch(servers, leader.coordinator(), group)) {
        long begin = System.nanoTime();
        order(servers, leader.coordinator());
        return await(servers, survey, before, new Attempt(leader, begin, aborts));
      } catch (AskException e) {
        if (!e.isUnknownCommand()) {
          throw e;
        }
        refusal = leader.coordinator() + " knows no coordinated failover";
      }
    }
    complain(refusal + ", nor does any other coordinator of " + group);
    return Exit.FAILED;
  }

  /** An order that was accepted. */
  private record Attempt(Opinion leader, long beginNanos, AbortWatch aborts) {}

  /** Hears whether a coordinator gives up. */
  private static final class AbortWatch implements AutoCloseable {
    private final AtomicReference<String> heard = new AtomicReference<>("");
    private final Listening line;

    AbortWatch(Servers servers, Address leader, String group) throws AskException {
      line =
          servers.listen(
              leader,
              (event, message) -> {
                if (event.startsWith("-failover-abort")
                    && message.startsWith("master " + group + " ")) {
                  heard.set(event);
                }
              });
    }

    /** The event; empty: none came. */
    String heard() {
      return heard.get();
    }

    @Override
    public void close() {
      line.close();
    }
  }

  private void order(Servers servers, Address leader) throws AskException {
    if (coordinated) {
      servers.ask(leader, "SENTINEL", "FAILOVER", group, "COORDINATED");
    } else {
      servers.ask(leader, "SENTINEL", "FAILOVER", group);
    }
  }

  private int await(Servers servers, Survey survey, GroupPicture before, Attempt attempt)
      throws InterruptedException {
    Address old = before.master();
    long timeoutMs =
        timeoutSeconds == null
            ? attempt.leader().master().number("failover-timeout") + GRACE_MS
            : TimeUnit.SECONDS.toMillis(timeoutSeconds);
    List<Address> all = before.opinions().stream().map(Opinion::coordinator).toList();
    long end = attempt.beginNanos() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    while (System.nanoTime() < end) {
      Optional<Address> now = majority(servers, survey, all);
      if (now.isPresent() && !now.get().equals(old)) {
        return report(old, now.get(), System.nanoTime() - attempt.beginNanos());
      }
      if (!attempt.aborts().heard().isEmpty()) {
        complain(
            "given up: "
                + attempt.aborts().heard()
                + " of "
                + attempt.leader().coordinator()
                + ", whose log says why; "
                + old
                + " is still the master");
        return Exit.FAILED;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
    complain("not done within " + timeoutMs / 1_000 + " s; vedette status " + group + " shows it");
    return Exit.FAILED;
  }

  private Optional<Address> majority(Servers servers, Survey survey, List<Address> all) {
    Map<Address, Integer> votes = new LinkedHashMap<>();
    survey
        .all(all, whom -> Survey.published(servers, whom, group))
        .forEach(
            answer ->
                Optional.ofNullable(answer.value())
                    .ifPresent(a -> votes.merge(a, 1, Integer::sum)));
    return votes.entrySet().stream()
        .filter(entry -> entry.getValue() > all.size() / 2)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private int report(Address old, Address now, long nanos) {
    double seconds = nanos / 1e9;
    if (isJson()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("group", group);
      json.put("from", old);
      json.put("to", now);
      json.put("seconds", Math.round(seconds * 1_000) / 1_000.0);
      screen().line(Json.of(json));
    } else {
      String time = String.format(Locale.ROOT, "%.1f s after the order", seconds);
      screen().line(group + ": " + now + " is the master now, it was " + old + " (" + time + ")");
    }
    if (wanted != null && !now.equals(wanted)) {
      complain("it is not " + wanted + ": +replica-refused in the coordinators' logs may say why");
      return Exit.TROUBLE;
    }
    return Exit.OK;
  }
}
