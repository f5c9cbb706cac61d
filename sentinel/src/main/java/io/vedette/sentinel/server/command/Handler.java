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
}
