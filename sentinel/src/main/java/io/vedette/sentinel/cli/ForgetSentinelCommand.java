package io.vedette.sentinel.cli;

import io.vedette.quorum.model.Address;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vedette forget-sentinel NAME HOST:PORT}: a coordinator that is gone for good. */
@Command(
    name = "forget-sentinel",
    header = "Make all coordinators forget a coordinator that is gone for good.")
final class ForgetSentinelCommand extends ForgetCommand {
  @Parameters(
      index = "1",
      paramLabel = "HOST:PORT",
      converter = AddressWord.Coordinator.class,
      description = "Where the coordinator was.")
  private Address gone;

  ForgetSentinelCommand(Screen screen, PrintWriter err) {
    super(screen, err, Forgetting.Kind.COORDINATOR);
  }

  @Override
  Address gone() {
    return gone;
  }
}
