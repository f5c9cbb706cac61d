package io.vedette.sentinel.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.unix.DomainSocketAddress;
import io.vedette.sentinel.runtime.ProcessSettings;
import io.vedette.sentinel.runtime.TlsSettings;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the sockets that {@code port}, {@code tls-port}, {@code bind} and {@code unixsocket} ask
 * for, all or none.
 *
 * <p>{@code *} stands for all IPv4 addresses and {@code ::*} for all of IPv6, as in Redis. Where
 * both are asked for, one socket serves both, since a socket for all of IPv6 takes IPv4 as well.
 */
final class Listening {
  private static final Logger LOG = LoggerFactory.getLogger(Listening.class);

  private static final String ALL_IPV4 = "*";
  private static final String ALL_IPV6 = "::*";

  /** Redis's default. */
  private static final List<String> EVERYWHERE = List.of(ALL_IPV4, "-" + ALL_IPV6);

  private final ProcessSettings settings;
  private final Transport transport;
  private final EventLoopGroup group;
  private final ChannelHandler welcome;
  private final ChannelHandler tlsWelcome;
  private final WriteBufferWaterMark waterMark;
  private final List<String> bind;
  private final List<Channel> opened = new ArrayList<>();

  Listening(
      ProcessSettings settings,
      Transport transport,
      EventLoopGroup group,
      ChannelHandler welcome,
      ChannelHandler tlsWelcome,
      WriteBufferWaterMark waterMark) {
    this.settings = settings;
    this.transport = transport;
    this.group = group;
    this.welcome = welcome;
    this.tlsWelcome = tlsWelcome;
    this.waterMark = waterMark;
    this.bind = settings.bind().isEmpty() ? EVERYWHERE : settings.bind();
  }

  /** Listens everywhere; after a failure, nowhere. */
  List<Channel> open() throws ListenException {
    try {
      if (settings.port() != 0) {
        openTcp(new Tcp(settings.port(), welcome));
      }
      int tlsPort = settings.tls().map(TlsSettings::port).orElse(0);
      if (tlsPort != 0) {
        openTcp(new Tcp(tlsPort, tlsWelcome));
      }
      if (settings.unixSocket().isPresent()) {
        openUnix(settings.unixSocket().get());
      }
      if (opened.isEmpty()) {
        throw new ListenException(
            "nothing to listen on: port and tls-port are 0 or no address of bind is there, and"
                + " there is no unixsocket",
            null);
      }
      return List.copyOf(opened);
    } catch (ListenException failed) {
      opened.forEach(channel -> channel.close().awaitUninterruptibly());
      throw failed;
    }
  }

  /** A port, and who receives the clients there. */
  private record Tcp(int port, ChannelHandler welcome) {}

  private void openTcp(Tcp tcp) throws ListenException {
    for (String address : bind) {
      openTcp(tcp, address);
    }
  }

  private void openTcp(Tcp tcp, String entry) throws ListenException {
    boolean optional = entry.startsWith("-");
    String host = optional ? entry.substring(1) : entry;
    if (host.equals(ALL_IPV4) && hasAllIpv6() && openAllIpv6(tcp)) {
      return;
    }
    if (host.equals(ALL_IPV6) && bind.contains(ALL_IPV4)) {
      return;
    }
    try {
      bindTcp(tcp, host);
    } catch (IOException failed) {
      String where = entry + " port " + tcp.port();
      if (!optional || isInUse(failed)) {
        throw new ListenException("can't listen on " + where + ": " + failed.getMessage(), failed);
      }
      LOG.info("Not listening on {}: {}", where, failed.getMessage());
    }
  }

  private boolean hasAllIpv6() {
    return bind.contains(ALL_IPV6) || bind.contains("-" + ALL_IPV6);
  }

  /** False where there is no IPv6: then IPv4 alone is listened on. */
  private boolean openAllIpv6(Tcp tcp) {
    try {
      bindTcp(tcp, ALL_IPV6);
      return true;
    } catch (IOException failed) {
      LOG.debug("Not listening on all of IPv6: {}", failed.getMessage());
      return false;
    }
  }

  private void bindTcp(Tcp tcp, String host) throws IOException {
    InetAddress address = resolve(host);
    ServerBootstrap bootstrap = bootstrap(transport.tcp(), tcp.welcome());
    bootstrap.option(ChannelOption.SO_REUSEADDR, true);
    bootstrap.childOption(ChannelOption.TCP_NODELAY, true);
    int keepalive = settings.tcpKeepaliveSeconds();
    if (keepalive > 0) {
      bootstrap.childOption(ChannelOption.SO_KEEPALIVE, true);
      if (transport.epoll()) {
        // As Redis does: first asked after this long, given up after as long again.
        bootstrap.childOption(EpollChannelOption.TCP_KEEPIDLE, keepalive);
        bootstrap.childOption(EpollChannelOption.TCP_KEEPINTVL, Math.max(1, keepalive / 3));
        bootstrap.childOption(EpollChannelOption.TCP_KEEPCNT, 3);
      }
    }
    bind(bootstrap, new InetSocketAddress(address, tcp.port()));
  }

  /** A name with both kinds of addresses means the IPv4 one, as in Redis. */
  private static InetAddress ipv4First(InetAddress[] addresses) {
    return Arrays.stream(addresses)
        .filter(Inet4Address.class::isInstance)
        .findFirst()
        .orElse(addresses[0]);
  }

  private static InetAddress resolve(String host) throws UnknownHostException {
    return switch (host) {
      case ALL_IPV4 -> InetAddress.getByName("0.0.0.0");
      case ALL_IPV6 -> InetAddress.getByName("::");
      default -> ipv4First(InetAddress.getAllByName(host));
    };
  }

  private void openUnix(String file) throws ListenException {
    Path path = settings.dir().resolve(file);
    try {
      // As Redis does: what an earlier run has left there is in the way.
      Files.deleteIfExists(path);
      SocketAddress address =
          transport.epoll()
              ? new DomainSocketAddress(path.toString())
              : UnixDomainSocketAddress.of(path);
      bind(bootstrap(transport.unix(), welcome), address);
      if (settings.unixSocketPerm() != 0) {
        Files.setPosixFilePermissions(path, permissions(settings.unixSocketPerm()));
      }
    } catch (IOException failed) {
      throw new ListenException(
          "can't listen on unixsocket " + path + ": " + failed.getMessage(), failed);
    }
  }

  /** The permissions of an octal mode such as 0770. */
  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] fromTheLeft = PosixFilePermission.values();
    for (int i = 0; i < fromTheLeft.length; i++) {
      if ((mode >> (fromTheLeft.length - 1 - i) & 1) != 0) {
        permissions.add(fromTheLeft[i]);
      }
    }
    return permissions;
  }

  private ServerBootstrap bootstrap(Class<? extends ServerChannel> type, ChannelHandler receiver) {
    return new ServerBootstrap()
        .group(group)
        .channel(type)
        .option(ChannelOption.SO_BACKLOG, settings.tcpBacklog())
        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark)
        .childHandler(receiver);
  }

  private void bind(ServerBootstrap bootstrap, SocketAddress address) throws IOException {
    ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      Throwable cause = bound.cause();
      throw cause instanceof IOException failed ? failed : new IOException(cause);
    }
    opened.add(bound.channel());
  }

  /** A port in use is an error even where an address may be missing. */
  private static boolean isInUse(IOException failed) {
    String message = String.valueOf(failed.getMessage());
    return message.contains("in use");
  }
}
