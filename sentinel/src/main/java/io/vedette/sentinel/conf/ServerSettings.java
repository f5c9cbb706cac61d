package io.vedette.sentinel.conf;

import io.vedette.sentinel.runtime.ProcessSettings;
import io.vedette.sentinel.runtime.ProcessSettings.LogLevel;
import io.vedette.sentinel.runtime.RenamedCommand;
import io.vedette.sentinel.runtime.SyslogSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The process's settings in the making: takes the directives in their order, the last one counts.
 */
final class ServerSettings {
  /** The directives of redis.conf that mean something to a coordinator. */
  static final Set<String> NAMES =
      Set.of(
          "user",
          "aclfile",
          "acllog-max-len",
          "acl-pubsub-default",
          "port",
          "bind",
          "protected-mode",
          "requirepass",
          "maxclients",
          "timeout",
          "tcp-keepalive",
          "tcp-backlog",
          "unixsocket",
          "unixsocketperm",
          "logfile",
          "loglevel",
          "daemonize",
          "pidfile",
          "dir",
          "rename-command",
          "syslog-enabled",
          "syslog-facility",
          "syslog-ident");

  private static final int DEFAULT_PORT = 26379;
  private static final int MAX_UNIX_MODE = 0777;

  private int port = DEFAULT_PORT;
  // Redis's default: all IPv4 addresses, and all IPv6 ones if there are any.
  private List<String> bind = List.of("*", "-::*");
  private boolean protectedMode;
  private Optional<String> requirepass = Optional.empty();
  private int maxClients = 10_000;
  private int timeoutSeconds;
  private int tcpKeepaliveSeconds = 300;
  private int tcpBacklog = 511;
  private Optional<String> unixSocket = Optional.empty();
  private int unixSocketPerm;
  private boolean denyScriptsReconfig = true;
  private Optional<String> sentinelUser = Optional.empty();
  private Optional<String> sentinelPass = Optional.empty();
  private boolean resolveHostnames;
  private boolean announceHostnames;
  private Optional<String> logfile = Optional.empty();
  private LogLevel logLevel = LogLevel.NOTICE;
  private boolean daemonize;
  private Optional<String> pidfile = Optional.empty();
  private final List<RenamedCommand> renamed = new ArrayList<>();
  private boolean syslog;
  private String syslogIdent = "redis";
  private SyslogSettings.Facility syslogFacility = SyslogSettings.Facility.LOCAL0;
  private final UserLines users = new UserLines();
  private final TlsDirectives tls = new TlsDirectives();
  private final List<String> warnings = new ArrayList<>();

  /** Takes a directive of the server. */
  void take(Directive directive) throws ConfigException {
    switch (directive.name()) {
      case "port" -> port = integer(directive, "port", 0, 65535);
      case "bind" -> bind = bindAddresses(directive);
      case "protected-mode" -> protectedMode = yesNo(directive);
      case "requirepass" -> requirepass = text(directive, "password");
      case "maxclients" -> maxClients = integer(directive, "maxclients", 1, Integer.MAX_VALUE);
      case "timeout" -> timeoutSeconds = integer(directive, "timeout", 0, Integer.MAX_VALUE);
      case "tcp-keepalive" ->
          tcpKeepaliveSeconds = integer(directive, "tcp-keepalive", 0, Integer.MAX_VALUE);
      case "tcp-backlog" -> tcpBacklog = integer(directive, "tcp-backlog", 0, Integer.MAX_VALUE);
      case "unixsocket" -> unixSocket = text(directive, "path");
      case "unixsocketperm" -> unixSocketPerm = octal(directive);
      case "logfile" -> logfile = text(directive, "path");
      case "loglevel" -> logLevel = level(directive);
      case "daemonize" -> daemonize = yesNo(directive);
      case "pidfile" -> pidfile = text(directive, "path");
      case "user", "aclfile", "acllog-max-len", "acl-pubsub-default" -> users.take(directive);
      case "rename-command" -> {
        directive.expectArguments(2, "command new-name");
        renamed.add(
            new RenamedCommand(directive.place(), directive.argument(0), directive.argument(1)));
      }
      case "syslog-enabled" -> syslog = yesNo(directive);
      case "syslog-facility" -> syslogFacility = facility(directive);
      case "syslog-ident" -> {
        directive.expectArguments(1, "name");
        syslogIdent = directive.argument(0);
      }
      case "dir" -> directive.expectArguments(1, "path");
      default -> takeOther(directive);
    }
  }

