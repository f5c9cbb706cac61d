package io.vedette.sentinel.options;

/** The options can't be used. The message is one line: file, line, option, what was expected. */
public final class OptionsException extends Exception {
  private static final long serialVersionUID = 1L;

  public OptionsException(String message) {
    super(message.replaceAll("\\p{Cntrl}+", "?"));
  }
}
