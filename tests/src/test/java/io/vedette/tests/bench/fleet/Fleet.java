package io.vedette.tests.bench.fleet;

import io.vedette.quorum.model.Address;
import io.vedette.tests.harness.FreePorts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Groups of a master and its replicas that no Redis serves. Some hundred groups are one process: as
 * many as the usual limit on open files has room for, when each server is watched by three
 * coordinators that connect twice.
 */
public final class Fleet implements AutoCloseable {
  private static final int GROUPS_PER_SHARD = 500;

  private final Layout layout;
  private final List<Remote> shards = new ArrayList<>();

  /** A process that is asked for what it knows. */
  private static final class Remote {
    private final Process process;
    private final BufferedReader answers;
    private final Writer questions;

    Remote(Process process) {
      this.process = process;
      answers = process.inputReader(StandardCharsets.US_ASCII);
      questions = process.outputWriter(StandardCharsets.US_ASCII);
    }

    void send(String question) {
      try {
        questions.write(question + "\n");
        questions.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String read() {
      try {
        String line = answers.readLine();
        if (line == null) {
          throw new IllegalStateException("servers have ended, see above");
        }
        return line;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Fleet(Layout layout) {
    this.layout = layout;
  }

  /**
   * Starts so many groups.
   *
   * @param groups 1 to 50,000
   * @param replicas of each master, 0 to 200
   * @throws IllegalStateException if they can't be started; why is on standard error
   */
  public static Fleet start(int groups, int replicas) {
    Fleet fleet = new Fleet(new Layout(FreePorts.next(), replicas));
    try {
      for (int first = 0; first < groups; first += GROUPS_PER_SHARD) {
        fleet.launch(first, Math.min(GROUPS_PER_SHARD, groups - first));
      }
      fleet.shards.forEach(Remote::read);
      return fleet;
    } catch (RuntimeException e) {
      fleet.close();
      throw e;
    }
  }

  private void launch(int first, int count) {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            ShardProcess.class.getName(),
            Integer.toString(layout.port()),
            Integer.toString(layout.replicas()),
            Integer.toString(first),
            Integer.toString(count));
    try {
      // It ends when its input does: also when this process is killed.
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
      shards.add(new Remote(builder.start()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the first master of a group is. */
  public Address master(int group) {
    return layout.address(group, 0);
  }

  /** Where its replicas are, at first. */
  public List<Address> replicas(int group) {
    return IntStream.rangeClosed(1, layout.replicas())
        .mapToObj(place -> layout.address(group, place))
        .toList();
  }

  /** For each group the one server that is alive and a master; empty: none, or several. */
  public List<Optional<Address>> masters() {
    return ask("masters").stream()
        .flatMap(line -> Stream.of(line.split(" ", -1)))
        .map(
            host ->
                host.equals(ShardProcess.NONE)
                    ? Optional.<Address>empty()
                    : Optional.of(new Address(host, layout.port())))
        .toList();
  }

  /** How often servers have been made masters, beyond once in a group. */
  public long needlessPromotions() {
    return sum("needless");
  }

  /** How many servers that are alive have fewer subscriptions than this. */
  public long watchedByFewerThan(int coordinators) {
    return sum("unwatched " + coordinators);
  }

  /**
   * Kills the first master of every group.
   *
   * @return when the last was dead, by {@link System#nanoTime}
   */
  public long killMasters() {
    ask("kill");
    return System.nanoTime();
  }

  /**
   * Kills the master of this group, whichever server that is by now; nothing happens where there is
   * no such one, or no replica of it.
   */
  public void killMaster(int group) {
    askShardOf(group, "kill-one");
  }

  /**
   * Starts all servers of this group again that were killed: as what they were, with their data.
   */
  public void revive(int group) {
    askShardOf(group, "revive");
  }

  private void askShardOf(int group, String question) {
    Remote shard = shards.get(group / GROUPS_PER_SHARD);
    shard.send(question + " " + group % GROUPS_PER_SHARD);
    shard.read();
  }

  /** The processes that the servers are. */
  public List<Long> pids() {
    return shards.stream().map(shard -> shard.process.pid()).toList();
  }

  private long sum(String question) {
    return ask(question).stream().mapToLong(Long::parseLong).sum();
  }

  private List<String> ask(String question) {
    shards.forEach(shard -> shard.send(question));
    return shards.stream().map(Remote::read).toList();
  }

  @Override
  public void close() {
    for (Remote shard : shards) {
      shard.process.destroyForcibly();
    }
    for (Remote shard : shards) {
      try {
        shard.process.waitFor();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
