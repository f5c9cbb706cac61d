package io.vedette.sentinel.cli;

import io.vedette.sentinel.cli.client.Access;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How to get into the servers, for commands that ask them, too. */
final class NodeLogin {
  @Option(
      names = "--node-user",
      paramLabel = "NAME",
      description = "The servers' ACL user; else VEDETTE_NODE_USER.")
  private String user;

  @Option(
      names = "--node-password",
      paramLabel = "TEXT",
      description = "The servers' password; else VEDETTE_NODE_PASSWORD.")
  private String password;

  /** By the coordinators' door, with the servers' login. */
  Access of(ConnectionOptions coordinators) {
    return coordinators
        .access()
        .withLogin(said(user, "VEDETTE_NODE_USER"), said(password, "VEDETTE_NODE_PASSWORD"));
  }

  private static Optional<String> said(String option, String variable) {
    return Optional.ofNullable(option)
        .or(() -> Optional.ofNullable(System.getenv(variable)))
        .filter(text -> !text.isEmpty());
  }
}
