package io.vedette.sentinel.server;

import io.vedette.sentinel.server.acl.Accounts;
import io.vedette.sentinel.server.command.CommandTable;
import io.vedette.sentinel.server.command.ServerStats;

/**
 * What all connections share.
 *
 * @param limits what one client may cost
 * @param timeoutSeconds after how much silence a client is dropped; 0: never
 * @param access the users
 * @param commands what they may ask
 * @param stats what is counted
 * @param clients everybody who is connected
 */
record ServerContext(
    ServerLimits limits,
    int timeoutSeconds,
    Accounts access,
    CommandTable commands,
    ServerStats stats,
    ClientRegistry clients) {}
