/**
 * The log: SLF4J in front, Logback behind it without any configuration file, Redis's line format.
 *
 * <p>Who logs only puts a line into a bounded queue; one thread of its own writes them, so a slow
 * disk is nobody's problem but the log's. {@link io.vedette.sentinel.log.SentinelLog} sets it up.
 */
package io.vedette.sentinel.log;
