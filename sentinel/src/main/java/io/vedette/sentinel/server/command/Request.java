package io.vedette.sentinel.server.command;

import java.util.List;

/**
 * A request, and whose it is to carry it out.
 *
 * @param words the command's name first; one or more
 * @param spec the command or subcommand; null: there is none of that name
 * @param handler what carries it out
 */
public record Request(List<String> words, CommandSpec spec, Handler handler) {
  /**
   * Whether it may be begun while questions of the same client still wait for their answers: it is
   * one itself, or what a peer sends between them all the time, which is answered at once.
   */
  public boolean mayOverlap() {
    return spec != null
        && (SentinelPeers.isQuestion(spec)
            || spec.kind() == Kind.PING
            || spec.kind() == Kind.PUBLISH);
  }

  /**
   * The same, to be used for all requests that are word for word like this one, by one thread; null
   * if there is nothing in remembering it.
   */
  public Request repeated() {
    if (spec == null || !spec.accepts(words.size())) {
      return null;
    }
    Handler forThese = handler.repeated(words);
    return forThese == null ? null : new Request(words, spec, forThese);
  }
}
