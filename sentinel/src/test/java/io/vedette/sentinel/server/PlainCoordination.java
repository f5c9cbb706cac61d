package io.vedette.sentinel.server;

import io.vedette.quorum.AdminAnswer;
import io.vedette.quorum.Effect;
import io.vedette.quorum.Input;
import io.vedette.quorum.Ticket;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.sentinel.runtime.Coordination;
import io.vedette.sentinel.runtime.LiveView;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A coordinator made of plain data: a view, what it was asked, and what it is to answer. It answers
 * at once unless it is {@link #hold() held}.
 */
public final class PlainCoordination implements Coordination {
  public static final long NOW = 1_000_000;

  private final LiveView view;
  private final AtomicLong tickets = new AtomicLong();
  private final List<Input> heard = new CopyOnWriteArrayList<>();
  private final List<Runnable> held = new CopyOnWriteArrayList<>();
  private volatile boolean holding;
  private volatile boolean overloaded;
  private volatile AdminAnswer answer = AdminAnswer.OK;
  private volatile BiFunction<Ticket, Input, Effect.AnswerPeer> vote =
      (ticket, input) -> {
        throw new IllegalStateException("no vote expected");
      };

  public PlainCoordination(CoordinatorView whole) {
    view = new LiveView(whole);
  }

  /** What it has been told and asked, in order. */
  public List<Input> heard() {
    return heard;
  }

  /** From now on changes are answered like this. */
  public void answers(AdminAnswer next) {
    answer = next;
  }

  /** From now on questions of peers are answered like this. */
  public void votes(BiFunction<Ticket, Input, Effect.AnswerPeer> next) {
    vote = next;
  }

  /** From now on nothing is taken. */
  public void overload() {
    overloaded = true;
  }

  /** From now on answers wait for {@link #release()}. */
  public void hold() {
    holding = true;
  }

  /** Gives the answers that were held, the oldest first. */
  public void release() {
    holding = false;
    held.forEach(Runnable::run);
    held.clear();
  }

  @Override
  public CompletionStage<AdminAnswer> change(Function<Ticket, Input> command) {
    AdminAnswer now = answer;
    return submit(command, (ticket, input) -> now);
  }

  @Override
  public CompletionStage<Effect.AnswerPeer> ask(Function<Ticket, Input> question) {
    return submit(question, vote);
  }

  private <T> CompletionStage<T> submit(
      Function<Ticket, Input> makes, BiFunction<Ticket, Input, T> reply) {
    CompletableFuture<T> stage = new CompletableFuture<>();
    if (overloaded) {
      stage.completeExceptionally(new OverloadedException());
      return stage;
    }
    Ticket ticket = new Ticket(tickets.incrementAndGet());
    Input input = makes.apply(ticket);
    Runnable complete = () -> stage.complete(reply.apply(ticket, input));
    if (holding) {
      held.add(complete);
    }
    heard.add(input);
    if (!holding) {
      complete.run();
    }
    return stage;
  }

  @Override
  public boolean tell(Input input) {
    if (overloaded) {
      return false;
    }
    heard.add(input);
    return true;
  }

  @Override
  public LiveView view() {
    return view;
  }

  @Override
  public long now() {
    return NOW;
  }
}
