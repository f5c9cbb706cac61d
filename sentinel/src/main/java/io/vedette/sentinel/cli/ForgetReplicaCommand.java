package io.vedette.sentinel.cli;

import io.vedette.quorum.model.Address;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vedette forget-replica NAME HOST:PORT}: a replica that is gone for good. */
@Command(
    name = "forget-replica",
    header = "Make all coordinators forget a replica that is gone for good.")
final class ForgetReplicaCommand extends ForgetCommand {
  @Parameters(
      index = "1",
      paramLabel = "HOST:PORT",
      converter = AddressWord.Node.class,
      description = "Where the replica was.")
  private Address gone;

  ForgetReplicaCommand(Screen screen, PrintWriter err) {
    super(screen, err, Forgetting.Kind.REPLICA);
  }

  @Override
  Address gone() {
    return gone;
  }
}
