/**
 * A small world for the core: modelled Redis servers, a network with delays and cuts, several real
 * coordinators, and virtual time. Deterministic: the same seed gives the same run.
 */
package io.vedette.quorum.world;
