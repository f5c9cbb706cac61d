package io.vedette.sentinel.cli.demo;

/** A step that did not happen. The message is one line for the person who watches. */
public final class DemoFailure extends Exception {
  private static final long serialVersionUID = 1L;

  DemoFailure(String message) {
    super(message);
  }

  DemoFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
