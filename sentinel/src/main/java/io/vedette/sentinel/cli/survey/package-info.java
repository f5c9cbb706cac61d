/**
 * What all coordinators of a group say of it, side by side, as plain records: from these the
 * commands draw, judge and act.
 *
 * <p>Threading: {@link io.vedette.sentinel.cli.survey.Survey} asks all at the same time and waits;
 * the records are immutable.
 */
package io.vedette.sentinel.cli.survey;
