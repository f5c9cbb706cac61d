package io.vedette.sentinel.options;

import io.vedette.quorum.options.ClusterOption;
import io.vedette.quorum.options.GroupOption;
import io.vedette.quorum.options.Option;
import io.vedette.sentinel.runtime.ProcessOption;
import java.util.List;

/** The commented file with every option at its default, from the tables. */
final class OptionsText {
  private static final int WIDTH = 110;

  private OptionsText() {}

  static String commented() {
    StringBuilder text =
        new StringBuilder(
            """
            # Vedette's own options, each at its default. This file stands beside sentinel.conf (or where
            # --vedette-options or VEDETTE_OPTIONS say) and is read again when it changes. redis-sentinel never
            # sees it. A variable of the environment (VEDETTE_CRASH_DETECTION for crash-detection) wins over it.

            """);
    text.append("# ---- Of the process ----\n\n");
    ProcessOption.TABLE.options().forEach(option -> add(text, option));
    text.append(
        """
        # ---- Of the groups ----
        # For one group only, which wins over all else: group.NAME.option = value, for instance
        # group.mymaster.crash-detection = yes

        """);
    List<Option<?>> groups = GroupOption.TABLE.options();
    groups.forEach(option -> add(text, option));
    text.append(
        """
        # ---- Of Redis Clusters ----
        # None is watched unless some of its nodes are named here. NAME is yours to choose: the shards of a
        # cluster NAME are groups that are called NAME-, and eight digits.

        """);
    ClusterOption.TABLE.options().forEach(option -> addOfCluster(text, option));
    return text.toString().stripTrailing() + "\n";
  }

  private static void addOfCluster(StringBuilder text, Option<?> option) {
    addSentence(text, option);
    String line = "# cluster.NAME." + option.name() + " = " + option.shownDefault();
    text.append(line.stripTrailing()).append("\n\n");
  }

  private static void add(StringBuilder text, Option<?> option) {
    addSentence(text, option);
    text.append((option.name() + " = " + option.shownDefault()).stripTrailing()).append("\n\n");
  }

  private static void addSentence(StringBuilder text, Option<?> option) {
    StringBuilder line = new StringBuilder("#");
    String sentences = option.sentence() + " Range: " + option.type().range() + ".";
    for (String word : sentences.split(" ", -1)) {
      if (line.length() + 1 + word.length() > WIDTH) {
        text.append(line).append('\n');
        line = new StringBuilder("#");
      }
      line.append(' ').append(word);
    }
    text.append(line).append('\n');
  }
}
