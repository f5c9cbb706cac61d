package io.vedette.sentinel.link;

import java.util.Optional;

/**
 * How to get in at a server; nothing is sent without a password.
 *
 * @param user the ACL user; empty: the default user
 * @param password the password; empty: no AUTH
 */
public record Login(Optional<String> user, Optional<String> password) {
  /** No AUTH. */
  public static final Login NONE = new Login(Optional.empty(), Optional.empty());

  /** Without the password: logs are read by many. */
  @Override
  public String toString() {
    return "Login[user=" + user + ", password=" + password.map(p -> "******") + ']';
  }
}
