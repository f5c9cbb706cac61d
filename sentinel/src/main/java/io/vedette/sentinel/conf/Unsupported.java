package io.vedette.sentinel.conf;

import java.util.Locale;

/**
 * Directives that protect a coordinator and that this version can't honour: refused, for running
 * without them would leave open what their owner believes closed.
 */
final class Unsupported {
  private Unsupported() {}

  /** Throws if the directive asks for something that is not there. */
  static void refuse(Directive directive) throws ConfigException {
    String value = directive.arguments().isEmpty() ? "" : directive.argument(0);
    boolean asked =
        switch (directive.name()) {
          case "tls-auth-clients-user" -> !value.toLowerCase(Locale.ROOT).equals("off");
          default -> false;
        };
    if (asked) {
      throw directive.error("not supported by this version");
    }
  }
}
