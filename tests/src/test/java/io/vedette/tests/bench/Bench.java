package io.vedette.tests.bench;

import java.util.Arrays;

/** The command line of {@code tests/bench}: the first word chooses what is measured. */
public final class Bench {
  private static final String USAGE =
      """
      usage: tests/bench failover [--rounds N] [--faults FAULT,FAULT…] [--down-after MS] [--json FILE]
                                  [--svg FILE]

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
      """;

  private Bench() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  private static int run(String[] args) {
    if (args.length == 0 || !args[0].equals("failover")) {
      boolean asked = args.length > 0 && args[0].equals("--help");
      (asked ? System.out : System.err).print(USAGE);
      return asked ? 0 : 2;
    }
    Options options;
    try {
      options = Options.parse(Arrays.copyOfRange(args, 1, args.length));
    } catch (IllegalArgumentException e) {
      System.err.println("bench: " + e.getMessage());
      System.err.print(USAGE);
      return 2;
    }
    return new FailoverBench(options).run();
  }
}
