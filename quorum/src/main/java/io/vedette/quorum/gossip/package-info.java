/**
 * What coordinators tell each other without being asked: the hello, and the rule by which a newer
 * configuration replaces an older one.
 */
package io.vedette.quorum.gossip;
