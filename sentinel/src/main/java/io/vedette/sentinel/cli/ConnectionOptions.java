package io.vedette.sentinel.cli;

import io.vedette.quorum.model.Address;
import io.vedette.sentinel.cli.client.Access;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Which coordinators are asked, and how to get in. Options win over the environment. */
final class ConnectionOptions {
  static final String SENTINELS = "VEDETTE_SENTINELS";

  private static final Address DEFAULT = new Address("127.0.0.1", AddressWord.Coordinator.PORT);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--sentinel",
      paramLabel = "HOST:PORT",
      converter = AddressWord.Coordinator.class,
      description = {
        "A coordinator to ask; may be given several times. The others are found by asking it."
            + " Else those in VEDETTE_SENTINELS, else 127.0.0.1:26379."
      })
  private List<Address> sentinels;

  @Option(names = "--user", paramLabel = "NAME", description = "Its ACL user; else VEDETTE_USER.")
  private String user;

  @Option(
      names = "--password",
      paramLabel = "TEXT",
      description = "Its password; else VEDETTE_PASSWORD, which no list of processes shows.")
  private String password;

  @Option(names = "--tls", description = "Connect by TLS. Host names are not checked.")
  private boolean tls;

  @Option(
      names = "--cacert",
      paramLabel = "FILE",
      description = "PEM of who signs certificates; else those that Java trusts.")
  private Path authority;

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description = "PEM of the certificate to show, where one is asked for.")
  private Path certificate;

  @Option(names = "--key", paramLabel = "FILE", description = "PEM (PKCS#8) of its key.")
  private Path key;

  /** The coordinators to ask first. */
  List<Address> sentinels() {
    return sentinels(System.getenv());
  }

  List<Address> sentinels(Map<String, String> env) {
    if (sentinels != null) {
      return sentinels.stream().distinct().toList();
    }
    List<Address> found = new ArrayList<>();
    for (String word : env.getOrDefault(SENTINELS, "").trim().split("[\\s,]+", -1)) {
      if (!word.isEmpty()) {
        found.add(parse(word));
      }
    }
    return found.isEmpty() ? List.of(DEFAULT) : found.stream().distinct().toList();
  }

  private Address parse(String word) {
    try {
      return new AddressWord.Coordinator().convert(word);
    } catch (TypeConversionException e) {
      throw new ParameterException(line(), SENTINELS + ": " + e.getMessage(), e);
    }
  }

  /** How to get in. */
  Access access() {
    return access(System.getenv());
  }

  Access access(Map<String, String> env) {
    Optional<String> name = said(user, env.get("VEDETTE_USER"));
    Optional<String> secret = said(password, env.get("VEDETTE_PASSWORD"));
    if (name.isPresent() && secret.isEmpty()) {
      throw new ParameterException(line(), "a user needs a password (VEDETTE_PASSWORD)");
    }
    boolean files = authority != null || certificate != null || key != null;
    if ((certificate == null) != (key == null)) {
      throw new ParameterException(line(), "--cert and --key go together");
    }
    List.of(said(authority), said(certificate), said(key))
        .forEach(file -> file.ifPresent(this::checkReadable));
    return new Access(
        name,
        secret,
        tls || files
            ? Optional.of(new Access.Tls(said(authority), said(certificate), said(key)))
            : Optional.empty());
  }

  private void checkReadable(Path file) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new ParameterException(line(), "can't read " + file);
    }
  }

  private CommandLine line() {
    return spec.commandLine();
  }

  private static Optional<Path> said(Path file) {
    return Optional.ofNullable(file);
  }

  private static Optional<String> said(String option, String variable) {
    return Optional.ofNullable(option)
        .or(() -> Optional.ofNullable(variable))
        .filter(text -> !text.isEmpty());
  }
}
