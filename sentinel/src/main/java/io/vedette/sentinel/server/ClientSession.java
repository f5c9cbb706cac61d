package io.vedette.sentinel.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import io.vedette.sentinel.server.acl.Account;
import io.vedette.sentinel.server.command.Answers;
import io.vedette.sentinel.server.command.Client;
import io.vedette.sentinel.server.command.Request;
import io.vedette.sentinel.server.command.Subscriptions;
import io.vedette.sentinel.server.command.Tracking;
import io.vedette.sentinel.server.resp.ProtocolException;
import io.vedette.sentinel.server.resp.ReplyWriter;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: requests are taken from what has been read one after the other, each when the one
 * before has been answered and its answer has somewhere to go; but for peers' questions, which may
 * be answered together. While it waits it does not read, so a client that pipelines without end is
 * held back by TCP, not kept in memory.
 */
// What becomes of a write is known when the connection ends; nobody needs each one's future.
@SuppressWarnings("FutureReturnValueIgnored")
final class ClientSession extends ChannelInboundHandlerAdapter implements Client {
  private static final Logger LOG = LoggerFactory.getLogger(ClientSession.class);

  /** Replies are handed to Netty in pieces of about this size. */
  private static final int PIECE_BYTES = 64 * 1024;

  private final Channel channel;
  private final ServerContext server;
  private final LoopClients loop;
  private final RequestReader requests;
  private final ReplyWriter reply;
  private final SubscriptionSet subscriptions;
  private final ClientLine line;

  private final PendingAnswers pending = new PendingAnswers();

  private ByteBuf unread;

  /** What can't be begun before all that is pending has been answered; usually null. */
  private Request held;

  private boolean running;
  private boolean waiting;
  private boolean pausing;
  private boolean closing;
  private boolean flushScheduled;
  private boolean stalled;
  private long stalledSinceNanos;
  private long leftUnread;
  private Replies replies = Replies.ON;

  /** What held when the present request came. */
  private Replies mode = Replies.ON;

  private long countedErrors;

  ClientSession(Channel channel, ServerContext server, LoopClients loop) {
    this.channel = channel;
    this.server = server;
    this.loop = loop;
    this.requests =
        new RequestReader(server.commands(), loop.knownRequests(), server.limits().request());
    this.reply = new ReplyWriter(channel.alloc());
    this.subscriptions = new SubscriptionSet(this, loop, server.limits().subscriptionBytes());
    this.line =
        new ClientLine(server.clients().nextId(), channel, server.access().defaultAccount());
    line.loggedIn = !server.access().loginRequired();
  }

  /** Takes its place among the clients, until the connection ends. */
  void start() {
    loop.add(this);
    server.clients().add(this);
    channel.closeFuture().addListener(closed -> end());
  }

  private void end() {
    closing = true;
    subscriptions.clear();
    loop.remove(this);
    server.clients().remove(this);
    reply.release();
    releaseUnread();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf read = (ByteBuf) message;
    server.stats().bytesRead.add(read.readableBytes());
    line.touch();
    if (closing) {
      read.release();
      return;
    }
    unread =
        unread == null
            ? read
            : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(channel.alloc(), unread, read);
    runRequests();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    flushLater();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (channel.isWritable()) {
      stalled = closing && stalled;
      resume();
    } else if (!stalled) {
      stall();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      LOG.debug("Client {} is gone: {}", address(), cause.getMessage());
    } else if (cause instanceof DecoderException) {
      // Plain text on the port for TLS, or a handshake that failed.
      LOG.info("Client {} is closed: TLS: {}", address(), cause.getMessage());
    } else {
      LOG.error("Client {} is closed after a failure", address(), cause);
    }
    channel.close();
  }

  private void resume() {
    runRequests();
    flush();
  }

  /** Runs what has been read, as far as it may run now. */
  private void runRequests() {
    if (running) {
      return;
    }
    running = true;
    try {
      while (mayRun() && !paused() && runNext()) {
        if (reply.size() >= PIECE_BYTES) {
          flush();
        }
      }
    } catch (ProtocolException notRedis) {
      server.stats().protocolErrors.increment();
      LOG.info("Client {} is closed: Protocol error: {}", address(), notRedis.getMessage());
      reply.error("ERR Protocol error: " + notRedis.getMessage());
      closeAfterReply();
    } finally {
      running = false;
    }
    if (closing || (unread != null && !unread.isReadable())) {
      releaseUnread();
    }
    countErrors();
    boolean mayRead = closing || !(waiting || held != null || pausing || !channel.isWritable());
    if (mayRead != channel.config().isAutoRead()) {
      channel.config().setAutoRead(mayRead);
    }
  }

