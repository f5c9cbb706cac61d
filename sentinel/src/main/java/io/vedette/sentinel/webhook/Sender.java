package io.vedette.sentinel.webhook;

/**
 * Who posts.
 *
 * @param runId the coordinator's id, as {@code SENTINEL MYID} gives it
 * @param version of the program
 */
record Sender(String runId, String version) {}
