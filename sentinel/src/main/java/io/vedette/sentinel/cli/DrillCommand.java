package io.vedette.sentinel.cli;

import io.vedette.quorum.model.Address;
import io.vedette.sentinel.cli.client.AskException;
import io.vedette.sentinel.cli.client.Servers;
import io.vedette.sentinel.cli.survey.GroupPicture;
import io.vedette.sentinel.cli.survey.Instance;
import io.vedette.sentinel.cli.survey.Opinion;
import io.vedette.sentinel.cli.survey.Survey;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vedette drill NAME}: a game day. */
@Command(
    name = "drill",
    sortOptions = false,
    header = "Fail a group over on purpose, measure it, check the data, report.",
    description = {
      "",
      "Asks first. Writes through the whole of it as a client would, to one hash of",
      "its own (vedette-drill:...), which it removes; measures when each coordinator",
      "gives the new master, and for how long nothing could be written; and looks",
      "whether the new master and its replicas have every write that was acknowledged.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 done, nothing lost, all is well; 1 not begun, or no new master in",
      "time; 2 wrong usage; 3 done, but writes were lost, or not all is well."
    })
final class DrillCommand extends CoordinatorCommand {
  private static final long POLL_MS = 20;
  private static final long CALM_MS = 500;
  private static final long GRACE_MS = 10_000;
  private static final long WELL_MS = 60_000;

  /** How the master is taken away. */
  enum How {
    COORDINATED("an ordered failover that loses no write (COORDINATED)"),
    FAILOVER("an ordered failover"),
    HANG("it answers nobody for a time (CLIENT PAUSE)"),
    STOP("it is shut down (SHUTDOWN NOSAVE); whoever supervises it has to start it again");

    private final String words;

    How(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(paramLabel = "NAME", description = "The group's name.")
  private String group;

  @Option(
      names = "--how",
      paramLabel = "HOW",
      defaultValue = "failover",
      description =
          "coordinated: an ordered failover without a lost write. failover: an ordered one. hang:"
              + " the master answers nobody, until it has been replaced. stop: it is shut down, and"
              + " has to be started again by others. failover unless said.")
  private How how;

  @Option(names = "--yes", description = "Don't ask.")
  private boolean yes;

  @Option(
      names = "--anyway",
      description = "Begin although not all is well with the group already.")
  private boolean anyway;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      converter = NumberWord.Seconds.class,
      description =
          "How long a new master is waited for; else 10 s more than down-after and failover-timeout"
              + " together.")
  private Long timeoutSeconds;

  @Mixin private final NodeLogin nodeLogin = new NodeLogin();

  DrillCommand(Screen screen, PrintWriter err) {
    super(screen, err);
  }

  @Override
  int run(Servers servers, Survey survey) throws AskException, InterruptedException {
    GroupPicture before = survey.group(group);
    List<String> troubles = before.troubles();
    if (!troubles.isEmpty() && !anyway) {
      troubles.forEach(this::complain);
      complain(
          "not begun: not all is well with " + group + " already (--anyway begins all the same)");
      return Exit.FAILED;
    }
    if (!yes && !isConfirmed(before)) {
      complain("not begun: it was not confirmed");
      return Exit.FAILED;
    }
    String key = "vedette-drill:" + UUID.randomUUID();
    try (Servers nodes = new Servers(nodeLogin.of(connection()));
        MarkerWriter writer = new MarkerWriter(nodes, key)) {
      return drill(new Stage(servers, survey, nodes, writer), before);
    }
  }

  /** All that takes part. */
  private record Stage(Servers coordinators, Survey survey, Servers nodes, MarkerWriter writer) {}

  private boolean isConfirmed(GroupPicture before) {
    screen()
        .line("The master of " + group + ", " + before.master() + ", is taken away: " + how.words);
    screen().line("Clients can't write meanwhile. Type the group's name to go on:");
    StringBuilder typed = new StringBuilder();
    try {
      for (int c = System.in.read(); c >= 0 && c != '\n'; c = System.in.read()) {
        typed.append((char) c);
      }
    } catch (IOException e) {
      return false;
    }
    return typed.toString().strip().equals(group);
  }

  private int drill(Stage stage, GroupPicture before) throws AskException, InterruptedException {
    Address old = before.master();
    stage.writer().begin(old);
    try {
      // What is measured is not to be the first writes' slowness.
      TimeUnit.MILLISECONDS.sleep(CALM_MS);
      long begin = System.nanoTime();
      takeAway(stage, before);
      Map<Address, Double> seconds = awaitNewMaster(stage, before, begin);
      Optional<Address> now = newMaster(stage, before);
      if (now.isEmpty()) {
        complain("no majority gives a new master; vedette status " + group + " shows it");
        return Exit.FAILED;
      }
      stage.writer().leadTo(now.get());
      TimeUnit.MILLISECONDS.sleep(CALM_MS);
      List<String> troubles = awaitWell(stage, old);
      stage.writer().close();
      return report(
          stage, new DrillReport(group, how.toString(), old, now.get(), seconds), troubles);
    } finally {
      stage.writer().close();
      Address last = newMaster(stage, before).orElse(old);
      stage
          .writer()
          .cleanUp(last)
          .ifPresent(why -> complain(stage.writer().key() + " is left: " + why));
    }
  }

