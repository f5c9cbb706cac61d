package io.vedette.sentinel.conf;

/**
 * The configuration can't be used. The message is one line: where, which directive, what was
 * expected.
 */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(oneLine(message));
  }

  private static String oneLine(String message) {
    StringBuilder line = new StringBuilder(message.length());
    message
        .chars()
        .map(c -> Character.isISOControl(c) ? '?' : c)
        .forEach(c -> line.append((char) c));
    return line.toString();
  }
}
