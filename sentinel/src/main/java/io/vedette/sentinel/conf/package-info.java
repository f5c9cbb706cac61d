/**
 * {@code sentinel.conf}: read, checked, kept with its owner's layout, rewritten atomically.
 *
 * <p>{@link io.vedette.sentinel.conf.SentinelConf#load} reads the file, what it includes and the
 * command line into an Apache Commons Configuration ({@link
 * io.vedette.sentinel.conf.SentinelConfiguration}), whose layout keeps every line as it stands.
 * {@link io.vedette.sentinel.conf.ConfigFile} merges the state into that layout and replaces the
 * file; it belongs to the coordinator's thread, all else is used once, at the start.
 *
 * <p>With a state folder ({@link io.vedette.sentinel.conf.StateFile}) the configuration is only
 * read, and {@link io.vedette.sentinel.conf.StateMerge} says what counts of the two. {@link
 * io.vedette.sentinel.file.AtomicFile} is how either is written.
 *
 * <p>The file is Sentinel's own: the same file starts either program, before and after a rewrite.
 * So its tokens, its directives and the place of new lines are Redis's.
 */
package io.vedette.sentinel.conf;
