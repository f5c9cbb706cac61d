/**
 * What became of past failovers: {@link io.vedette.sentinel.history.HistoryKeeper} makes a {@link
 * io.vedette.sentinel.runtime.FailoverRecord} of the events of each, and {@link
 * io.vedette.sentinel.history.HistoryFile} keeps them over a restart.
 *
 * <p>Threading: the coordinator's thread only puts what happened into a queue; all else is done on
 * a thread of its own, the file is written when a failover is over. Nothing here can hold up or
 * change a decision.
 */
package io.vedette.sentinel.history;
