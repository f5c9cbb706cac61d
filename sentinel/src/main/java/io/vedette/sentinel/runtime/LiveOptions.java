package io.vedette.sentinel.runtime;

import io.vedette.sentinel.runtime.ProcessSettings.LogLevel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The options of the process that may change while it runs, by SENTINEL CONFIG SET. Whoever needs
 * one reads it when it needs it. Any thread.
 */
public final class LiveOptions {
  private final Values begun;
  private final List<Consumer<Values>> listeners = new CopyOnWriteArrayList<>();
  private volatile Values current;
  private volatile boolean everChanged;
  private volatile TlsOptions tls = TlsOptions.NONE;

  /** Begins with what the configuration says. */
  public LiveOptions(Values begun) {
    this.begun = begun;
    this.current = begun;
  }

  /**
   * What holds at one moment.
   *
   * @param resolveHostnames whether host names are accepted as addresses
   * @param announceHostnames whether host names, not addresses, are told to others
   * @param announceHost what others are told of this coordinator's host; empty: the local address
   * @param announcePort what others are told of its port; 0: the one that is listened on
   * @param sentinelUser the ACL user for links to peers
   * @param sentinelPass the password for links to peers
   * @param logLevel what is logged
   */
  public record Values(
      boolean resolveHostnames,
      boolean announceHostnames,
      Optional<String> announceHost,
      int announcePort,
      Optional<String> sentinelUser,
      Optional<String> sentinelPass,
      LogLevel logLevel) {

    /** What the settings say, with the announced address beside them. */
    public static Values of(ProcessSettings settings, Optional<String> host, int port) {
      return new Values(
          settings.resolveHostnames(),
          settings.announceHostnames(),
          host,
          port,
          settings.sentinelUser(),
          settings.sentinelPass(),
          settings.logLevel());
    }

    /** The same with another {@code resolveHostnames}. */
    public Values withResolveHostnames(boolean yes) {
      return new Values(
          yes, announceHostnames, announceHost, announcePort, sentinelUser, sentinelPass, logLevel);
    }

    /** The same with another {@code announceHostnames}. */
    public Values withAnnounceHostnames(boolean yes) {
      return new Values(
          resolveHostnames, yes, announceHost, announcePort, sentinelUser, sentinelPass, logLevel);
    }

    /** The same with another {@code announceHost}. */
    public Values withAnnounceHost(Optional<String> host) {
      return new Values(
          resolveHostnames,
          announceHostnames,
          host,
          announcePort,
          sentinelUser,
          sentinelPass,
          logLevel);
    }

    /** The same with another {@code announcePort}. */
    public Values withAnnouncePort(int port) {
      return new Values(
          resolveHostnames,
          announceHostnames,
          announceHost,
          port,
          sentinelUser,
          sentinelPass,
          logLevel);
    }

    /** The same with another {@code sentinelUser}. */
    public Values withSentinelUser(Optional<String> user) {
      return new Values(
          resolveHostnames,
          announceHostnames,
          announceHost,
          announcePort,
          user,
          sentinelPass,
          logLevel);
    }

    /** The same with another {@code sentinelPass}. */
    public Values withSentinelPass(Optional<String> password) {
      return new Values(
          resolveHostnames,
          announceHostnames,
          announceHost,
          announcePort,
          sentinelUser,
          password,
          logLevel);
    }

    /** The same with another {@code logLevel}. */
    public Values withLogLevel(LogLevel level) {
      return new Values(
          resolveHostnames,
          announceHostnames,
          announceHost,
          announcePort,
          sentinelUser,
          sentinelPass,
          level);
    }

    /** Without the password: this is what a log shows. */
    @Override
    public String toString() {
      return "announce " + announceHost + ':' + announcePort + ", loglevel " + logLevel;
    }
  }

  /** What holds now. */
  public Values current() {
    return current;
  }

  /** What held at the start. */
  public Values begun() {
    return begun;
  }

  /** Whether anything was ever changed, be it back to what it was. */
  public boolean everChanged() {
    return everChanged;
  }

  /** Changes what holds; who listens is told before this returns. */
  public synchronized void change(UnaryOperator<Values> change) {
    current = change.apply(current);
    everChanged = true;
    listeners.forEach(listener -> listener.accept(current));
  }

  /** The options of TLS, if there is TLS. */
  public TlsOptions tls() {
    return tls;
  }

  /** There is TLS, with these options. To be called once, before anybody asks. */
  public void tls(TlsOptions options) {
    tls = options;
  }

  /** To be told of every change, on the thread that makes it. */
  public void onChange(Consumer<Values> listener) {
    listeners.add(listener);
  }
}
