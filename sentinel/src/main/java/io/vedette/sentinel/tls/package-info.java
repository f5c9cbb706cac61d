/**
 * TLS as the server and the links need it: certificates and keys from PEM files, checked against
 * each other, and read again when they change.
 *
 * <p>Knows {@code runtime} (the settings), Netty and the JDK's own TLS; {@code server} and {@code
 * link} know it, and nothing of it is loaded while TLS is off. The JDK's TLS rather than OpenSSL's
 * by JNI: one program for all platforms, and a few dozen connections do not need the difference.
 *
 * <p>Threading: everything loaded is immutable and replaced as a whole, by a thread of its own that
 * looks at the files every few seconds. Connections keep what they began with.
 */
package io.vedette.sentinel.tls;