  /** Takes one of Sentinel's global directives that the operator sets. */
  void takeSentinel(Directive directive) throws ConfigException {
    switch (directive.name()) {
      case "deny-scripts-reconfig" -> denyScriptsReconfig = yesNo(directive);
      case "sentinel-user" -> sentinelUser = text(directive, "user");
      case "sentinel-pass" -> sentinelPass = text(directive, "password");
      case "resolve-hostnames" -> resolveHostnames = yesNo(directive);
      case "announce-hostnames" -> announceHostnames = yesNo(directive);
      default -> throw directive.error("not a directive of sentinel.conf");
    }
  }

  /** Whether host names are accepted where an address is expected. */
  boolean resolveHostnames() {
    return resolveHostnames;
  }

  /** The settings, with the working directory that {@code dir} led to. */
  ProcessSettings build(Path dir) throws ConfigException {
    return new ProcessSettings(
        port,
        bind,
        protectedMode,
        requirepass,
        maxClients,
        timeoutSeconds,
        tcpKeepaliveSeconds,
        tcpBacklog,
        unixSocket,
        unixSocketPerm,
        denyScriptsReconfig,
        sentinelUser,
        sentinelPass,
        resolveHostnames,
        announceHostnames,
        logfile,
        logLevel,
        daemonize,
        pidfile,
        dir,
        users.build(requirepass, warnings::add),
        tls.build(dir),
        renamed,
        syslog ? Optional.of(new SyslogSettings(syslogIdent, syslogFacility)) : Optional.empty());
  }

  /** The lines of TLS. */
  TlsDirectives tls() {
    return tls;
  }

  /** What the operator should know, one line each. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  private void takeOther(Directive directive) throws ConfigException {
    if (TlsDirectives.NAMES.contains(directive.name())) {
      tls.take(directive);
      return;
    }
    Unsupported.refuse(directive);
    if (!DataServerDirectives.isKnown(directive.name())) {
      throw directive.error("not a directive of sentinel.conf or redis.conf");
    }
  }

  private static List<String> bindAddresses(Directive directive) throws ConfigException {
    List<String> addresses = directive.arguments();
    if (addresses.isEmpty()) {
      throw directive.error("expected one or more addresses");
    }
    if (addresses.stream().anyMatch(address -> address.isBlank() && addresses.size() > 1)) {
      throw directive.error("an address is empty");
    }
    // A lone "" is Redis's way to say: listen on none.
    return addresses.equals(List.of("")) ? List.of() : addresses;
  }

  private static int integer(Directive directive, String what, int least, int most)
      throws ConfigException {
    directive.expectArguments(1, "number");
    return (int) directive.number(0, what, least, most);
  }

  private static boolean yesNo(Directive directive) throws ConfigException {
    directive.expectArguments(1, "yes or no");
    return directive.yesNo(0);
  }

  private static Optional<String> text(Directive directive, String what) throws ConfigException {
    directive.expectArguments(1, what);
    return directive.argument(0).isEmpty() ? Optional.empty() : Optional.of(directive.argument(0));
  }

  private static int octal(Directive directive) throws ConfigException {
    directive.expectArguments(1, "permissions");
    try {
      int mode = Integer.parseInt(directive.argument(0), 8);
      if (mode >= 0 && mode <= MAX_UNIX_MODE) {
        return mode;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    throw directive.error("permissions must be octal, 0..777");
  }

  private static SyslogSettings.Facility facility(Directive directive) throws ConfigException {
    directive.expectArguments(1, "facility");
    try {
      return SyslogSettings.Facility.valueOf(directive.argument(0).toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw directive.error("facility must be user or local0 to local7");
    }
  }

  private static LogLevel level(Directive directive) throws ConfigException {
    directive.expectArguments(1, "level");
    try {
      return LogLevel.valueOf(directive.argument(0).toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw directive.error("level must be debug, verbose, notice, warning or nothing");
    }
  }
}
