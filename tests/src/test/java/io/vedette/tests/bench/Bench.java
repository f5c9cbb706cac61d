package io.vedette.tests.bench;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntSupplier;

/** The command line of {@code tests/bench}: the first word chooses what is measured. */
public final class Bench {
  private static final String USAGE =
      """
      usage: tests/bench failover [--rounds N] [--faults FAULT,FAULT…] [--down-after MS] [--json FILE]
                                  [--svg FILE]
             tests/bench queries [--rounds N] [--seconds S] [--workloads WORKLOAD,WORKLOAD…]
                                 [--java-options "OPTION OPTION…"]… [--json FILE]
             tests/bench scale [--rounds N] [--groups N,N…] [--most N] [--programs PROGRAM,PROGRAM]
                               [--down-after MS] [--settle S] [--idle S] [--give-up S]
                               [--java-options "OPTION OPTION…"] [--json FILE] [--svg FILE]
             tests/bench footprint [--rounds N] [--java HOME,HOME…] [--groups N,N…] [--settle S]
                                   [--json FILE]
             tests/bench soak [--minutes N | --seconds N] [--groups N] [--java-options "OPTION OPTION…"]
             tests/bench micro [OPTION OF JMH…]

        failover   A failover's own time: from the fault plus down-after-milliseconds (manual: from the
                   command) to the moment when a majority of three coordinators answers
                   GET-MASTER-ADDR-BY-NAME with the new address. Vedette and redis-sentinel alternately,
                   N rounds each for each fault, every round with processes of its own.
                   Faults: kill, hang, manual; kill-again: the third in the coordinators' lives, while
                   each of the others is the first; two orders under the writes of a client that asks
                   before each, where it is measured for how long nobody can write, and how many
                   acknowledged writes are lost:
                   manual-writes SENTINEL FAILOVER
                   coordinated   SENTINEL FAILOVER … COORDINATED
                   and these, where it is measured for how long the
                   replaced master goes on taking the writes of a client that is stuck to it, and how
                   many acknowledged ones are lost:
                   return        killed, replaced, started again: from its first answer
                   return-hung   hung, replaced, resumed: from its first answer
                   partition     cut off for 15 s with a coordinator and the client: from the healing;
                                 needs root
                   partition-min-replicas  the same with min-replicas-to-write 1, max-lag 2
                   partition-fenced  the same with fence-isolated-master, which only Vedette has

        queries    How fast a coordinator answers, Vedette and redis-sentinel alternately: N rounds after
                   one that does not count, medians of them. With --java-options one more Vedette takes
                   part, whose Java gets these options, too; as often as it is given.
                   Workloads:
                   address            GET-MASTER-ADDR-BY-NAME by 50 connections, S seconds long
                   address-pipelined  the same, each 16 at once
                   ping, ping-pipelined  the same with PING
                   event              until the last of 2,000 subscribers has an event
                   connect            5,000 connections opened, and PING answered on each

        scale      Many groups, each of a master and two replicas, served by one process that is no Redis
                   but looks like one, and watched by three coordinators of Vedette and redis-sentinel
                   alternately: processor time and memory of an idle coordinator, and how long it takes
                   until every coordinator gives the new master of every group after all masters have
                   died at once. --most N: only whether N groups are watched well for 10 minutes.

        footprint  From exec to the first PONG, alternately: redis-sentinel, Vedette with each Java, with
                   and without its class data; and the memory that one coordinator takes for so many groups.

        soak       Three Vedettes, N groups whose masters die and come back all the time, clients that come
                   and go: memory, threads and open files must be at the end what they were after the
                   first third. Exit code 1 if they are not.

        micro      The hot path piece by piece, by JMH.
      """;

  private Bench() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  private static int run(String[] args) {
    String command = args.length == 0 ? "" : args[0];
    if (command.equals("--help")) {
      System.out.print(USAGE);
      return 0;
    }
    Optional<IntSupplier> bench;
    try {
      bench = bench(command, Arrays.copyOfRange(args, Math.min(1, args.length), args.length));
    } catch (IllegalArgumentException e) {
      System.err.println("bench: " + e.getMessage());
      bench = Optional.empty();
    }
    if (bench.isEmpty()) {
      System.err.print(USAGE);
      return 2;
    }
    return bench.get().getAsInt();
  }

  private static Optional<IntSupplier> bench(String command, String[] options) {
    return switch (command) {
      case "failover" -> Optional.of(new FailoverBench(Options.parse(options))::run);
      case "scale" -> Optional.of(new ScaleBench(ScaleOptions.parse(options))::run);
      case "footprint" -> Optional.of(new FootprintBench(FootprintOptions.parse(options))::run);
      case "soak" -> Optional.of(new SoakBench(SoakOptions.parse(options))::run);
      case "queries" -> Optional.of(new QueriesBench(QueryOptions.parse(options))::run);
      default -> Optional.empty();
    };
  }
}
