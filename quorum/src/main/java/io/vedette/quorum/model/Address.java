package io.vedette.quorum.model;

import java.util.Locale;

/**
 * Where a data node or a coordinator listens.
 *
 * @param host an IPv4 or IPv6 address (without brackets) or a host name; never blank
 * @param port 0 to 65535; 0 stands for an address known to be wrong, as Sentinel writes it
 */
public record Address(String host, int port) implements Comparable<Address> {
  public Address {
    if (host.isBlank()) {
      throw new IllegalArgumentException("an address needs a host");
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not in 0..65535");
    }
    // Digits of an IPv6 address are always told in lower case; a name, as it is written.
    host = host.indexOf(':') < 0 ? host : host.toLowerCase(Locale.ROOT);
  }

  /** Whether these are acceptable to the constructor: for input from outside. */
  public static boolean isValid(String host, long port) {
    if (host.isBlank() || port < 0 || port > 65535) {
      return false;
    }
    for (int i = 0; i < host.length(); i++) {
      if (!isPlain(host.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(char c) {
    return c > ' ' && c < 0x7f && c != ',' && c != '"' && c != '\'';
  }

  /** Whether the host is a name: neither an IPv4 nor an IPv6 address. */
  public boolean isNamed() {
    if (host.indexOf(':') >= 0) {
      return false;
    }
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c != '.' && (c < '0' || c > '9')) {
        return true;
      }
    }
    return false;
  }

  /** Names are the same in any case. */
  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Address that
            && port == that.port
            && (host.equals(that.host) || host.equalsIgnoreCase(that.host)));
  }

  @Override
  public int hashCode() {
    return 31 * host.toLowerCase(Locale.ROOT).hashCode() + port;
  }

  @Override
  public int compareTo(Address other) {
    int byHost = String.CASE_INSENSITIVE_ORDER.compare(host, other.host);
    return byHost != 0 ? byHost : Integer.compare(port, other.port);
  }

  /** {@code host:port}, an IPv6 host in brackets: as Sentinel names a replica. */
  @Override
  public String toString() {
    return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
  }
}
