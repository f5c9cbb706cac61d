package io.vedette.sentinel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many clients the limit on open files leaves room for. As in Sentinel, {@code maxclients} is
 * lowered to that, with a warning, rather than that clients are let in who can't be served.
 *
 * <p>Java has raised the soft limit to the hard one by then, and the launcher the hard one where it
 * may.
 */
final class OpenFiles {
  /** For Java itself, the log, the state, scripts and listening sockets. */
  private static final int RESERVED = 128;

  /** For links that are made anew while the old ones are not closed yet: one of so many. */
  private static final int LINKS_PER_SPARE = 8;

  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final Pattern SOFT_LIMIT = Pattern.compile("(?m)^Max open files +(\\d+) ");

  private OpenFiles() {}

  /** The limit of this process; empty: there is none, or this system does not tell. */
  static OptionalLong limit() {
    try {
      return limitIn(Files.readString(LIMITS));
    } catch (IOException noProc) {
      return OptionalLong.empty();
    }
  }

  static OptionalLong limitIn(String limits) {
    Matcher line = SOFT_LIMIT.matcher(limits);
    return line.find() ? OptionalLong.of(Long.parseLong(line.group(1))) : OptionalLong.empty();
  }

  /** How many files are open with so many clients, and links to servers. */
  static long needed(int clients, int links) {
    return (long) clients + RESERVED + links + links / LINKS_PER_SPARE;
  }

  /**
   * How many clients there may be.
   *
   * @param wanted {@code maxclients} as configured
   * @return empty if the limit leaves room for all of them; else 1 or more
   */
  static OptionalInt lowered(int wanted, int links, OptionalLong limit) {
    if (limit.isEmpty() || needed(wanted, links) <= limit.getAsLong()) {
      return OptionalInt.empty();
    }
    return OptionalInt.of((int) Math.max(1, limit.getAsLong() - needed(0, links)));
  }

  /** What Sentinel warns of then, in its words; and what is worse. */
  static List<String> warnings(int wanted, int links, int lowered, long limit) {
    if (needed(1, links) > limit) {
      return List.of(
          "The limit of "
              + limit
              + " open files is too low for the links to "
              + links
              + " servers: not all of them will be watched. Raise it ('ulimit -n', LimitNOFILE) to "
              + needed(wanted, links)
              + " or more.");
    }
    return List.of(
        "You requested maxclients of "
            + wanted
            + " requiring at least "
            + needed(wanted, links)
            + " max file descriptors.",
        "Current maximum open files is "
            + limit
            + ". maxclients has been reduced to "
            + lowered
            + " to compensate for low ulimit. If you need higher maxclients increase 'ulimit -n'.");
  }
}
