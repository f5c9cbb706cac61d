package io.vedette.sentinel.link;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandHandler;
import io.lettuce.core.protocol.Endpoint;
import io.lettuce.core.resource.ClientResources;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.util.List;

/** A connection for commands only. I/O thread only. */
final class CommandsHandler extends CommandHandler {
  private final Shortcut shortcut;

  CommandsHandler(
      ClientOptions options, ClientResources resources, Endpoint endpoint, ReadBuffers buffers) {
    super(options, resources, endpoint);
    shortcut = new Shortcut(this, buffers, options.getRequestQueueSize(), buffer -> false);
  }

  @Override
  @SuppressWarnings("unchecked")
  public void write(ChannelHandlerContext context, Object calls, ChannelPromise written) {
    shortcut.write(context, (List<Command<byte[], byte[], Reply>>) calls, written);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object received) throws Exception {
    if (shortcut.takeAll((ByteBuf) received)) {
      ReferenceCountUtil.release(received);
    } else {
      super.channelRead(context, received);
    }
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf buffer) throws InterruptedException {
    super.decode(context, buffer);
    shortcut.decoded(buffer);
  }

  /** Asked before each message. */
  @Override
  protected boolean canDecode(ByteBuf buffer) {
    return shortcut.isLettuces(buffer) && super.canDecode(buffer);
  }
}
