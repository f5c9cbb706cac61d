/**
 * What can be seen of a coordinator from outside: immutable snapshots, made by the core, read by
 * any thread. Times are in the coordinator's monotonic milliseconds; {@link
 * io.vedette.quorum.view.NodeView#NEVER} stands for «not yet».
 */
package io.vedette.quorum.view;
