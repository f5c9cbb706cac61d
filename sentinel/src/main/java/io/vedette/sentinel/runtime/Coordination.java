package io.vedette.sentinel.runtime;

import io.vedette.quorum.AdminAnswer;
import io.vedette.quorum.Effect;
import io.vedette.quorum.Input;
import io.vedette.quorum.Ticket;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * What the server may ask of the coordinator. Any thread.
 *
 * <p>The stages are completed on the coordinator's thread: what is chained to them must hand over
 * at once. They complete exceptionally with {@link OverloadedException} when the mailbox is full.
 */
public interface Coordination {
  /** A command that changes something; the function makes the input from the ticket given to it. */
  CompletionStage<AdminAnswer> change(Function<Ticket, Input> command);

  /** A peer's question, answered when the vote, if any, is on disk. */
  CompletionStage<Effect.AnswerPeer> ask(Function<Ticket, Input> question);

  /** An input without an answer, for instance a hello published to this coordinator. */
  boolean tell(Input input);

  /** What queries are answered from. */
  LiveView view();

  /** The coordinator's monotonic milliseconds, as in the views. */
  long now();

  /** The mailbox was full: the coordinator is overloaded, nothing was done. */
  final class OverloadedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OverloadedException() {
      super("the coordinator is overloaded, try again");
    }
  }
}
