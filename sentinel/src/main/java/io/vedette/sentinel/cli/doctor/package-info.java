/**
 * What {@code vedette doctor} knows of mistakes: plain functions from what coordinators and servers
 * said to findings. Nothing here asks or changes anything.
 *
 * <p>Threading: none; all is immutable but the lists that a check fills.
 */
package io.vedette.sentinel.cli.doctor;
