/**
 * Vedette's own options, in a file of their own, so that {@code sentinel.conf} stays readable by
 * redis-sentinel: {@link io.vedette.sentinel.options.OptionsFile} reads {@code vedette.properties}
 * by Apache Commons Configuration, the environment over it; {@link
 * io.vedette.sentinel.options.OptionsWatch} reads it again when it has changed, on a thread of its
 * own.
 *
 * <p>What options there are is said by two tables: {@link io.vedette.quorum.options.GroupOption}
 * and {@link io.vedette.sentinel.runtime.ProcessOption}.
 */
package io.vedette.sentinel.options;
