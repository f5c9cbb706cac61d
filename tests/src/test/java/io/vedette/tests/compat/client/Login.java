package io.vedette.tests.compat.client;

import java.util.Optional;

/** A user and a password, a password, or nothing. */
public record Login(Optional<String> user, Optional<String> password) {
  public static final Login NONE = new Login(Optional.empty(), Optional.empty());

  public static Login of(String password) {
    return new Login(Optional.empty(), Optional.of(password));
  }

  public static Login of(String user, String password) {
    return new Login(Optional.of(user), Optional.of(password));
  }
}
