package io.vedette.sentinel.server.acl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which commands may be run, in the making: rules are applied one after the other.
 *
 * <p>As in Redis, what was written is not kept, only what it comes to; the description is found
 * anew: whole categories as long as they fit better than not, then single commands.
 */
final class CommandRules {
  private static final Logger LOG = LoggerFactory.getLogger(CommandRules.class);

  private final Catalogue catalogue;
  private final Set<String> allowed;
  private final Map<String, List<String>> firstArguments;

  /** Whether a command that does not exist yet would be allowed. */
  private boolean future;

  CommandRules(Catalogue catalogue) {
    this.catalogue = catalogue;
    this.allowed = new HashSet<>();
    this.firstArguments = new HashMap<>();
  }

  CommandRules(CommandRules other) {
    this.catalogue = other.catalogue;
    this.allowed = new HashSet<>(other.allowed);
    this.firstArguments = new HashMap<>(other.firstArguments);
    this.future = other.future;
  }

  /** {@code +@all} or {@code -@all}. */
  void all(boolean allow) {
    future = allow;
    firstArguments.clear();
    allowed.clear();
    if (allow) {
      catalogue.all().forEach(command -> allowed.add(command.name()));
    }
  }

  /** {@code +@category} or {@code -@category}. */
  void category(boolean allow, String category) throws RuleException {
    if (!Catalogue.CATEGORIES.contains(category)) {
      throw new RuleException(RuleException.UNKNOWN);
    }
    catalogue.all().stream()
        .filter(command -> command.isOf(category))
        .forEach(command -> set(command, allow));
  }

  /** {@code +command}, {@code +command|subcommand}, or the same with a minus. */
  void command(boolean allow, String name) throws RuleException {
    AclCommand command = catalogue.find(name);
    if (command != null) {
      set(command, allow);
      return;
    }
    int bar = name.lastIndexOf('|');
    AclCommand parent = bar < 0 ? null : catalogue.find(name.substring(0, bar));
    if (!allow || parent == null) {
      throw new RuleException(RuleException.UNKNOWN);
    }
    firstArgument(parent, name.substring(bar + 1));
  }

  private void firstArgument(AclCommand command, String argument) throws RuleException {
    if (command.isSubcommand()) {
      throw new RuleException(RuleException.OF_SUBCOMMAND);
    }
    if (argument.isEmpty()) {
      throw new RuleException(RuleException.SYNTAX);
    }
    if (!command.subcommands().isEmpty()) {
      throw new RuleException(RuleException.UNKNOWN);
    }
    LOG.warn(
        "A user may run '{}' only with a first argument: such rules may be gone in a future Redis",
        command.name());
    List<String> known = firstArguments.getOrDefault(command.name(), List.of());
    if (known.stream().noneMatch(argument::equalsIgnoreCase)) {
      List<String> more = new ArrayList<>(known);
      more.add(argument);
      firstArguments.put(command.name(), List.copyOf(more));
    }
  }

  private void set(AclCommand command, boolean allow) {
    setOne(command.name(), allow);
    firstArguments.remove(command.name());
    command.subcommands().values().forEach(subcommand -> setOne(subcommand.name(), allow));
  }

  private void setOne(String name, boolean allow) {
    if (allow) {
      allowed.add(name);
    } else {
      allowed.remove(name);
    }
  }

  boolean allowsAll() {
    return allowed.size() == catalogue.all().size();
  }

  boolean allows(String command) {
    return allowed.contains(command);
  }

  /** Whether a command that is not allowed as such is, with this first argument. */
  boolean allowsWith(String command, List<String> words) {
    return words.size() > 1
        && firstArguments.getOrDefault(command, List.of()).stream()
            .anyMatch(words.get(1)::equalsIgnoreCase);
  }

  /** Rules that come to the same. */
  String describe() {
    List<String> rules = new ArrayList<>();
    CommandRules described = new CommandRules(catalogue);
    described.all(future);
    rules.add(future ? "+@all" : "-@all");
    CommandRules left = new CommandRules(this);
    List<String> categories = new ArrayList<>(Catalogue.CATEGORIES);
    for (String best = left.best(categories, !future);
        best != null;
        best = left.best(categories, !future)) {
      categories.remove(best);
      rules.add((future ? "-@" : "+@") + best);
      described.setCategory(best, !future);
      left.setCategory(best, future);
    }
    for (AclCommand command : catalogue.all()) {
      describeOne(command, described, rules);
    }
    return String.join(" ", rules);
  }

  private void setCategory(String category, boolean allow) {
    catalogue.all().stream()
        .filter(command -> command.isOf(category))
        .forEach(command -> set(command, allow));
  }

  /** The category that differs least from what is left to be described; null: none fits. */
  private String best(List<String> categories, boolean additive) {
    String best = null;
    int fewest = Integer.MAX_VALUE;
    int most = 0;
    for (String category : categories) {
      int on = 0;
      int off = 0;
      for (AclCommand command : catalogue.all()) {
        if (command.isOf(category)) {
          if (allowed.contains(command.name())) {
            on++;
          } else {
            off++;
          }
        }
      }
      int same = additive ? on : off;
      int different = additive ? off : on;
      if (same > different && (different < fewest || (different == fewest && same > most))) {
        best = category;
        fewest = different;
        most = same;
      }
    }
    return best;
  }

  private void describeOne(AclCommand command, CommandRules described, List<String> rules) {
    boolean mine = allowed.contains(command.name());
    if (mine != described.allowed.contains(command.name())) {
      rules.add((mine ? "+" : "-") + command.name());
      described.set(command, mine);
    }
    if (!mine) {
      firstArguments
          .getOrDefault(command.name(), List.of())
          .forEach(argument -> rules.add("+" + command.name() + "|" + argument));
    }
  }
}
