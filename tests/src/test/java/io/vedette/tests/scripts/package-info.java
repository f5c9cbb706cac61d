/**
 * The scripts of {@code notify-scripts}, each run as a coordinator runs it: against real programs
 * and servers where there are some to be had, else against stand-ins that write down what they are
 * told; and some of them in a real failover.
 */
package io.vedette.tests.scripts;
