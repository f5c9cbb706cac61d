package io.vedette.sentinel.server.command;

import io.vedette.sentinel.server.acl.Account;
import io.vedette.sentinel.server.resp.ReplyWriter;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/**
 * A connection, as far as commands are concerned. Belongs to one event loop; only what says so may
 * be used from elsewhere.
 */
public interface Client {
  /** Counted up from 1, never used again. Any thread. */
  long id();

  /** Its end of the connection, as {@code ip:port}. Any thread. */
  String address();

  /** Our end of the connection, as {@code ip:port}. Any thread. */
  String localAddress();

  /** The line that describes it in CLIENT LIST, without the end of line. Any thread. */
  String describe();

  /** Whether it is subscribed to anything. Any thread. */
  boolean subscribed();

  /** Whose rights it has: the default user's until it says otherwise. Any thread. */
  Account account();

  /** Whether it has shown to be that, or did not need to when it came. */
  boolean loggedIn();

  /** From now on it is this user, and has shown to be if so. */
  void account(Account account, boolean loggedIn);

  /** Has something done on its event loop, soon. Any thread. */
  void later(Runnable task);

  /** Which command it has sent last, for CLIENT LIST. */
  void lastCommand(String name);

  /** The name it gave itself, empty at first. */
  String name();

  /** Gives it a name. */
  void name(String name);

  /** What library it is, as it says itself: {@code lib-name} or {@code lib-ver}. */
  void library(String attribute, String value);

  /** RESP3 from now on, or RESP2. */
  void resp3(boolean value);

  /** Which of its replies are sent. */
  void replies(Replies mode);

  /** How it tracks keys. */
  Tracking tracking();

  /** From now on it tracks keys like this. */
  void tracking(Tracking tracking);

  /** Whether it asked not to be evicted, for CLIENT LIST: nobody is evicted here. */
  void noEvict(boolean value);

  /** Its subscriptions. */
  Subscriptions subscriptions();

  /**
   * Ends this command now and answers it later: until then no other command of this client is
   * begun. The answer is written on the client's event loop; if the stage fails, an error is.
   */
  <T> void await(CompletionStage<T> stage, BiConsumer<T, ReplyWriter> answer);

  /**
   * As {@link #await}, but commands that {@link Request#mayOverlap} are begun meanwhile; they are
   * answered in their order.
   */
  <T> void awaitInOrder(CompletionStage<T> stage, BiConsumer<T, ReplyWriter> answer);

  /** Closes the connection once everything that was written has gone out. */
  void closeAfterReply();

  /** Closes the connection. Any thread. */
  void close();

  /** Which replies a client wants to be sent, as in CLIENT REPLY. */
  enum Replies {
    ON,
    OFF,
    SKIP_NEXT
  }
}
