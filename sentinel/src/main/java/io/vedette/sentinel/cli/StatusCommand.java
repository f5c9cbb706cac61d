package io.vedette.sentinel.cli;

import io.vedette.sentinel.cli.client.AskException;
import io.vedette.sentinel.cli.client.Servers;
import io.vedette.sentinel.cli.survey.GroupPicture;
import io.vedette.sentinel.cli.survey.Survey;
import io.vedette.sentinel.runtime.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vedette status}: all groups, and what each coordinator says of them. */
@Command(
    name = "status",
    sortOptions = false,
    header = "Show groups, and what every coordinator says of them.",
    description = {
      "",
      "Replicas with link and lag; each coordinator's opinion side by side, and what",
      "differs or is down in red. Redis Clusters, whose shards are groups, stand below.",
      ""
    },
    footer = {"", "Exit codes: 0 all is well, 1 nobody answers, 2 wrong usage, 3 it is not."})
final class StatusCommand extends CoordinatorCommand {
  private static final String CLEAR = "\033[H\033[2J";

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "One group, or one Redis Cluster; else all of them.")
  private String only;

  @Option(names = "--watch", description = "Again and again, until Ctrl-C.")
  private boolean watch;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      defaultValue = "2",
      converter = NumberWord.Seconds.class,
      description = "How often; 2 unless said.")
  private long intervalSeconds;

  StatusCommand(Screen screen, PrintWriter err) {
    super(screen, err);
  }

  @Override
  int run(Servers servers, Survey survey) throws AskException, InterruptedException {
    while (watch) {
      try {
        List<GroupPicture> groups = look(survey);
        // Only once all is known: the old picture stays until then.
        if (screen().isColourful() && !isJson()) {
          screen().line(CLEAR);
        }
        show(groups, unseen(survey));
      } catch (AskException e) {
        complain(e.getMessage());
      }
      TimeUnit.SECONDS.sleep(intervalSeconds);
    }
    List<GroupPicture> groups = look(survey);
    return show(groups, unseen(survey));
  }

  private List<GroupPicture> look(Survey survey) throws AskException {
    List<GroupPicture> groups = new ArrayList<>();
    for (String name : only == null ? survey.groups() : survey.groups(only)) {
      groups.add(survey.group(name));
    }
    return groups;
  }

  private Set<String> unseen(Survey survey) {
    return only == null ? survey.clustersWithoutShards() : Set.of();
  }

  private int show(List<GroupPicture> groups, Set<String> unseen) {
    List<ClusterStatus> clusters = new ArrayList<>(ClusterStatus.of(groups));
    unseen.forEach(name -> clusters.add(ClusterStatus.unseen(name)));
    if (isJson()) {
      screen().line(Json.of(StatusText.json(groups, clusters)));
    } else if (groups.isEmpty() && clusters.isEmpty()) {
      screen().line("No group is watched.");
    } else {
      for (GroupPicture group : groups) {
        StatusText.print(group, screen());
        screen().line("");
      }
      clusters.forEach(cluster -> cluster.print(screen()));
    }
    boolean well =
        groups.stream().allMatch(group -> group.troubles().isEmpty())
            && clusters.stream().allMatch(ClusterStatus::isWell);
    return well ? Exit.OK : Exit.TROUBLE;
  }
}
