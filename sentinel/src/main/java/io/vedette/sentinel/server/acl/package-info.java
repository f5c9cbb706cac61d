/**
 * Access control lists: users, their passwords, and what they may do, by the rules of Redis 7.
 *
 * <p>What a user is at a moment is an immutable {@link io.vedette.sentinel.server.acl.User}; a
 * connection holds an {@link io.vedette.sentinel.server.acl.Account}, which points at the present
 * one, so that a change counts for everybody at once, and a check is one volatile read. Changes are
 * made one at a time, by {@link io.vedette.sentinel.server.acl.Accounts}.
 *
 * <p>Names, patterns and passwords are bytes, one character for each, as they came over the wire.
 */
package io.vedette.sentinel.server.acl;
