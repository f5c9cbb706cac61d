package io.vedette.sentinel.runtime;

/**
 * One of our own commands that goes by another name, as {@code rename-command} asks for it.
 *
 * @param place for messages: {@code file:line}, or {@code command line}
 * @param command its name so far
 * @param name its new name; empty: it can't be called any more
 */
public record RenamedCommand(String place, String command, String name) {}
