package io.vedette.sentinel.server.command;

import io.vedette.sentinel.runtime.Coordination;
import io.vedette.sentinel.runtime.History;
import io.vedette.sentinel.runtime.LiveOptions;
import io.vedette.sentinel.runtime.ProcessSettings;
import io.vedette.sentinel.runtime.RenamedCommand;
import io.vedette.sentinel.runtime.Scripts;
import io.vedette.sentinel.server.acl.Accounts;
import java.util.ArrayList;
import java.util.List;

/**
 * What commands need.
 *
 * @param settings the configuration of the process
 * @param options what of it may change meanwhile
 * @param about what the program says of itself
 * @param coordination the coordinator
 * @param history past failovers
 * @param scripts operators' scripts
 * @param access the users
 * @param stats what is counted
 * @param clients everybody who is connected
 * @param shutdown begins to stop the process, and returns at once
 */
public record Commands(
    ProcessSettings settings,
    LiveOptions options,
    About about,
    Coordination coordination,
    History history,
    Scripts scripts,
    Accounts access,
    ServerStats stats,
    Clients clients,
    Runnable shutdown) {

  /**
   * All commands there are, by the names they go by.
   *
   * @throws RenameException if one of them can't be renamed as it should
   */
  public CommandTable table() throws RenameException {
    CommandTable table = new CommandTable(access, stats);
    new ConnectionCommands(access).addTo(table);
    new ClientCommands(clients, access).addTo(table);
    new AclCommands(access, clients, table).addTo(table);
    new PubSubCommands(coordination, stats).addTo(table);
    new InfoCommand(this).addTo(table);
    new ProcessCommands(coordination, shutdown).addTo(table);
    sentinel(table);
    new CatalogueCommands(table).addTo(table);
    for (RenamedCommand renamed : settings.renamed()) {
      table.rename(renamed);
    }
    return table;
  }

  private void sentinel(CommandTable table) {
    List<CommandSpec> subcommands = new ArrayList<>();
    new SentinelQueries(coordination, scripts).addTo(subcommands::add);
    new SentinelClusters(coordination).addTo(subcommands::add);
    new SentinelPeers(coordination, stats).addTo(subcommands::add);
    new SentinelChanges(settings, options, coordination).addTo(subcommands::add);
    new SentinelConfig(settings, options, coordination).addTo(subcommands::add);
    new SentinelHistory(history).addTo(subcommands::add);
    new SentinelDebug(coordination, scripts).addTo(subcommands::add);
    CommandSpec container =
        CommandSpec.of(
            "sentinel",
            -2,
            Kind.SENTINEL,
            "2.8.4",
            "Watches masters, their replicas and the other coordinators.",
            (client, words, reply) -> reply.error("ERR syntax error"));
    subcommands.add(HelpText.of(container, subcommands));
    table.add(container, subcommands);
  }
}
