package io.vedette.sentinel.server;

import io.netty.channel.Channel;
import io.netty.util.NetUtil;
import io.vedette.sentinel.server.acl.Account;
import io.vedette.sentinel.server.command.Tracking;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;

/** What CLIENT LIST says of a client. Written by its event loop, read by any thread. */
final class ClientLine {
  volatile Account account;
  volatile boolean loggedIn;
  volatile String name = "";
  volatile String lastCommand = "NULL";
  volatile String libraryName = "";
  volatile String libraryVersion = "";
  volatile boolean resp3;
  volatile boolean noEvict;
  volatile Tracking tracking = Tracking.OFF;

  private final long id;
  private final Channel channel;
  private final String address;
  private final String localAddress;
  private final boolean unix;
  private final long connectedAtNanos = System.nanoTime();
  private volatile long lastReadAtNanos = connectedAtNanos;

  ClientLine(long id, Channel channel, Account account) {
    this.account = account;
    this.id = id;
    this.channel = channel;
    this.unix = !(channel.localAddress() instanceof InetSocketAddress);
    this.localAddress = text(channel.localAddress());
    // As in Redis: the other end of a socket file has no name of its own.
    this.address = unix ? localAddress : text(channel.remoteAddress());
  }

  private static String text(SocketAddress socket) {
    if (socket instanceof InetSocketAddress inet) {
      String host = inet.getAddress() == null ? inet.getHostString() : hostOf(inet);
      return host + ":" + inet.getPort();
    }
    return socket + ":0";
  }

  private static String hostOf(InetSocketAddress inet) {
    String host = NetUtil.toAddressString(inet.getAddress());
    return host.indexOf(':') < 0 ? host : "[" + host + "]";
  }

  long id() {
    return id;
  }

  String address() {
    return address;
  }

  String localAddress() {
    return localAddress;
  }

  void touch() {
    lastReadAtNanos = System.nanoTime();
  }

  long idleSeconds(long nowNanos) {
    return TimeUnit.NANOSECONDS.toSeconds(nowNanos - lastReadAtNanos);
  }

  String describe(SubscriptionSet subscriptions) {
    long now = System.nanoTime();
    String flags = flags(subscriptions);
    return "id="
        + id
        + " addr="
        + address
        + " laddr="
        + localAddress
        + " name="
        + name
        + " age="
        + TimeUnit.NANOSECONDS.toSeconds(now - connectedAtNanos)
        + " idle="
        + idleSeconds(now)
        + " flags="
        + (flags.isEmpty() ? "N" : flags)
        + " db=0 sub="
        + subscriptions.channels()
        + " psub="
        + subscriptions.patterns()
        + " ssub=0 multi=-1 omem="
        + channel.bytesBeforeWritable()
        + " cmd="
        + lastCommand
        + " user="
        + account.name()
        + " redir="
        + tracking.shownRedirect()
        + " lib-name="
        + libraryName
        + " lib-ver="
        + libraryVersion
        + " resp="
        + (resp3 ? 3 : 2);
  }

  /** In Redis's order. */
  private String flags(SubscriptionSet subscriptions) {
    return (subscriptions.count() > 0 ? "P" : "")
        + (tracking.on() ? "t" : "")
        + (tracking.broadcast() ? "B" : "")
        + (unix ? "U" : "")
        + (noEvict ? "e" : "");
  }
}
