/**
 * Real faults on real processes: five hosts, each a network namespace with a {@code redis-server},
 * a coordinator and a client, on one switch. Faults are drawn from a seed, or read from a file, and
 * come in rounds: strikes, one or some at once, then all is healed, then the group must come to
 * rest. What clients and coordinators did meanwhile is judged afterwards.
 *
 * <p>Started by {@code tests/chaos}: {@link io.vedette.tests.chaos.Chaos}. What must hold, and
 * when, is in {@link io.vedette.tests.chaos.Rest}, {@link io.vedette.tests.chaos.Claims}, {@link
 * io.vedette.tests.chaos.Votes} and {@link io.vedette.tests.chaos.Losses}; the first of these asks
 * while the run goes on, the others look at what was written down.
 */
package io.vedette.tests.chaos;
