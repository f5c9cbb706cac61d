/**
 * HTTP for operators, load balancers and their tools: metrics, health, JSON, events and a page. Off
 * unless {@code http-port} says where; nothing of it but {@link io.vedette.sentinel.http.HttpFront}
 * is loaded before, so that a coordinator without it is as small and as quick to start as ever.
 *
 * <p>Threading: one event loop of its own serves all connections, from the views that the
 * coordinator's thread leaves behind; what asks others over the network is done by the {@link
 * io.vedette.sentinel.runtime.Inspector} on its own thread. No request waits for the coordinator's
 * thread but the order of a failover, which is put into its mailbox like a client's.
 */
package io.vedette.sentinel.http;
