package io.vedette.sentinel.tls;

import io.vedette.sentinel.runtime.TlsSettings;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * Which versions of TLS are spoken.
 *
 * @param spoken in Java's names
 * @param switchedOff those that are asked for and that this Java has switched off
 */
record Protocols(List<String> spoken, List<String> switchedOff) {
  private static final List<String> NAMES = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");
  private static final List<String> DEFAULT = List.of("TLSv1.2", "TLSv1.3");

  /**
   * Those of the settings.
   *
   * @throws TlsException if a name is unknown or none is left
   */
  static Protocols of(TlsSettings settings) throws TlsException, NoSuchAlgorithmException {
    List<String> asked = new ArrayList<>();
    for (String name : settings.protocols()) {
      asked.add(
          NAMES.stream()
              .filter(name::equalsIgnoreCase)
              .findFirst()
              .orElseThrow(
                  () ->
                      new TlsException(
                          "tls-protocols",
                          "'" + name + "' is none of " + String.join(", ", NAMES))));
    }
    Set<String> on = Set.of(SSLContext.getDefault().getDefaultSSLParameters().getProtocols());
    List<String> wanted = asked.isEmpty() ? DEFAULT : List.copyOf(asked);
    List<String> off = wanted.stream().filter(name -> !on.contains(name)).toList();
    List<String> spoken = wanted.stream().filter(on::contains).distinct().toList();
    if (spoken.isEmpty()) {
      throw new TlsException(
          "tls-protocols",
          "this Java has switched off %s (jdk.tls.disabledAlgorithms)"
              .formatted(String.join(", ", off)));
    }
    return new Protocols(spoken, off);
  }
}
