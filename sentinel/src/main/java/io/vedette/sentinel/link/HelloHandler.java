package io.vedette.sentinel.link;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.pubsub.PubSubCommandHandler;
import io.lettuce.core.pubsub.PubSubEndpoint;
import io.lettuce.core.resource.ClientResources;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import io.vedette.quorum.gossip.Hello;
import java.util.List;
import java.util.function.Consumer;

/**
 * A connection for commands and messages. Takes hellos out of what a server sends by RESP3, where
 * they are whole, before Lettuce makes objects of their parts: on a link at rest every other
 * message is one.
 *
 * <p>I/O thread only.
 */
final class HelloHandler extends PubSubCommandHandler<byte[], byte[]> {
  private static final ByteBuf BEGINNING =
      Unpooled.unreleasableBuffer(
          Unpooled.copiedBuffer(
              ">3\r\n$7\r\nmessage\r\n$"
                  + Hello.CHANNEL.length()
                  + "\r\n"
                  + Hello.CHANNEL
                  + "\r\n$",
              US_ASCII));

  private static final String LINE_END = "\r\n";

  /** A hello has some 150 bytes; what has a length of more digits is none. */
  private static final int MOST_DIGITS = 4;

  private final Shortcut shortcut;
  private final Consumer<byte[]> onHello;

  /**
   * @param buffers the policy in the options
   * @param onHello told of each payload on the hello channel that is taken out here
   */
  HelloHandler(
      ClientOptions options,
      ClientResources resources,
      PubSubEndpoint<byte[], byte[]> endpoint,
      ReadBuffers buffers,
      Consumer<byte[]> onHello) {
    super(options, resources, ByteArrayCodec.INSTANCE, endpoint);
    this.shortcut = new Shortcut(this, buffers, options.getRequestQueueSize(), this::takeHello);
    this.onHello = onHello;
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

  /** Whether a whole hello came next; then it is behind the reader. */
  private boolean takeHello(ByteBuf buffer) {
    int begin = buffer.readerIndex();
    int at = begin + BEGINNING.readableBytes();
    int end = buffer.writerIndex();
    if (at >= end || !ByteBufUtil.equals(buffer, begin, BEGINNING, 0, BEGINNING.readableBytes())) {
      return false;
    }
    int length = 0;
    int digits = 0;
    for (; at < end && Character.isDigit(buffer.getByte(at)); at++) {
      length = 10 * length + buffer.getByte(at) - '0';
      digits++;
    }
    int payload = at + LINE_END.length();
    int next = payload + length + LINE_END.length();
    if (digits == 0 || digits > MOST_DIGITS || next > end || buffer.getByte(at) != '\r') {
      return false;
    }
    byte[] hello = new byte[length];
    buffer.getBytes(payload, hello);
    buffer.readerIndex(next);
    onHello.accept(hello);
    return true;
  }
}
