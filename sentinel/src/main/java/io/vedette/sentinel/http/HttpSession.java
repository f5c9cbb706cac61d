package io.vedette.sentinel.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection: one request after the other. */
final class HttpSession extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(HttpSession.class);

  /** How long a connection may take to bring a whole request, and stay without one. */
  private static final long PATIENCE_SECONDS = 30;

  /** How many requests may wait for the answer to the one before. */
  private static final int MOST_WAITING = 16;

  private static final Map<String, String> ALWAYS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
              + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors"
              + " 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cache-Control",
          "no-store");

  private final Routes routes;
  private final ArrayDeque<Ask> waiting = new ArrayDeque<>();
  private boolean isBusy;
  private ScheduledFuture<?> impatience;

  HttpSession(Routes routes) {
    this.routes = routes;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    expectRequest(context);
    context.fireChannelActive();
  }

  /** Who sends too slowly, or nothing, does not hold its place. */
  private void expectRequest(ChannelHandlerContext context) {
    Runnable close =
        () -> {
          var unused = context.close();
        };
    impatience = context.executor().schedule(close, PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    impatience.cancel(false);
    if (request.decoderResult().isFailure()) {
      refuse(context, "not a request that is understood here");
      return;
    }
    Ask ask;
    try {
      String authorization = request.headers().get(HttpHeaderNames.AUTHORIZATION, "");
      ask = Ask.of(request.method(), request.uri(), authorization);
    } catch (IllegalArgumentException badlyEncoded) {
      refuse(context, "the path or the query is not well encoded");
      return;
    }
    if (isBusy && waiting.size() >= MOST_WAITING) {
      var unused = context.close();
    } else if (isBusy) {
      waiting.add(ask);
    } else {
      answer(context, ask);
    }
  }

  private void refuse(ChannelHandlerContext context, String why) {
    Answer answer = Answer.error(HttpResponseStatus.BAD_REQUEST, why);
    routes.count(answer);
    var unused = context.writeAndFlush(response(answer)).addListener(ChannelFutureListener.CLOSE);
  }

  private void answer(ChannelHandlerContext context, Ask ask) {
    isBusy = true;
    if (routes.isStream(ask)) {
      stream(context);
      return;
    }
    CompletionStage<Answer> stage;
    try {
      stage = routes.answer(ask);
    } catch (RuntimeException bug) {
      LOG.error("answering {} {} failed", ask.method(), ask.path(), bug);
      stage = Answer.error(HttpResponseStatus.INTERNAL_SERVER_ERROR, "see the log").now();
    }
    var unused =
        stage.whenComplete(
            (answer, failure) ->
                context
                    .executor()
                    .execute(() -> send(context, failure == null ? answer : failed(failure))));
  }

  private static Answer failed(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return Answer.error(HttpResponseStatus.SERVICE_UNAVAILABLE, String.valueOf(cause.getMessage()));
  }

  private void send(ChannelHandlerContext context, Answer answer) {
    routes.count(answer);
    var unused = context.writeAndFlush(response(answer));
    isBusy = false;
    Ask next = waiting.poll();
    if (next != null) {
      answer(context, next);
    } else {
      expectRequest(context);
    }
  }

  private static FullHttpResponse response(Answer answer) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            answer.status(),
            Unpooled.copiedBuffer(answer.content(), StandardCharsets.UTF_8));
    headers(response, answer.type());
    answer.headers().forEach((name, value) -> response.headers().set(name, value));
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
    return response;
  }

  private static void headers(HttpResponse response, String type) {
    ALWAYS.forEach((name, value) -> response.headers().set(name, value));
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, type);
  }

  /** From now on this connection only listens. */
  private void stream(ChannelHandlerContext context) {
    HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    headers(response, EventStream.TYPE);
    // Without a length it ends with the connection.
    response.headers().set(HttpHeaderNames.CONNECTION, "close");
    response.headers().set("X-Accel-Buffering", "no");
    var unused = context.write(response);
    routes.stream().add(context.channel());
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (impatience != null) {
      impatience.cancel(false);
    }
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.debug("{} failed: {}", context.channel(), cause.toString());
    }
    var unused = context.close();
  }
}
