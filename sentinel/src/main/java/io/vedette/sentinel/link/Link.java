package io.vedette.sentinel.link;

import io.lettuce.core.RedisException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.vedette.quorum.Input;
import io.vedette.quorum.Input.LinkLoss;
import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.LinkTarget;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt to be connected, from its beginning to its one end:
 *
 * <pre>
 * connecting → up     the command connection is usable: LinkUp
 * connecting → ended  refused, timed out, not let in: LinkLost; or dropped: silence
 * up → ended          closed, or an answer that can't be: LinkLost; or dropped: silence
 * </pre>
 *
 * <p>I/O thread only, except {@link #shutUp()}.
 */
abstract class Link {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);

  /** How soon a loss is offered again to a mailbox that was full: it must not get lost. */
  private static final long RETRY_MS = 100;

  /** A deadline that comes later than by this part of its time says nothing of the server. */
  private static final long LATE_PARTS = 4;

  /** More groups than a coordinator has; those of which nothing is said any more are to go. */
  private static final int MOST_PUBLICATIONS = 1 << 14;

  private enum State {
    CONNECTING,
    UP,
    ENDED
  }

  private final LinkId id;
  private final LinkTarget target;
  private final LinkLogin login;
  private final Connector connector;
  private final Outlet outlet;
  private final Runnable onForgotten;
  private State state = State.CONNECTING;
  private Wire commands;
  private ScheduledFuture<?> deadline;
  private Regular ping;
  private final Map<GroupName, Publication> publications = new HashMap<>(1);

  /**
   * A link that has not begun.
   *
   * @param onForgotten run when its end has been told, or nobody wants to hear of it
   */
  Link(
      LinkId id,
      LinkTarget target,
      LinkLogin login,
      Connector connector,
      Outlet outlet,
      Runnable onForgotten) {
    this.id = id;
    this.target = target;
    this.login = login;
    this.connector = connector;
    this.outlet = outlet;
    this.onForgotten = onForgotten;
  }

  /** Begins. */
  final void open() {
    if (state != State.CONNECTING) {
      return;
    }
    try {
      dial();
    } catch (RuntimeException e) {
      lose(Loss.of(e));
      return;
    }
    // From here on: the server's time, not that of loading Lettuce for the first link.
    awaitUp(connector.connectTimeout().toMillis());
  }

  private void awaitUp(long timeoutMs) {
    long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    deadline = loop().schedule(() -> onDeadline(timeoutMs, due), timeoutMs, TimeUnit.MILLISECONDS);
  }

  /** Where this thread is late itself, what the server has answered may not have been read yet. */
  private void onDeadline(long timeoutMs, long due) {
    long lateMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - due);
    if (lateMs > timeoutMs / LATE_PARTS) {
      awaitUp(timeoutMs);
    } else {
      lose(new Loss(LinkLoss.TIMEOUT, "no usable link after " + timeoutMs + " ms"));
    }
  }

  /** Connects; ends in {@link #up} or {@link #lose}. */
  protected abstract void dial();

  /** Closes what the subclass has opened beside the command connection. */
  protected void closeMore() {}

  /** Nothing more is heard of this link when this returns. Any thread. */
  final void shutUp() {
    outlet.shut();
  }

  /** Drops the link without a word. */
  final void drop() {
    if (end()) {
      onForgotten.run();
    }
  }

  /** Ends the link and tells why, once. */
  protected final void lose(Loss loss) {
    if (end()) {
      LOG.debug(
          "link {} to {} lost: {} {}", id.value(), target.address(), loss.cause(), loss.detail());
      tellLoss(new Input.LinkLost(id, loss.cause(), loss.detail()));
    }
  }

  private void tellLoss(Input.LinkLost loss) {
    if (outlet.offer(loss)) {
      onForgotten.run();
    } else if (!loop().isShuttingDown()) {
      ScheduledFuture<?> unused =
          loop().schedule(() -> tellLoss(loss), RETRY_MS, TimeUnit.MILLISECONDS);
    }
  }

  private boolean end() {
    if (state == State.ENDED) {
      return false;
    }
    state = State.ENDED;
    if (deadline != null) {
      deadline.cancel(false);
    }
    if (commands != null) {
      commands.close();
    }
    closeMore();
    return true;
  }

  /**
   * Takes what a connection attempt of this link ends with. A wire that comes too late is closed.
   */
  protected final void onWire(
      CompletionStage<Wire> attempt, Consumer<Wire> onSuccess, Consumer<Throwable> onFailure) {
    attempt.whenCompleteAsync(
        (wire, failure) -> {
          if (state == State.ENDED) {
            if (wire != null) {
              wire.close();
            }
          } else if (failure != null) {
            onFailure.accept(failure);
          } else {
            onSuccess.accept(wire);
          }
        },
        loop());
  }

  /** Logs in by AUTH and CLIENT SETNAME on a fresh command connection, then the link is up. */
  protected final void logInAndGoUp(Wire wire, String name, Map<String, String> renamed) {
    hold(wire);
    login
        .logIn(wire, name, renamed)
        .thenAccept(
            outcome -> outcome.loss().ifPresentOrElse(this::lose, () -> up(outcome.refusal())));
  }

  /** Shows another login that is set now, on the connection that stands. */
  final void logIn(Login now) {
    login.change(now);
    if (state != State.UP) {
      return;
    }
    if (now.password().isEmpty()) {
      lose(new Loss(LinkLoss.OTHER, "no password is set any more: connecting without"));
      return;
    }
    Wire wire = commands;
    login
        .show(wire, renamed())
        .whenComplete(
            (refusal, failure) -> {
              if (state != State.UP) {
                return;
              }
              if (failure == null) {
                tell(new Input.LoginReply(id, refusal));
              } else {
                onUnanswered(wire, failure);
              }
            });
  }

  /** From now on this is the command connection, and its end is the link's. */
  protected final void hold(Wire wire) {
    commands = wire;
    wire.whenClosed(() -> lose(Loss.closed()));
  }

  /**
   * The command connection is usable.
   *
   * @param refusal what the login that is set was answered, where another one was accepted
   */
  protected final void up(Optional<String> refusal) {
    if (state != State.CONNECTING) {
      return;
    }
    state = State.UP;
    deadline.cancel(false);
    if (tell(new Input.LinkUp(id, commands.localHost(), refusal))) {
      onUp();
    } else {
      lose(new Loss(LinkLoss.OTHER, "the coordinator is overloaded"));
    }
  }

  /** What is to be done besides when the link has come up. */
  protected void onUp() {}

  protected final boolean isUp() {
    return state == State.UP;
  }

  /** Whether the input was taken; one that was not is only worth a debug line, except a loss. */
  protected final boolean tell(Input input) {
    boolean taken = outlet.offer(input);
    if (!taken) {
      LOG.debug("the coordinator's mailbox is full, dropped {}", input);
    }
    return taken;
  }

  /** Sends a command if the link is up; its answer is handed on if the link still is then. */
  protected final void send(Call call, Consumer<Reply> onReply) {
    if (state == State.UP) {
      await(commands, commands.send(call), onReply);
    }
  }

  /** The command connection of a link that is up. */
  protected final Wire commands() {
    return commands;
  }

  /** Hands an answer on; an answer that can't come on a connection that stands ends the link. */
  protected final void await(Wire wire, CompletionStage<Reply> answer, Consumer<Reply> onReply) {
    answer.whenComplete(
        (reply, failure) -> {
          if (state != State.UP) {
            return;
          }
          if (failure == null) {
            onReply.accept(reply);
          } else {
            onUnanswered(wire, failure);
          }
        });
  }

  /** The end of a connection is told once, by itself; anything else ends the link here. */
  protected final void onUnanswered(Wire wire, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    boolean merelyClosed =
        !wire.isOpen()
            && (cause instanceof RedisException || cause instanceof CancellationException);
    if (!merelyClosed) {
      lose(Loss.of(cause));
    }
  }

  final void ping() {
    if (ping == null) {
      ping = new Regular("PING");
    }
    ping.send(reply -> tell(new Input.PingReply(id, PingAnswers.of(reply))));
  }

  /** The same hellos go out again and again: to a data node its group's, to a peer each group's. */
  final void publishHello(Hello hello) {
    Publication publication = publications.get(hello.group());
    if (publication == null || !publication.hello.equals(hello)) {
      publication = new Publication(hello);
      if (publications.size() >= MOST_PUBLICATIONS) {
        publications.clear();
      }
      publications.put(hello.group(), publication);
    }
    publication.request.send(this::noteRefusal);
  }

  /** A hello, made ready to be sent. */
  private final class Publication {
    private final Hello hello;
    private final Regular request;

    Publication(Hello hello) {
      this.hello = hello;
      this.request = new Regular("PUBLISH", Hello.CHANNEL, hello.format());
    }
  }

  /** A command that is sent again and again, as it is. */
  protected final class Regular {
    private final Word word;
    private final byte[] request;

    Regular(String name, String... args) {
      word = word(name);
      request = RegularCall.request(word, args);
    }

    /** As {@link Link#send}. */
    void send(Answered onReply) {
      if (state == State.UP) {
        commands.send(new Sent(this, commands, onReply));
      }
    }
  }

  /** Takes the answers to a regular command. */
  protected interface Answered {
    /** See {@link RegularCall#answered(Reply)}. */
    void by(Reply reply);

    /** See {@link RegularCall#answered(ByteBuf, int, int)}. */
    default void by(ByteBuf from, int index, int length) {
      throw new IllegalStateException("no bulk string is asked for");
    }

    /** See {@link RegularCall#longestBulk}. */
    default int longestBulk() {
      return 0;
    }
  }

  /** A regular command on its way. */
  private final class Sent extends RegularCall {
    private final Wire wire;
    private final Answered onReply;

    Sent(Regular regular, Wire wire, Answered onReply) {
      super(regular.word, regular.request);
      this.wire = wire;
      this.onReply = onReply;
    }

    @Override
    protected void answered(Reply reply) {
      if (state == State.UP) {
        onReply.by(reply);
      }
    }

    @Override
    protected void answered(ByteBuf from, int index, int length) {
      if (state == State.UP) {
        onReply.by(from, index, length);
      }
    }

    @Override
    protected int longestBulk() {
      return onReply.longestBulk();
    }

    @Override
    protected void unanswered(Throwable failure) {
      if (state == State.UP) {
        onUnanswered(wire, failure);
      }
    }
  }

  /** What nobody waits for: worth a debug line if it was refused. */
  protected final void noteRefusal(Reply reply) {
    reply.error().ifPresent(error -> LOG.debug("{} answered {}", target.address(), error));
  }

  /** A command's name at this target. */
  protected final Word word(String name) {
    return Word.of(name, renamed());
  }

  /** The commands that have other names at this target. */
  protected abstract Map<String, String> renamed();

  protected final LinkLogin login() {
    return login;
  }

  protected final LinkId id() {
    return id;
  }

  protected final Connector connector() {
    return connector;
  }

  protected final EventLoop loop() {
    return connector.loop();
  }
}
