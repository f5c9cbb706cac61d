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

  /** A hello has some 150. */
  private static final int MOST_BYTES = 9_999;

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
    int digits = begin + BEGINNING.readableBytes();
    if (digits >= buffer.writerIndex()
        || !ByteBufUtil.equals(buffer, begin, BEGINNING, 0, BEGINNING.readableBytes())) {
      return false;
    }
    int end = Shortcut.endOfNumber(buffer, digits);
    if (end == digits || !Shortcut.isLineEnd(buffer, end)) {
      return false;
    }
    int length = Shortcut.number(buffer, digits, end);
    int payload = end + Shortcut.LINE_END;
    int next = payload + length + Shortcut.LINE_END;
    if (length > MOST_BYTES || next > buffer.writerIndex()) {
      return false;
    }
    byte[] hello = new byte[length];
    buffer.getBytes(payload, hello);
    buffer.readerIndex(next);
    onHello.accept(hello);
    return true;
  }
}
