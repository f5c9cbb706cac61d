/**
 * The decision core: what a coordinator does with what it is told, and nothing else.
 *
 * <p>{@link io.vedette.quorum.Coordinator} is the one mutable object. It is fed {@link
 * io.vedette.quorum.Input}s with the time at which they arrived and hands back {@link
 * io.vedette.quorum.Effect}s in the order in which they are to happen. It has no I/O, no thread, no
 * clock and no randomness of its own, so the same inputs give the same effects, always: a recorded
 * run can be replayed, and the simulator runs this very code.
 *
 * <p>Threading: confined to one thread; everything it hands out is immutable. Times are
 * milliseconds of a monotonic clock whose origin is of no importance.
 */
package io.vedette.quorum;
