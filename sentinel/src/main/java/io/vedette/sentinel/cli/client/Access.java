package io.vedette.sentinel.cli.client;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How to get in.
 *
 * @param user empty: the default user
 * @param password empty: no login
 * @param tls empty: none
 */
public record Access(Optional<String> user, Optional<String> password, Optional<Tls> tls) {

  /**
   * TLS, with names of hosts not looked at, as by redis-cli.
   *
   * @param authority who signs the servers' certificates (PEM); empty: those Java trusts
   * @param certificate our own (PEM); empty: none is shown
   * @param key of our certificate, PEM in PKCS#8
   */
  public record Tls(Optional<Path> authority, Optional<Path> certificate, Optional<Path> key) {}

  /** The same door, another login. */
  public Access withLogin(Optional<String> otherUser, Optional<String> otherPassword) {
    return new Access(otherUser, otherPassword, tls);
  }
}
