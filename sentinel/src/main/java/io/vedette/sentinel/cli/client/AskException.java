package io.vedette.sentinel.cli.client;

import io.vedette.quorum.model.Address;

/** A question that was not answered as it should be. The message is one line, and names whom. */
public final class AskException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reply;

  private AskException(String message, String reply) {
    super(message.replaceAll("\\p{Cntrl}+", " "));
    this.reply = reply;
  }

  /** Nobody is there, the connection ended, or the answer took too long. */
  static AskException silent(Address from, String why) {
    return new AskException(from + " does not answer: " + why, "");
  }

  /** The answer is an error. */
  static AskException refused(Address from, String error) {
    return new AskException(from + " says: " + error, error);
  }

  /** The answer is not of the kind that such a question has. */
  public static AskException odd(Address from, String question) {
    return new AskException(from + " gives no usable answer to " + question, "");
  }

  /** The server's error; empty when it gave none. */
  public String reply() {
    return reply;
  }

  /**
   * Whether the server knows no such command, or not in this form: another program, most likely.
   */
  public boolean isUnknownCommand() {
    return reply.startsWith("ERR wrong number of arguments")
        || reply.startsWith("ERR unknown")
        || reply.startsWith("ERR Unknown");
  }
}
