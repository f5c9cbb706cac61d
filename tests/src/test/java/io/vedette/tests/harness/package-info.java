/**
 * Real processes for tests and benchmarks: data nodes ({@code redis-server}) and coordinators
 * (Vedette or {@code redis-sentinel}) on free loopback ports in a temporary folder, faults that
 * need no root ({@code SIGKILL}, {@code SIGSTOP}), and what is asked of them afterwards.
 *
 * <p>Start at {@link io.vedette.tests.harness.Cluster}. Whatever was started is killed when its
 * cluster is closed, at the latest when the JVM ends. Clients here speak RESP over plain sockets,
 * on purpose: a bug in the code under test can't hide behind the same bug in the test. Everything
 * is used from one test thread; only {@link io.vedette.tests.harness.EventRecorder} has a thread of
 * its own.
 */
package io.vedette.tests.harness;
