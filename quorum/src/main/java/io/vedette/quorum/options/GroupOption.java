package io.vedette.quorum.options;

/**
 * The options of a group. A new one is a new constant here, and read where it matters by {@code
 * group.options().get(GroupOption.…)}; file, environment, reload and documentation follow.
 *
 * <p>After a change, {@code config/vedette.properties} is to be written anew: its test says how.
 */
public final class GroupOption {
  /** All of them. */
  public static final OptionTable TABLE = new OptionTable();

  private static final long DAY_MS = 86_400_000;

  public static final Option<Boolean> CRASH_DETECTION =
      TABLE.yesNo(
          "crash-detection",
          false,
          "A master whose connections were reset and which refuses new ones, in the eyes of a"
              + " quorum, counts as down without waiting for down-after-milliseconds. A server that"
              + " hangs never does.");

  public static final Option<Long> CRASH_DETECTION_CONFIRM_MS =
      TABLE.ms(
          "crash-detection-confirm-ms",
          200,
          10,
          60_000,
          "How long it must go on refusing before crash-detection believes it; a restart of the"
              + " server that takes less is no failure.");

  public static final Option<Boolean> CHECK_CANDIDATE_LINEAGE =
      TABLE.yesNo(
          "check-candidate-lineage",
          true,
          "A replica is not promoted if its replication ids (master_replid, master_replid2) have"
              + " nothing in common with the master's: its data is another dataset's; nor is it"
              + " told whom to follow if it is in use in another deployment. With no it may be.");

  public static final Option<Long> MAX_CANDIDATE_LAG_BYTES =
      TABLE.add(
          "max-candidate-lag-bytes",
          OptionType.number(0, Long.MAX_VALUE, "bytes"),
          0L,
          "A replica is not promoted, whatever its priority, if it has read so many bytes less of"
              + " the master's stream than the furthest of those that may be promoted. 0: priority"
              + " comes first, however far behind.");

  public static final Option<Boolean> FAILOVER_ON_DATA_LOSS =
      TABLE.yesNo(
          "failover-on-data-loss",
          false,
          "A master that was restarted and has come back empty, or with an older dataset, counts as"
              + " down at once, in the eyes of a quorum, as long as a replica still has the data"
              + " (10 s at most). It is reported by +data-lost in any case.");

  public static final Option<Long> AWAIT_NEWEST_MS =
      TABLE.ms(
          "await-newest-ms",
          0,
          0,
          DAY_MS,
          "After an outage of all: how long a replica that came back after the master went down,"
              + " and is behind the data that was seen last, is not promoted, so that the newest"
              + " may come back too. 0: not at all.");

  public static final Option<Long> PROMOTE_BEST_AFTER_MS =
      TABLE.ms(
          "promote-best-after-ms",
          0,
          0,
          DAY_MS,
          "After how long without a master replicas are good enough whose link to it had been down"
              + " for too long by Sentinel's rule: the best there is. 0: never.");

  public static final Option<Long> MIN_FAILOVER_INTERVAL_MS =
      TABLE.ms(
          "min-failover-interval-ms",
          0,
          0,
          DAY_MS,
          "The least time between two automatic failovers of a group: until then this coordinator"
              + " neither leads one nor votes for one. 0: none.");

  public static final Option<Boolean> COORDINATED_FAILOVER =
      TABLE.yesNo(
          "coordinated-failover",
          false,
          "SENTINEL FAILOVER of a master that is alive loses no write, as with COORDINATED: its"
              + " clients wait until a replica has everything and is master (Redis 6.2 and later;"
              + " before, it goes on as if this were off). It still needs no majority.");

  public static final Option<Boolean> FENCE_ISOLATED_MASTER =
      TABLE.yesNo(
          "fence-isolated-master",
          false,
          "A coordinator that reaches the master, but for three tenths of down-after-milliseconds"
              + " none of its replicas and no majority of coordinators, stops the writes of the"
              + " master's clients (CLIENT PAUSE; Redis 6.2 and later, which must allow the"
              + " coordinator's user +client|pause and +client|unpause): the others are about to"
              + " make a replica the master, and what is written here would be lost. Clients wait"
              + " until the network is whole again. To be set on every coordinator.");

  public static final Option<Boolean> REFUSE_WHEN_ISOLATED =
      TABLE.yesNo(
          "refuse-when-isolated",
          false,
          "A coordinator that can't reach a majority of coordinators answers"
              + " GET-MASTER-ADDR-BY-NAME with an error (ISOLATED) instead of an address that may"
              + " be an old one, until a majority has confirmed it: most clients ask the next one."
              + " When the majority is not cut off but down, nobody tells them the master any"
              + " more.");

  private GroupOption() {}
}
