package io.vedette.sentinel.server.command;

import io.vedette.sentinel.server.resp.ReplyWriter;
import java.util.List;

/** Carries a command out. */
@FunctionalInterface
interface Handler {
  /**
   * Writes exactly one reply, or has the client {@linkplain Client#await wait} for it.
   *
   * @param words the request, the command's name first; as many as its arity says
   */
  void run(Client client, List<String> words, ReplyWriter reply);

  /**
   * What carries out requests that are word for word like this one, and may remember what it worked
   * out for them: it is one thread's. Null where requests are rarely repeated, or hold secrets.
   */
  default Handler repeated(List<String> words) {
    return null;
  }

  /** One that is often asked the same, and learns nothing from it. */
  static Handler often(Handler handler) {
    return new Handler() {
      @Override
      public void run(Client client, List<String> words, ReplyWriter reply) {
        handler.run(client, words, reply);
      }

      @Override
      public Handler repeated(List<String> words) {
        return handler;
      }
    };
  }
}
