/**
 * Redis's wire protocol, the server's side: requests in, RESP2 or RESP3 replies out.
 *
 * <p>Text is held as Java strings in which each character is one byte of the wire (Latin-1): what a
 * client sent is sent back unchanged, whatever its encoding. Everything is bounded before it is
 * allocated, because headers are claims of strangers.
 *
 * <p>Not thread-safe: one decoder and one writer per connection, used by its event loop only.
 */
package io.vedette.sentinel.server.resp;
