package io.vedette.sentinel.server;

import io.netty.buffer.ByteBuf;
import io.vedette.sentinel.server.command.CommandTable;
import io.vedette.sentinel.server.command.Request;
import io.vedette.sentinel.server.resp.KnownRequests;
import io.vedette.sentinel.server.resp.ProtocolException;
import io.vedette.sentinel.server.resp.RequestLimits;
import io.vedette.sentinel.server.resp.RespDecoder;
import java.util.List;

/**
 * Takes one client's requests from the bytes it has sent: by the short way if its loop has seen the
 * same bytes before. What may be asked now is not looked at: that is for each time anew.
 */
final class RequestReader {
  private final CommandTable commands;
  private final KnownRequests<Request> known;
  private final RespDecoder decoder;

  /**
   * @param known what the client's loop has learnt from requests within the same limits
   */
  RequestReader(CommandTable commands, KnownRequests<Request> known, RequestLimits limits) {
    this.commands = commands;
    this.known = known;
    this.decoder = new RespDecoder(limits);
  }

  /**
   * The next whole request, which is consumed; null if there is none yet.
   *
   * @param stranger whether the client has still to say its password
   * @throws ProtocolException if this is no request; the connection can't be used any more
   */
  Request next(ByteBuf in, boolean stranger) throws ProtocolException {
    boolean atBegin = decoder.betweenRequests();
    Request request = atBegin ? known.find(in) : null;
    if (request != null) {
      return request;
    }
    int before = in.readerIndex();
    List<String> words = decoder.next(in, stranger);
    if (words == null) {
      return null;
    }
    request = commands.request(words);
    Request repeated = atBegin ? request.repeated() : null;
    if (repeated != null) {
      known.learn(repeated, in.readerIndex() - before);
    }
    return request;
  }
}
