package io.vedette.sentinel.cli;

import io.vedette.quorum.model.Address;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code host:port}, {@code [IPv6]:port}, or a host alone where a port is usual. */
class AddressWord implements ITypeConverter<Address> {
  private final int usualPort;

  /** No port is usual. */
  AddressWord() {
    this(0);
  }

  private AddressWord(int usualPort) {
    this.usualPort = usualPort;
  }

  /** A coordinator's. */
  static final class Coordinator extends AddressWord {
    static final int PORT = 26379;

    Coordinator() {
      super(PORT);
    }
  }

  /** A data node's. */
  static final class Node extends AddressWord {
    static final int PORT = 6379;

    Node() {
      super(PORT);
    }
  }

  @Override
  public Address convert(String word) {
    int bracket = word.indexOf(']');
    int colon = word.lastIndexOf(':');
    boolean bracketed = word.startsWith("[") && bracket > 0;
    boolean bare = !bracketed && colon >= 0 && word.indexOf(':') < colon;
    boolean hasPort = colon > bracket && !bare;
    String host = hasPort ? word.substring(0, colon) : word;
    host = bracketed ? host.substring(1, host.length() - 1) : host;
    String port = hasPort ? word.substring(colon + 1) : Integer.toString(usualPort);
    boolean good = port.matches("\\d{1,5}") && Address.isValid(host, Integer.parseInt(port));
    boolean odd = host.indexOf('[') >= 0 || host.indexOf(']') >= 0;
    if (!good || odd || Integer.parseInt(port) == 0) {
      throw new TypeConversionException("expected host:port, not '" + word + "'");
    }
    return new Address(host, Integer.parseInt(port));
  }
}