  private void takeAway(Stage stage, GroupPicture before) throws AskException {
    Address leader = before.spokesman().coordinator();
    switch (how) {
      case COORDINATED ->
          stage.coordinators().ask(leader, "SENTINEL", "FAILOVER", group, "COORDINATED");
      case FAILOVER -> stage.coordinators().ask(leader, "SENTINEL", "FAILOVER", group);
      case HANG -> hang(stage, before);
      case STOP -> stop(stage, before.master());
    }
  }

  /** For so long that it is replaced whatever happens, and comes back by itself. */
  private void hang(Stage stage, GroupPicture before) throws AskException {
    Instance master = before.spokesman().master();
    long ms = 2 * master.number("down-after-milliseconds") + GRACE_MS;
    stage.nodes().ask(before.master(), "CLIENT", "PAUSE", Long.toString(ms), "ALL");
  }

  private static void stop(Stage stage, Address master) throws AskException {
    try {
      stage.nodes().ask(master, "SHUTDOWN", "NOSAVE");
    } catch (AskException e) {
      // It says no more, or why not.
      if (!e.reply().isEmpty()) {
        throw e;
      }
    }
  }

  /** When each coordinator gave another address, in seconds; those that did not are missing. */
  private Map<Address, Double> awaitNewMaster(Stage stage, GroupPicture before, long begin) {
    Instance master = before.spokesman().master();
    long timeoutMs =
        timeoutSeconds == null
            ? master.number("down-after-milliseconds")
                + master.number("failover-timeout")
                + GRACE_MS
            : TimeUnit.SECONDS.toMillis(timeoutSeconds);
    long end = begin + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    List<Address> all = before.opinions().stream().map(Opinion::coordinator).toList();
    Map<Address, Double> seconds = new LinkedHashMap<>();
    stage
        .survey()
        .all(all, whom -> awaitAt(stage, whom, before.master(), end))
        .forEach(
            answer -> {
              if (answer.value() != null && answer.value() > 0) {
                seconds.put(answer.from(), (answer.value() - begin) / 1e9);
              }
            });
    return seconds;
  }

  /** When it did; 0: not in time. */
  private Long awaitAt(Stage stage, Address coordinator, Address old, long end) {
    while (System.nanoTime() < end) {
      try {
        Address now = Survey.published(stage.coordinators(), coordinator, group);
        if (!now.equals(old)) {
          stage.writer().leadTo(now);
          return System.nanoTime();
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MS);
      } catch (AskException e) {
        // It may answer the next time.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return 0L;
      }
    }
    return 0L;
  }

  private Optional<Address> newMaster(Stage stage, GroupPicture before) {
    List<Address> all = before.opinions().stream().map(Opinion::coordinator).toList();
    Map<Address, Integer> votes = new LinkedHashMap<>();
    stage.survey().all(all, whom -> Survey.published(stage.coordinators(), whom, group)).stream()
        .filter(answer -> answer.value() != null)
        .forEach(answer -> votes.merge(answer.value(), 1, Integer::sum));
    return votes.entrySet().stream()
        .filter(entry -> entry.getValue() > all.size() / 2)
        .map(Map.Entry::getKey)
        .filter(address -> !address.equals(before.master()))
        .findFirst();
  }

  /** What is still wrong after a minute; a server that was stopped is not waited for. */
  private List<String> awaitWell(Stage stage, Address old) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WELL_MS);
    List<String> troubles = troubles(stage, old);
    while (!troubles.isEmpty() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(CALM_MS);
      troubles = troubles(stage, old);
    }
    return troubles;
  }

  private List<String> troubles(Stage stage, Address old) {
    try {
      GroupPicture now = stage.survey().group(group);
      List<String> troubles = new ArrayList<>(now.troubles());
      if (how == How.STOP) {
        troubles.removeIf(trouble -> trouble.startsWith("replica " + old + ":"));
      } else if (!now.replicas().containsKey(old)) {
        troubles.add(old + " is no replica yet");
      }
      return troubles;
    } catch (AskException e) {
      return List.of(e.getMessage());
    }
  }

  private int report(Stage stage, DrillReport report, List<String> troubles) throws AskException {
    List<String> wrong = new ArrayList<>(troubles);
    MarkerWriter writer = stage.writer();
    int lost = writer.missingAt(report.to());
    GroupPicture now = stage.survey().group(group);
    for (Instance replica : now.replicas().values()) {
      if (!replica.isLost()) {
        checkReplica(writer, replica.address(), lost, wrong);
      }
    }
    now.opinions().stream()
        .map(Opinion::coordinator)
        .filter(coordinator -> !report.seconds().containsKey(coordinator))
        .forEach(coordinator -> wrong.add(coordinator + " did not give a new master in time"));
    report.print(screen(), isJson(), writer, lost, wrong);
    return lost == 0 && wrong.isEmpty() ? Exit.OK : Exit.TROUBLE;
  }

  /** It has all that the master has; a moment later, if it is slow. */
  private static void checkReplica(
      MarkerWriter writer, Address replica, int lost, List<String> wrong) {
    try {
      int missing = writer.missingAt(replica);
      for (int i = 0; missing > lost && i < 20; i++) {
        TimeUnit.MILLISECONDS.sleep(CALM_MS);
        missing = writer.missingAt(replica);
      }
      if (missing > lost) {
        wrong.add("replica " + replica + " lacks " + (missing - lost) + " writes of the master's");
      }
    } catch (AskException e) {
      wrong.add("replica " + replica + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
