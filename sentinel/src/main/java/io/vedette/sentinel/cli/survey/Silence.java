package io.vedette.sentinel.cli.survey;

import io.vedette.quorum.model.Address;

/**
 * A coordinator that said nothing of use.
 *
 * @param why one line that names it
 */
public record Silence(Address coordinator, String why) {}
