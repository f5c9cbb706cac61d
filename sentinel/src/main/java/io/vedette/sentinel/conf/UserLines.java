package io.vedette.sentinel.conf;

import io.vedette.sentinel.runtime.AclSettings;
import io.vedette.sentinel.runtime.AclSettings.UserLine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The users of the configuration in the making: {@code user} lines or an {@code aclfile}, and what
 * belongs to them. Whether the rules are good is found out by the server, which knows the commands.
 */
final class UserLines {
  private static final String DEFAULT = "default";

  private final Map<String, Directive> users = new LinkedHashMap<>();
  private Optional<Directive> file = Optional.empty();
  private int logMaxLen = AclSettings.DEFAULT.logMaxLen();
  private boolean allChannelsByDefault;

  /** Takes {@code user}, {@code aclfile}, {@code acllog-max-len} or {@code acl-pubsub-default}. */
  void take(Directive directive) throws ConfigException {
    switch (directive.name()) {
      case "user" -> takeUser(directive);
      case "aclfile" -> {
        directive.expectArguments(1, "path");
        file = directive.argument(0).isEmpty() ? Optional.empty() : Optional.of(directive);
      }
      case "acllog-max-len" -> {
        directive.expectArguments(1, "number");
        logMaxLen = (int) directive.number(0, "acllog-max-len", 0, Integer.MAX_VALUE);
      }
      case "acl-pubsub-default" -> allChannelsByDefault = isAllChannels(directive);
      default -> throw new IllegalStateException(directive.name());
    }
  }

  private void takeUser(Directive directive) throws ConfigException {
    if (directive.arguments().isEmpty()) {
      throw directive.error("expected a user's name and rules");
    }
    String name = directive.argument(0);
    if (name.chars().anyMatch(Character::isWhitespace)) {
      throw directive.error("Spaces not allowed in ACL usernames");
    }
    Directive earlier = users.put(name, directive);
    if (earlier != null && earlier.origin() == directive.origin()) {
      throw directive.error(
          "Duplicate user found. A user can only be defined once: see " + earlier.place());
    }
  }

  private static boolean isAllChannels(Directive directive) throws ConfigException {
    directive.expectArguments(1, "allchannels or resetchannels");
    return switch (directive.argument(0).toLowerCase(Locale.ROOT)) {
      case "allchannels" -> true;
      case "resetchannels" -> false;
      default -> throw directive.error("expected allchannels or resetchannels");
    };
  }

  AclSettings build(Optional<String> requirepass, Consumer<String> warn) throws ConfigException {
    if (file.isPresent() && !users.isEmpty()) {
      Directive user = users.values().iterator().next();
      throw user.error(
          "there is an 'aclfile' too (" + file.get().place() + "): define users in one of them");
    }
    if (requirepass.isPresent()) {
      warnOfOverridden(warn);
    }
    List<UserLine> lines =
        users.values().stream()
            .map(
                line ->
                    new UserLine(
                        line.place(),
                        line.argument(0),
                        line.arguments().subList(1, line.arguments().size())))
            .toList();
    return new AclSettings(
        lines, file.map(line -> line.argument(0)), logMaxLen, allChannelsByDefault);
  }

  /** As in Redis, the default user's own definition counts, not requirepass. */
  private void warnOfOverridden(Consumer<String> warn) {
    Directive user = users.get(DEFAULT);
    if (user != null && user.arguments().stream().anyMatch("nopass"::equalsIgnoreCase)) {
      warn.accept(
          user.place()
              + ": 'user default … nopass' overrides requirepass: clients need no password;"
              + " remove this line to make them need one");
    }
    file.ifPresent(
        line ->
            warn.accept(
                line.place()
                    + ": 'aclfile' overrides requirepass: what the file says of the user default"
                    + " counts, and if it says nothing, clients need no password"));
  }
}
