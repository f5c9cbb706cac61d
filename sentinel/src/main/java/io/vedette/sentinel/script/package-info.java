/**
 * Operators' scripts, run by Sentinel's rules.
 *
 * <p>One thread of its own starts the scripts, reads what they print without ever waiting for it,
 * and collects their exits; whoever asks for a script only puts it into a bounded queue.
 */
package io.vedette.sentinel.script;