  /** While all clients are paused: requests wait where they are, and are run afterwards. */
  private boolean paused() {
    long nanos = server.clients().pauseNanos();
    if (nanos > 0 && !pausing) {
      channel.eventLoop().schedule(this::endPause, nanos, TimeUnit.NANOSECONDS);
    }
    pausing = nanos > 0;
    return pausing;
  }

  /** Runs what has waited. Any thread. */
  void endPause() {
    channel
        .eventLoop()
        .execute(
            () -> {
              pausing = false;
              resume();
            });
  }

  private boolean mayRun() {
    return !waiting && !closing && (held != null || unread != null) && channel.isWritable();
  }

  /** False if no whole request is left. */
  private boolean runNext() throws ProtocolException {
    Request request = held != null ? held : requests.next(unread, !line.loggedIn);
    held = null;
    if (request == null) {
      return false;
    }
    if (!pending.isEmpty() && (pending.isFull() || !request.mayOverlap())) {
      held = request;
      return false;
    }
    mode = replies;
    if (mode == Replies.SKIP_NEXT) {
      replies = Replies.ON;
    }
    boolean isBehindOthers = !pending.isEmpty();
    int before = reply.size();
    server.commands().run(this, request, reply);
    silence(before);
    if (isBehindOthers && reply.size() > before) {
      // Answered at once, which the ones before it have not been yet.
      pending.addReady(reply.copyFrom(before));
      reply.truncate(before);
    }
    return true;
  }

  /** Takes back what a client does not want to hear; that it wants to again, it does. */
  private void silence(int before) {
    if (mode != Replies.ON) {
      reply.truncate(before);
    }
  }

  private void countErrors() {
    long errors = reply.errors();
    if (errors != countedErrors) {
      server.stats().errorReplies.add(errors - countedErrors);
      countedErrors = errors;
    }
  }

  @Override
  public <T> void await(CompletionStage<T> stage, BiConsumer<T, ReplyWriter> answer) {
    waiting = true;
    stage.whenComplete(
        (value, failure) -> channel.eventLoop().execute(() -> answered(value, failure, answer)));
  }

  private <T> void answered(T value, Throwable failure, BiConsumer<T, ReplyWriter> answer) {
    if (!channel.isActive()) {
      return;
    }
    waiting = false;
    int before = reply.size();
    if (failure != null) {
      Answers.failure(failure, reply);
    } else {
      answer.accept(value, reply);
    }
    silence(before);
    resume();
  }

  @Override
  public <T> void awaitInOrder(CompletionStage<T> stage, BiConsumer<T, ReplyWriter> answer) {
    pending.add(stage, answer, mode, channel.eventLoop(), this::answeredInOrder);
  }

  private void answeredInOrder() {
    if (channel.isActive()) {
      pending.write(reply);
      runRequests();
      flushLater();
    }
  }

  /**
   * Sends an event. The bytes stay the caller's, and may be shared by many clients: however many
   * have not read them yet, they are in memory once.
   */
  void push(ByteBuf message) {
    if (closing || (replies != Replies.ON && !reply.resp3())) {
      return;
    }
    handOver();
    server.stats().bytesWritten.add(message.readableBytes());
    // A slice has no room behind its end, where TLS would put this client's next bytes.
    channel.write(message.retainedSlice());
    if (pendingBytes() > server.limits().subscriberOutputBytes()) {
      cutOff("is subscribed and has left " + pendingBytes() + " bytes unread");
    } else {
      flushLater();
    }
  }

  private void flushLater() {
    if (!flushScheduled) {
      flushScheduled = true;
      loop.flushLater(this);
    }
  }

  private long pendingBytes() {
    // Zero if writable: what is below the mark does not count.
    return reply.size() + channel.bytesBeforeWritable();
  }

  /** Sends what has been written; a failure is this client's end, and nobody else's matter. */
  void flushOrClose() {
    try {
      flush();
    } catch (RuntimeException | Error failure) {
      // No memory for Netty's buffers is an Error, too.
      LOG.error("Client {} is closed after a failure", address(), failure);
      channel.close();
    }
  }

