package io.vedette.sentinel.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the configuration says of the process itself, beside the groups. Names and defaults are
 * Sentinel's.
 *
 * @param port where clients connect, 1 to 65535; 0: not by plain TCP
 * @param bind the addresses to listen on, as in {@code bind}; a leading {@code -}: it may be
 *     missing
 * @param protectedMode whether clients from elsewhere are refused while there is no password;
 *     Sentinel's default is no
 * @param requirepass the default user's password; empty: none
 * @param maxClients how many clients at once; default 10000
 * @param timeoutSeconds after how much silence a client is dropped; 0: never
 * @param tcpKeepaliveSeconds 0: no keepalive; default 300
 * @param tcpBacklog default 511
 * @param unixSocket a socket file to listen on as well
 * @param unixSocketPerm its permissions, octal as written; 0: as the umask says
 * @param denyScriptsReconfig whether SENTINEL SET may not change scripts; default yes
 * @param sentinelUser the ACL user for links to peers
 * @param sentinelPass the password for links to peers
 * @param resolveHostnames whether host names are accepted as addresses
 * @param announceHostnames whether host names, not addresses, are told to others
 * @param logfile where the log goes; empty: standard output
 * @param logLevel debug, verbose, notice, warning or nothing
 * @param daemonize whether to go into the background
 * @param pidfile where the process id is written; empty: nowhere unless daemonized
 * @param dir the working directory: relative paths are relative to it
 * @param acl users, and what they may do
 * @param tls TLS, if it is asked for
 * @param renamed commands of ours that go by other names, in the order of the renaming
 * @param syslog the system's log, if lines are to go there, too
 */
public record ProcessSettings(
    int port,
    List<String> bind,
    boolean protectedMode,
    Optional<String> requirepass,
    int maxClients,
    int timeoutSeconds,
    int tcpKeepaliveSeconds,
    int tcpBacklog,
    Optional<String> unixSocket,
    int unixSocketPerm,
    boolean denyScriptsReconfig,
    Optional<String> sentinelUser,
    Optional<String> sentinelPass,
    boolean resolveHostnames,
    boolean announceHostnames,
    Optional<String> logfile,
    LogLevel logLevel,
    boolean daemonize,
    Optional<String> pidfile,
    Path dir,
    AclSettings acl,
    Optional<TlsSettings> tls,
    List<RenamedCommand> renamed,
    Optional<SyslogSettings> syslog) {

  public ProcessSettings {
    bind = List.copyOf(bind);
    renamed = List.copyOf(renamed);
  }

  /** The same with another {@code maxClients}. */
  public ProcessSettings withMaxClients(int clients) {
    return new ProcessSettings(
        port,
        bind,
        protectedMode,
        requirepass,
        clients,
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
        acl,
        tls,
        renamed,
        syslog);
  }

  /** Without secrets: this is what a log shows. */
  @Override
  public String toString() {
    return "port " + port + ", bind " + bind + ", dir " + dir;
  }

  /** Sentinel's levels of the log. */
  public enum LogLevel {
    DEBUG,
    VERBOSE,
    NOTICE,
    WARNING,
    NOTHING
  }
}
