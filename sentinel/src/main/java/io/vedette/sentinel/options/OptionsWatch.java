package io.vedette.sentinel.options;

import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.options.ClusterOption;
import io.vedette.quorum.options.GroupOption;
import io.vedette.quorum.options.Option;
import io.vedette.quorum.options.OptionValues;
import io.vedette.sentinel.runtime.DaemonThreads;
import io.vedette.sentinel.runtime.EventListener;
import io.vedette.sentinel.runtime.ProcessOption;
import io.vedette.sentinel.runtime.VedetteOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the options again when their file has changed, on a thread of its own. A change is taken
 * over when it has stood for one look, so that a file that is being written is left in peace; one
 * that can't be used is told once, and what was good before holds.
 */
public final class OptionsWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OptionsWatch.class);

  /** As Sentinel shows a password. */
  private static final String SECRET = "******";

  private final OptionsFile file;
  private final Consumer<VedetteOptions> taker;
  private final EventListener events;
  private final ScheduledExecutorService thread;
  private VedetteOptions current;
  private FileStamp taken;
  private FileStamp seen;
  private boolean existed;
  private boolean isRefused;

  private OptionsWatch(
      OptionsFile file,
      Consumer<VedetteOptions> taker,
      EventListener events,
      ScheduledExecutorService thread) {
    this.file = file;
    this.taker = taker;
    this.events = events;
    this.thread = thread;
  }

  /**
   * Reads the options and hands them over, and from then on those that are new.
   *
   * @param taker called by this thread now, and by the watch's later
   * @param events told of changes
   * @throws OptionsException if they can't be used now
   */
  public static OptionsWatch start(
      OptionsFile file, Consumer<VedetteOptions> taker, EventListener events)
      throws OptionsException {
    ScheduledExecutorService thread = DaemonThreads.scheduled("options-file");
    OptionsWatch watch = new OptionsWatch(file, taker, events, thread);
    watch.begin();
    watch.lookLater();
    return watch;
  }

  private void begin() throws OptionsException {
    // Before it is read: what changes meanwhile is seen later.
    taken = FileStamp.of(file.path());
    seen = taken;
    existed = file.exists();
    current = file.read();
    taker.accept(current);
  }

  private void lookLater() {
    var unused =
        thread.schedule(
            () -> {
              look();
              lookLater();
            },
            current.process().get(ProcessOption.OPTIONS_RELOAD_MS),
            TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      FileStamp now = FileStamp.of(file.path());
      if (now.equals(seen) && !now.equals(taken)) {
        taken = now;
        readAgain();
      }
      seen = now;
    } catch (RuntimeException bug) {
      LOG.error("looking at {} failed", file.path(), bug);
    }
  }

  private void readAgain() {
    try {
      if (existed && !file.exists()) {
        throw new OptionsException(file.path() + " is gone");
      }
      VedetteOptions fresh = file.read();
      existed = file.exists();
      if (!fresh.equals(current) || isRefused) {
        tell(EventType.OPTIONS_CHANGED, String.join(" ", differences(current, fresh)));
      }
      isRefused = false;
      current = fresh;
      taker.accept(fresh);
    } catch (OptionsException e) {
      isRefused = true;
      tell(EventType.OPTIONS_REFUSED, e.getMessage());
    }
  }

  private void tell(EventType type, String what) {
    events.onEvent(new Event(type, "#options " + what, "", Optional.empty()));
  }

  /** What is different, as it could stand in the file. */
  static List<String> differences(VedetteOptions before, VedetteOptions after) {
    List<String> found = new ArrayList<>();
    add(found, "", ProcessOption.TABLE.options(), before.process(), after.process());
    List<Option<?>> ofGroups = GroupOption.TABLE.options();
    add(found, "", ofGroups, before.groups().general(), after.groups().general());
    var names = new TreeSet<>(before.groups().named().keySet());
    names.addAll(after.groups().named().keySet());
    names.forEach(
        name ->
            add(
                found,
                "group." + name + ".",
                ofGroups,
                before.groups().of(name),
                after.groups().of(name)));
    addClusters(found, before, after);
    return found.isEmpty() ? List.of("as before") : found;
  }

  private static void addClusters(List<String> found, VedetteOptions before, VedetteOptions after) {
    Map<GroupName, OptionValues> was = new TreeMap<>();
    before.clusters().forEach(cluster -> was.put(cluster.name(), cluster.options()));
    Map<GroupName, OptionValues> is = new TreeMap<>();
    after.clusters().forEach(cluster -> is.put(cluster.name(), cluster.options()));
    var names = new TreeSet<>(was.keySet());
    names.addAll(is.keySet());
    names.forEach(
        name ->
            add(
                found,
                "cluster." + name + ".",
                ClusterOption.TABLE.options(),
                was.getOrDefault(name, OptionValues.DEFAULTS),
                is.getOrDefault(name, OptionValues.DEFAULTS)));
  }

  private static void add(
      List<String> found,
      String prefix,
      List<Option<?>> options,
      OptionValues before,
      OptionValues after) {
    for (Option<?> option : options) {
      if (!before.get(option).equals(after.get(option))) {
        found.add(prefix + option.name() + "=" + told(option, after));
      }
    }
  }

  private static String told(Option<?> option, OptionValues values) {
    return option.type().isSecret() ? SECRET : values.shown(option);
  }

  /** Watches no more. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
