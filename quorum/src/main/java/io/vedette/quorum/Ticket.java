package io.vedette.quorum;

/**
 * What an answer is matched with its question by.
 *
 * @param value chosen by whoever asks, unique among the open questions
 */
public record Ticket(long value) {}
