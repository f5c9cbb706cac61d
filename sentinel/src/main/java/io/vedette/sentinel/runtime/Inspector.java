package io.vedette.sentinel.runtime;

import java.util.concurrent.CompletionStage;

/**
 * Asks all coordinators and servers, over the network, as an operator's commands do. Any thread; no
 * method waits. The answers are JSON, as those commands print it; a stage fails with one line.
 */
public interface Inspector extends AutoCloseable {
  /**
   * What every coordinator says of a group, as {@code vedette status --json}.
   *
   * @param group empty text: all groups
   */
  CompletionStage<String> status(String group);

  /**
   * What is wrong, as {@code vedette doctor --json}.
   *
   * @param group empty text: all groups
   */
  CompletionStage<String> doctor(String group);

  /** Tells all coordinators of a group to pause, as {@code vedette pause --json}. */
  CompletionStage<String> pause(String group, long seconds);

  /** Tells all coordinators of a group to resume, as {@code vedette resume --json}. */
  CompletionStage<String> resume(String group);

  /** Asks nobody any more. */
  @Override
  void close();
}
