/**
 * Failovers in a network that is not loopback: a master, two replicas and three coordinators, each
 * in a container with an address of its own, and a client container among them which asks the
 * questions.
 *
 * <p>Here live the faults that processes on one host cannot show: a paused container, whose kernel
 * still accepts connections, and a container cut off from the network, which goes on running alone.
 *
 * <p>Public images are used unless {@code VEDETTE_TEST_REDIS_IMAGE} and {@code
 * VEDETTE_TEST_JRE_IMAGE} name others; {@code .ci/images} makes both from the programs of the
 * machine. {@code VEDETTE_TEST_COORDINATOR=redis-sentinel} runs the same tests against Redis' own
 * coordinator, to tell a fault of the tests from a fault of Vedette. The containers' output stays
 * in {@code tests/target/containers}.
 *
 * <p>Tests wait for what they expect; a thread of Testcontainers writes the containers' output.
 */
package io.vedette.tests.container;
