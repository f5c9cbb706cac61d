/**
 * Vedette's own options, those that Sentinel does not know: what there is ({@link
 * io.vedette.quorum.options.GroupOption} is the table), and what was chosen, for all groups and for
 * single ones. Immutable; any thread.
 */
package io.vedette.quorum.options;
