package io.vedette.sentinel.link;

import io.lettuce.core.resource.Transports;
import io.netty.channel.socket.SocketChannel;
import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Asks DNS without blocking, and only when there is a name to ask for: a deployment of plain
 * addresses opens no resolver at all, and does not care whether one could be opened.
 */
final class HostNames extends AddressResolverGroup<InetSocketAddress> {
  private final DnsAddressResolverGroup dns =
      new DnsAddressResolverGroup(
          new DnsNameResolverBuilder()
              .datagramChannelType(Transports.datagramChannelClass())
              .socketChannelType(Transports.socketChannelClass().asSubclass(SocketChannel.class)));

  @Override
  protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
    return new AbstractAddressResolver<>(executor, InetSocketAddress.class) {
      @Override
      protected boolean doIsResolved(InetSocketAddress address) {
        return !address.isUnresolved();
      }

      @Override
      protected void doResolve(InetSocketAddress unresolved, Promise<InetSocketAddress> promise) {
        // The promise is the future.
        Future<?> unused = dns.getResolver(executor()).resolve(unresolved, promise);
      }

      @Override
      protected void doResolveAll(
          InetSocketAddress unresolved, Promise<List<InetSocketAddress>> promise) {
        Future<?> unused = dns.getResolver(executor()).resolveAll(unresolved, promise);
      }
    };
  }

  @Override
  public void close() {
    super.close();
    dns.close();
  }
}
