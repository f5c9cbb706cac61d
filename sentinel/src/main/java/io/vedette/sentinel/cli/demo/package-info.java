/**
 * The demo: {@link io.vedette.sentinel.cli.demo.Demo} is the story, step by step, and the rest are
 * its means: processes, questions to them, a client that writes, and a timeline of events.
 *
 * <p>Threading: the story runs on one thread and waits for conditions, each with a deadline. The
 * client writes on a thread of its own; events arrive on Lettuce's. {@code Cluster} may be closed
 * by any thread, a shutdown hook among them, at any time.
 *
 * <p>Why real processes: what it shows is what a deployment does, down to the signal that kills the
 * master.
 */
package io.vedette.sentinel.cli.demo;
