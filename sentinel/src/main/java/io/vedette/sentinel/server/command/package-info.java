/**
 * The commands, one class per family, and the table that finds them, checks how many words they
 * came with and who may use them.
 *
 * <p>Threading: a command runs on the event loop of its client and returns at once. Queries are
 * answered from {@link io.vedette.sentinel.runtime.LiveView}; what the coordinator has to decide is
 * asked of {@link io.vedette.sentinel.runtime.Coordination} through {@link
 * io.vedette.sentinel.server.command.Client#await}, during which that client, and only it, waits.
 *
 * <p>Texts of errors are Redis's: clients and operators' scripts match on them.
 */
package io.vedette.sentinel.server.command;
