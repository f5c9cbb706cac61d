package io.vedette.sentinel.link;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Names on the way to a socket, looked up without blocking the I/O thread. With {@code
 * resolve-hostnames} there are none: the core hands out addresses; without, a name may be heard.
 */
final class HostNames extends AddressResolverGroup<InetSocketAddress> {
  private final HostLookup lookup = new HostLookup();

  @Override
  protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
    return new InetNameResolver(executor) {
      @Override
      protected void doResolve(String host, Promise<InetAddress> promise) {
        answer(lookup.lookUp(host).thenApply(found -> found.get(0)), promise);
      }

      @Override
      protected void doResolveAll(String host, Promise<List<InetAddress>> promise) {
        answer(lookup.lookUp(host), promise);
      }
    }.asAddressResolver();
  }

  private static <T> void answer(CompletionStage<T> found, Promise<T> promise) {
    found.whenComplete(
        (addresses, failure) -> {
          if (failure == null) {
            promise.trySuccess(addresses);
          } else {
            promise.tryFailure(failure);
          }
        });
  }
}
