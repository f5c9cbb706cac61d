/** When a node, a master, or this coordinator's own sense of time, is not to be relied on. */
package io.vedette.quorum.detection;
