package io.vedette.sentinel.server;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.vedette.sentinel.runtime.ProcessSettings;
import io.vedette.sentinel.tls.Tls;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Receives new connections: makes clients of them, or sends them away with the reason. */
@ChannelHandler.Sharable
final class Welcome extends ChannelInitializer<Channel> {
  private static final String TOO_MANY = "-ERR max number of clients reached\r\n";
  private static final String PROTECTED =
      "-DENIED protected-mode is on and no password is set: only clients of this machine are let"
          + " in. Set requirepass, or protected-mode no.\r\n";

  private final ServerContext server;
  private final ProcessSettings settings;
  private final Map<EventLoop, LoopClients> loops;
  private final Optional<Tls> tls;

  Welcome(
      ServerContext server, ProcessSettings settings, List<LoopClients> loops, Optional<Tls> tls) {
    this.tls = tls;
    this.server = server;
    this.settings = settings;
    this.loops = loops.stream().collect(Collectors.toMap(LoopClients::loop, Function.identity()));
  }

  @Override
  protected void initChannel(Channel channel) {
    if (tls.isPresent()) {
      channel.pipeline().addLast(tls.get().serverHandler(channel.alloc()));
    }
    if (settings.protectedMode() && server.access().open() && !isLocal(channel.remoteAddress())) {
      sendAway(channel, PROTECTED);
    } else if (!server.clients().admit()) {
      sendAway(channel, TOO_MANY);
    } else {
      server.stats().connectionsReceived.increment();
      ClientSession session = new ClientSession(channel, server, loops.get(channel.eventLoop()));
      channel.pipeline().addLast(session);
      session.start();
    }
  }

  private static boolean isLocal(SocketAddress address) {
    return !(address instanceof InetSocketAddress inet)
        || (inet.getAddress() != null && inet.getAddress().isLoopbackAddress());
  }

  private void sendAway(Channel channel, String why) {
    server.stats().connectionsRejected.increment();
    // Said a moment later: the channel is not quite made yet.
    channel
        .eventLoop()
        .execute(
            () ->
                channel
                    .writeAndFlush(Unpooled.copiedBuffer(why, StandardCharsets.US_ASCII))
                    .addListener(ChannelFutureListener.CLOSE));
  }
}
