package io.vedette.sentinel.link;

import io.vedette.quorum.Input.PingAnswer;

/** What an answer to PING says of a server: Sentinel's own rules, by the error's first word. */
final class PingAnswers {
  private PingAnswers() {}

  static PingAnswer of(Reply reply) {
    if (reply.error().isEmpty()) {
      return reply.summary().equals("PONG") ? PingAnswer.PONG : PingAnswer.OTHER;
    }
    String error = reply.error().get();
    if (error.startsWith("LOADING")) {
      return PingAnswer.LOADING;
    }
    if (error.startsWith("MASTERDOWN")) {
      return PingAnswer.MASTERDOWN;
    }
    if (error.startsWith("NOAUTH") || error.startsWith("NOPERM")) {
      return PingAnswer.DENIED;
    }
    return error.startsWith("BUSY") ? PingAnswer.BUSY : PingAnswer.OTHER;
  }
}
