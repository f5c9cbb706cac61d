package io.vedette.sentinel.runtime;

import io.vedette.quorum.AdminAnswer;
import io.vedette.quorum.Coordinator;
import io.vedette.quorum.Effect;
import io.vedette.quorum.Input;
import io.vedette.quorum.Ticket;
import io.vedette.quorum.view.CoordinatorView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that steps the core: takes what is in the mailbox, steps through all of it, saves the
 * state once for the whole batch, shows the new view, and then carries the effects out.
 */
public final class CoordinatorLoop implements Coordination, Mailbox, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CoordinatorLoop.class);

  /** How many inputs may wait before those that can be refused are. */
  static final int MAILBOX_LIMIT = 16_384;

  /**
   * How many inputs are stepped through before their effects are carried out. What many groups have
   * to say at once is saved at once.
   */
  private static final int BATCH_LIMIT = 4_096;

  /** From so many groups on there is always something to take. */
  private static final int MANY_GROUPS = 32;

  /**
   * For how long inputs gather then: to wake for each costs more than to take it, and so does to
   * look at its group for each. What comes all the time gathers from the first one on, for it comes
   * in bursts; what does not, since something was last taken.
   */
  private static final long GATHER_NANOS = 5_000_000;

  /** Saves that come within this time of each other belong to the failure of many groups. */
  private static final long SAVES_TOGETHER_NANOS = 200_000_000;

  /** For how long what can't be decided before it is saved gathers at most. */
  private static final long MOST_GATHER_NANOS = 100_000_000;

  /** How long after a failed save it is tried again, in milliseconds. */
  private static final long SAVE_AGAIN_MS = 1_000;

  /** A step that takes longer was not deciding all the time: the process was stopped or starved. */
  private static final long MOST_BUSY_MS = 500;

  /** As long as a slow disk may take; beyond, the whole process may have been stopped meanwhile. */
  private static final long MOST_EXCUSED_MS = 3_000;

  private static final long NANOS_PER_MS = 1_000_000;

  /** How long the loop rests after a failure that must not happen, in milliseconds. */
  private static final long AFTER_FAILURE_MS = 100;

  private final Coordinator coordinator;
  private final LiveView view;
  private final LoopStats stats = new LoopStats();
  private final Thread thread = new Thread(this::run, "coordinator");
  private final LinkedBlockingQueue<Input> mailbox = new LinkedBlockingQueue<>();
  private final AtomicLong lastTicket = new AtomicLong();
  private final ConcurrentHashMap<Ticket, CompletableFuture<AdminAnswer>> changes =
      new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Ticket, CompletableFuture<Effect.AnswerPeer>> questions =
      new ConcurrentHashMap<>();
  private final long origin;
  private volatile boolean closed;
  private Ports ports;
  private EffectCarrier carrier;
  private boolean isSaved = true;
  private long saveAgainAt = Coordinator.NO_DEADLINE;
  private long savedMs;
  private long tookNanos;
  private long saveTookNanos;
  private long saveEndedNanos = System.nanoTime();
  private volatile boolean gathersRegular;

  /** Makes the core with this loop's clock; nothing happens before {@link #start}. */
  public CoordinatorLoop(CoreMaker maker) {
    origin = System.nanoTime();
    coordinator = maker.makeAt(now());
    view = new LiveView(coordinator.view());
  }

  /** Makes a core that begins at the given time. */
  public interface CoreMaker {
    Coordinator makeAt(long now);
  }

  /** What is to be saved before the start; to be called before {@link #start} only. */
  public CoordinatorView state() {
    return coordinator.view();
  }

  /** Begins to coordinate. To be called once. */
  public void start(Ports through) {
    ports = through;
    carrier = new EffectCarrier(through, changes, questions);
    thread.start();
  }

  @Override
  public boolean offer(Input input) {
    // Only gossip is refused: it is repeated. What links report is bounded by the number of links.
    if (closed || (input instanceof Input.HelloHeard && isFull())) {
      return false;
    }
    return post(input);
  }

  @Override
  public boolean tell(Input input) {
    return !closed && !isFull() && post(input);
  }

  @Override
  public CompletionStage<AdminAnswer> change(Function<Ticket, Input> command) {
    return enqueue(command, changes);
  }

  @Override
  public CompletionStage<Effect.AnswerPeer> ask(Function<Ticket, Input> question) {
    return enqueue(question, questions);
  }

  private <T> CompletionStage<T> enqueue(
      Function<Ticket, Input> input, ConcurrentHashMap<Ticket, CompletableFuture<T>> open) {
    Ticket ticket = new Ticket(lastTicket.incrementAndGet());
    CompletableFuture<T> answer = new CompletableFuture<>();
    open.put(ticket, answer);
    if (!tell(input.apply(ticket))) {
      open.remove(ticket);
      answer.completeExceptionally(new OverloadedException());
    }
    return answer;
  }

  private boolean isFull() {
    return mailbox.size() >= MAILBOX_LIMIT;
  }

  /** How it is doing. */
  public LoopStats stats() {
    return stats;
  }

  /** How many inputs wait. */
  public int waiting() {
    return mailbox.size();
  }

  @Override
  public LiveView view() {
    return view;
  }

  @Override
  public long now() {
    // From 1, so that no time is mistaken for «never».
    return (System.nanoTime() - origin) / NANOS_PER_MS + 1;
  }

  private void run() {
    // Saved before anything else: whoever can't remember its votes must not give any.
    List<Effect> first = new ArrayList<>(List.of(new Effect.SaveState()));
    first.addAll(coordinator.start(now()));
    carryOut(first);
    List<Input> batch = new ArrayList<>();
    while (!closed) {
      try {
        batch.clear();
        collect(batch);
        stats.begins();
        if (now() >= saveAgainAt) {
          carryOut(List.of(new Effect.SaveState()));
        }
        decide(batch);
        stats.ends();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void decide(List<Input> batch) {
    long before = now();
    savedMs = 0;
    batch.forEach(this::take);
    carryOut(settle());
    coordinator.wasBusy(Math.min(now() - before - savedMs, MOST_BUSY_MS));
  }

  /** Waits for an input or the next deadline, and takes what else is there. */
  private void collect(List<Input> batch) throws InterruptedException {
    long deadline = Math.min(coordinator.nextDeadline(), saveAgainAt);
    Input first =
        deadline == Coordinator.NO_DEADLINE
            ? mailbox.take()
            : mailbox.poll(nanosUntil(deadline), TimeUnit.NANOSECONDS);
    if (first != null) {
      batch.add(first);
      gather(first, deadline);
      mailbox.drainTo(batch, BATCH_LIMIT);
    } else {
      stats.woken(-nanosUntil(deadline));
    }
  }

  /** Lets some time go by where more is to come, until something urgent comes, or is due. */
  private void gather(Input first, long deadline) {
    if (closed || view.size() < MANY_GROUPS) {
      return;
    }
    long now = System.nanoTime();
    long end = isRegular(first) ? now + GATHER_NANOS : tookNanos + gatherUrgentNanos(now);
    long nanos = Math.min(end - now, nanosUntil(deadline));
    if (nanos > 0) {
      gathersRegular = isRegular(first);
      LockSupport.parkNanos(this, nanos);
      gathersRegular = false;
    }
    tookNanos = System.nanoTime();
  }

  /** As long as saves follow each other, more of the time than they take goes by between them. */
  private long gatherUrgentNanos(long now) {
    boolean isSavingOften = now - saveEndedNanos < SAVES_TOGETHER_NANOS;
    return isSavingOften
        ? Math.max(GATHER_NANOS, Math.min(2 * saveTookNanos, MOST_GATHER_NANOS))
        : GATHER_NANOS;
  }

  /** What comes all the time, of every node; a moment later does as well. */
  private static boolean isRegular(Input input) {
    return input instanceof Input.PingReply
        || input instanceof Input.HelloHeard
        || input instanceof Input.InfoReply;
  }

  /** Puts it into the mailbox. */
  private boolean post(Input input) {
    boolean isPosted = mailbox.add(input);
    if (gathersRegular && !isRegular(input)) {
      LockSupport.unpark(thread);
    }
    return isPosted;
  }

  private void take(Input input) {
    try {
      coordinator.take(input, now());
    } catch (RuntimeException e) {
      failed("taking " + input, e);
    }
  }

  private List<Effect> settle() {
    try {
      return coordinator.settle(now());
    } catch (RuntimeException e) {
      failed("deciding", e);
      return List.of();
    }
  }

  /** A bug. Going on watching is worth more than stopping, but not at full speed. */
  private static void failed(String when, RuntimeException e) {
    LOG.error("unexpected failure {}", when, e);
    LockSupport.parkNanos(AFTER_FAILURE_MS * NANOS_PER_MS);
  }

  private long nanosUntil(long deadline) {
    return origin + (deadline - 1) * NANOS_PER_MS - System.nanoTime();
  }

  private void carryOut(List<Effect> effects) {
    boolean isToSave = effects.stream().anyMatch(carrier::isSave);
    long before = now();
    Optional<Input> news = isToSave ? save() : Optional.empty();
    savedMs += now() - before;
    coordinator.excuse(Math.min(now() - before, MOST_EXCUSED_MS));
    view.apply(coordinator.takeViewChange());
    carrier.carryOut(effects, isToSave && !isSaved);
    if (news.isPresent()) {
      // The core hears of it before the next input: a vote that is not on disk must not slip out.
      take(news.get());
      carryOut(settle());
    }
  }

  /** Saves the state; says what the core does not know yet of whether it can be saved. */
  private Optional<Input> save() {
    boolean wasSaved = isSaved;
    long began = System.nanoTime();
    try {
      ports.store().save(coordinator.view());
      saveEndedNanos = System.nanoTime();
      saveTookNanos = saveEndedNanos - began;
      stats.saved(saveTookNanos);
      isSaved = true;
      saveAgainAt = Coordinator.NO_DEADLINE;
      return wasSaved ? Optional.empty() : Optional.of(new Input.StateSaved());
    } catch (IOException e) {
      stats.notSaved();
      isSaved = false;
      saveAgainAt = now() + SAVE_AGAIN_MS;
      String reason = String.valueOf(e.getMessage());
      if (!wasSaved) {
        return Optional.empty();
      }
      LOG.error("{}", reason);
      return Optional.of(new Input.StateUnsaved(reason));
    }
  }

  /** Stops the thread and waits for it; what is still open is answered with an error. */
  @Override
  public void close() {
    closed = true;
    // Woken, not interrupted: a save under way is to end well.
    mailbox.add(new Input.Timer());
    try {
      if (thread != Thread.currentThread()) {
        thread.join(TimeUnit.SECONDS.toMillis(5));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    changes.values().forEach(answer -> answer.completeExceptionally(new OverloadedException()));
    questions.values().forEach(answer -> answer.completeExceptionally(new OverloadedException()));
  }
}
