package io.vedette.sentinel.conf;

import io.vedette.quorum.model.Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Addresses as they stand in the file; a name is never looked up here. */
final class Hosts {
  private Hosts() {}

  /** The address in arguments {@code at} and {@code at + 1}. */
  static Address address(Directive directive, int at, int leastPort, boolean namesToo)
      throws ConfigException {
    String host = directive.argument(at);
    long port = directive.number(at + 1, "port", leastPort, 65535);
    if (!Address.isValid(host, port)) {
      throw directive.error("'" + host + "' is not a host");
    }
    if (!namesToo && !isNumeric(host)) {
      throw directive.error(
          "Can't resolve instance hostname: '"
              + host
              + "' is not an IP address, and resolve-hostnames is not yes");
    }
    return new Address(host, (int) port);
  }

  /** Whether this is an IPv4 or IPv6 address. */
  static boolean isNumeric(String host) {
    return host.indexOf(':') >= 0 ? isIpv6(host) : isIpv4(host);
  }

  private static boolean isIpv4(String host) {
    String[] parts = host.split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    for (String part : parts) {
      boolean digits = part.length() <= 3 && part.chars().allMatch(c -> c >= '0' && c <= '9');
      if (part.isEmpty() || !digits || Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return true;
  }

  private static boolean isIpv6(String host) {
    String bare = host.indexOf('%') >= 0 ? host.substring(0, host.indexOf('%')) : host;
    if (!bare.chars().allMatch(c -> c == ':' || c == '.' || Character.digit(c, 16) >= 0)) {
      return false;
    }
    try {
      // Brackets keep Java from looking up what is no literal.
      return InetAddress.getByName("[" + bare + "]") != null;
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
