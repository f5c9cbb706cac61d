package io.vedette.sentinel.server.command;

import io.vedette.quorum.view.GroupView;
import io.vedette.sentinel.runtime.Coordination;
import io.vedette.sentinel.server.resp.ReplyWriter;
import java.util.List;
import java.util.Set;

/** ROLE and SHUTDOWN. */
final class ProcessCommands {
  /** SAVE and NOSAVE are accepted for the sake of habit: state is saved as it changes anyway. */
  private static final Set<String> SHUTDOWN_OPTIONS = Set.of("save", "nosave", "now", "force");

  private final Coordination coordination;
  private final Runnable shutdown;

  ProcessCommands(Coordination coordination, Runnable shutdown) {
    this.coordination = coordination;
    this.shutdown = shutdown;
  }

  void addTo(CommandTable table) {
    table.add(
        CommandSpec.of("role", 1, Kind.ROLE, "2.8.12", "Which masters are watched.", this::role));
    table.add(
        CommandSpec.of(
            "shutdown", -1, Kind.SHUTDOWN, "1.0.0", "Stops the process.", this::shutdown));
  }

  private void role(Client client, List<String> words, ReplyWriter reply) {
    List<GroupView> groups = coordination.view().groups();
    reply.array(2);
    reply.bulk("sentinel");
    reply.array(groups.size());
    groups.forEach(group -> reply.bulk(group.name().value()));
  }

  /** As in Redis, there is no reply when it works: the connection ends. */
  private void shutdown(Client client, List<String> words, ReplyWriter reply) {
    List<String> options = words.stream().skip(1).map(Answers::lower).toList();
    boolean both = options.contains("save") && options.contains("nosave");
    if (options.equals(List.of("abort"))) {
      reply.error("ERR No shutdown in progress.");
    } else if (both || !SHUTDOWN_OPTIONS.containsAll(options)) {
      reply.error("ERR syntax error");
    } else {
      shutdown.run();
      client.closeAfterReply();
    }
  }
}
