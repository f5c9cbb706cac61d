package io.vedette.sentinel.cli;

import io.vedette.quorum.model.Address;
import io.vedette.sentinel.cli.Screen.Tone;
import io.vedette.sentinel.cli.client.AskException;
import io.vedette.sentinel.cli.client.Servers;
import io.vedette.sentinel.cli.client.Servers.Listening;
import io.vedette.sentinel.cli.survey.Opinion;
import io.vedette.sentinel.cli.survey.Survey;
import io.vedette.sentinel.runtime.Json;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vedette events}: what all coordinators publish, as it comes. */
@Command(
    name = "events",
    sortOptions = false,
    header = "Print what the coordinators publish, as it comes.",
    description = {
      "",
      "Of all coordinators that can be found. They keep no past events: it begins",
      "now, and ends after --for, or never with --follow.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 the time is over, or the event of --until came; 1 nobody answers;",
      "2 wrong usage; 3 the event of --until did not come."
    })
final class EventsCommand extends CoordinatorCommand {
  private static final Set<String> BAD = Set.of("+sdown", "+odown", "+tilt", "+data-lost");
  private static final Set<String> GOOD =
      Set.of("+switch-master", "-sdown", "-odown", "+promoted-slave", "-tilt");
  private static final long POLL_MS = 500;

  /** Somebody who reads nothing is not worth the memory; what is beyond is left out. */
  private static final int MOST_WAITING = 10_000;

  private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>(MOST_WAITING);
  private final AtomicLong missed = new AtomicLong();
  private final Map<Address, Listening> lines = new LinkedHashMap<>();

  @Option(names = "--follow", description = "Until Ctrl-C.")
  private boolean follow;

  @Option(
      names = "--for",
      paramLabel = "SECONDS",
      defaultValue = "10",
      converter = NumberWord.Seconds.class,
      description = "For so long; 10 unless said.")
  private long seconds;

  @Option(
      names = "--until",
      paramLabel = "EVENT",
      description = "Until one publishes it, such as +switch-master.")
  private String until;

  EventsCommand(Screen screen, PrintWriter err) {
    super(screen, err);
  }

  /** One event, as one coordinator told it. */
  record Heard(Instant at, Address who, String event, String message) {}

  @Override
  int run(Servers servers, Survey survey) throws AskException, InterruptedException {
    Set<Address> all = everybody(survey);
    try {
      for (Address each : all) {
        listen(servers, each);
      }
      if (lines.isEmpty()) {
        return Exit.FAILED;
      }
      return print(servers, all);
    } finally {
      lines.values().forEach(Listening::close);
    }
  }

  private static Set<Address> everybody(Survey survey) throws AskException {
    Set<Address> all = new LinkedHashSet<>();
    for (String group : survey.groups()) {
      survey.group(group).opinions().stream().map(Opinion::coordinator).forEach(all::add);
    }
    return all.isEmpty() ? new LinkedHashSet<>(survey.named()) : all;
  }

  private void listen(Servers servers, Address to) {
    try {
      lines.put(
          to,
          servers.listen(
              to,
              (event, message) -> {
                boolean kept = heard.offer(new Heard(Instant.now(), to, event, message));
                if (!kept) {
                  missed.incrementAndGet();
                }
              }));
    } catch (AskException e) {
      complain(e.getMessage());
    }
  }

  private int print(Servers servers, Set<Address> all) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (follow || System.nanoTime() < end) {
      Heard next = heard.poll(POLL_MS, TimeUnit.MILLISECONDS);
      long lost = missed.getAndSet(0);
      if (lost > 0) {
        complain(lost + " events came faster than they could be printed, and are left out");
      }
      if (next == null) {
        reopen(servers, all);
      } else {
        screen().line(isJson() ? json(next) : text(next, screen()));
        if (next.event().equals(until)) {
          return Exit.OK;
        }
      }
    }
    return until == null ? Exit.OK : Exit.TROUBLE;
  }

  /** One that was restarted is heard again. */
  private void reopen(Servers servers, Set<Address> all) {
    for (Address each : all) {
      Listening line = lines.get(each);
      if (line != null && !line.isOpen()) {
        complain(each + " is not heard any more");
        line.close();
        lines.remove(each);
      } else if (line == null) {
        reopenQuietly(servers, each);
      }
    }
  }

  private void reopenQuietly(Servers servers, Address each) {
    if (servers.answersPing(each)) {
      listen(servers, each);
      complain(each + " is heard again");
    }
  }

  static String text(Heard heard, Screen screen) {
    String event = heard.event();
    Tone tone = BAD.contains(event) ? Tone.BAD : GOOD.contains(event) ? Tone.GOOD : Tone.NEWS;
    return heard.at().truncatedTo(ChronoUnit.MILLIS)
        + "  "
        + heard.who()
        + "  "
        + screen.paint(tone, event)
        + "  "
        + heard.message();
  }

  static String json(Heard heard) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("at", heard.at());
    json.put("coordinator", heard.who());
    json.put("event", heard.event());
    json.put("message", heard.message());
    return Json.of(json);
  }
}