  private void flush() {
    flushScheduled = false;
    handOver();
    channel.flush();
  }

  /** Gives what has gathered to Netty, to be sent by the next flush. */
  private void handOver() {
    if (reply.size() > 0) {
      server.stats().bytesWritten.add(reply.size());
      channel.write(reply.take());
    }
  }

  /** Looks after a client that is silent, or does not read. */
  void sweep(long nowNanos) {
    long timeoutSeconds = server.timeoutSeconds();
    long left = channel.bytesBeforeWritable();
    if (left < leftUnread) {
      // It reads, if slowly.
      stalledSinceNanos = nowNanos;
    }
    leftUnread = left;
    if (stalled
        && nowNanos - stalledSinceNanos
            > TimeUnit.MILLISECONDS.toNanos(server.limits().unreadMs())) {
      cutOff("has not read anything for " + server.limits().unreadMs() + " ms");
    } else if (timeoutSeconds > 0
        && !waiting
        && subscriptions.count() == 0
        && line.idleSeconds(nowNanos) >= timeoutSeconds) {
      server.stats().idleTimeouts.increment();
      LOG.debug("Client {} is closed: silent for {} s", address(), timeoutSeconds);
      channel.close();
    }
  }

  private void cutOff(String why) {
    server.stats().outputCutOffs.increment();
    LOG.warn("Client {} is closed: it {}", describe(), why);
    closing = true;
    reply.release();
    channel.close();
  }

  private void stall() {
    stalled = true;
    stalledSinceNanos = System.nanoTime();
  }

  private void releaseUnread() {
    if (unread != null) {
      unread.release();
      unread = null;
    }
  }

  @Override
  public void closeAfterReply() {
    if (!closing) {
      closing = true;
      stall();
      channel.eventLoop().execute(this::closeWhenWritten);
    }
  }

  private void closeWhenWritten() {
    server.stats().bytesWritten.add(reply.size());
    ByteBuf last = reply.size() == 0 ? Unpooled.EMPTY_BUFFER : reply.take();
    channel.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void close() {
    channel.close();
  }

  /** Waits until the connection has ended, but not on an event loop, and not for ever. */
  void awaitEnd(long nanos) {
    channel.closeFuture().awaitUninterruptibly(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
  }

  boolean resp3() {
    return reply.resp3();
  }

  @Override
  public long id() {
    return line.id();
  }

  @Override
  public String address() {
    return line.address();
  }

  @Override
  public String localAddress() {
    return line.localAddress();
  }

  @Override
  public String describe() {
    return line.describe(subscriptions);
  }

  @Override
  public boolean subscribed() {
    return subscriptions.count() > 0;
  }

  @Override
  public Account account() {
    return line.account;
  }

  @Override
  public boolean loggedIn() {
    return line.loggedIn;
  }

  @Override
  public void account(Account account, boolean loggedIn) {
    line.account = account;
    line.loggedIn = loggedIn;
  }

  @Override
  public void later(Runnable task) {
    channel.eventLoop().execute(task);
  }

  @Override
  public void lastCommand(String name) {
    if (!name.equals(line.lastCommand)) {
      line.lastCommand = name;
    }
  }

  @Override
  public String name() {
    return line.name;
  }

  @Override
  public void name(String name) {
    line.name = name;
  }

  @Override
  public void library(String attribute, String value) {
    if (attribute.equals("lib-name")) {
      line.libraryName = value;
    } else {
      line.libraryVersion = value;
    }
  }

  @Override
  public void resp3(boolean value) {
    reply.resp3(value);
    line.resp3 = value;
  }

  /** As in Redis: ON is answered even where the answer was to be left out, and SKIP ends no OFF. */
  @Override
  public void replies(Replies wanted) {
    if (wanted == Replies.ON) {
      mode = Replies.ON;
      replies = Replies.ON;
    } else if (replies != Replies.OFF) {
      replies = wanted;
    }
  }

  @Override
  public Tracking tracking() {
    return line.tracking;
  }

  @Override
  public void tracking(Tracking tracking) {
    line.tracking = tracking;
  }

  @Override
  public void noEvict(boolean value) {
    line.noEvict = value;
  }

  @Override
  public Subscriptions subscriptions() {
    return subscriptions;
  }
}
