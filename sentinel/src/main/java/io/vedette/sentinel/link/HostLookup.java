package io.vedette.sentinel.link;

import io.netty.util.NetUtil;
import io.vedette.quorum.Input;
import io.vedette.sentinel.runtime.DaemonThreads;
import io.vedette.sentinel.runtime.Hosts;
import io.vedette.sentinel.runtime.Mailbox;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks host names up by the machine's own means (files, DNS), on threads of its own, for that may
 * take as long as it likes: no caller waits, and an answer that does not come in time is given up.
 *
 * <p>A name is looked up once at a time, so that one that hangs holds one thread only. Without
 * names to look up there is no thread. Any thread.
 */
public final class HostLookup {
  /** How long an answer is waited for. */
  public static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int MAX_THREADS = 16;
  private static final int IDLE_SECONDS = 10;

  static {
    // The coordinator says when a name is to be looked up again: Java's own memory would be stale.
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
  }

  /** How a name is looked up; may block. */
  interface Resolver {
    InetAddress[] resolve(String name) throws UnknownHostException;
  }

  private final Resolver resolver;
  private final Duration patience;
  private final ThreadPoolExecutor threads;
  private final Map<String, CompletableFuture<List<InetAddress>>> running =
      new ConcurrentHashMap<>();

  /** Looks up as the machine does. */
  public HostLookup() {
    this(InetAddress::getAllByName, PATIENCE);
  }

  HostLookup(Resolver resolver, Duration patience) {
    this.resolver = resolver;
    this.patience = patience;
    threads =
        new ThreadPoolExecutor(
            MAX_THREADS,
            MAX_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            DaemonThreads.named("vedette-names"));
    threads.allowCoreThreadTimeOut(true);
  }

  /** The port by which the core asks. */
  public Hosts answering(Mailbox mailbox) {
    return name -> {
      CompletionStage<List<InetAddress>> answer = lookUp(name);
      answer.whenComplete(
          (found, failure) ->
              mailbox.offer(
                  failure == null
                      ? new Input.HostResolved(name, texts(found))
                      : new Input.HostUnresolved(name, reason(failure))));
    };
  }

  /** What can be found of these names within this time, all asked at once; blocks. */
  public Map<String, List<String>> lookUpAll(Collection<String> names, Duration within) {
    Map<String, CompletableFuture<List<InetAddress>>> asked = new LinkedHashMap<>();
    for (String name : names) {
      asked.put(name, lookUp(name));
    }
    long deadline = System.nanoTime() + within.toNanos();
    Map<String, List<String>> found = new LinkedHashMap<>();
    asked.forEach(
        (name, answer) -> {
          List<InetAddress> addresses =
              answer
                  .exceptionally(failure -> List.of())
                  .completeOnTimeout(List.of(), deadline - System.nanoTime(), TimeUnit.NANOSECONDS)
                  .join();
          if (!addresses.isEmpty()) {
            found.put(name, texts(addresses));
          }
        });
    return found;
  }

  /** The addresses of a name, one or more, the preferred one first; fails if there are none. */
  CompletableFuture<List<InetAddress>> lookUp(String name) {
    return running
        .computeIfAbsent(name, this::begin)
        .copy()
        .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  private CompletableFuture<List<InetAddress>> begin(String name) {
    CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
    threads.execute(
        () -> {
          try {
            answer.complete(Arrays.asList(resolver.resolve(name)));
          } catch (UnknownHostException | RuntimeException e) {
            answer.completeExceptionally(e);
          } finally {
            running.remove(name, answer);
          }
        });
    return answer;
  }

  private static List<String> texts(List<InetAddress> addresses) {
    return addresses.stream().map(NetUtil::toAddressString).toList();
  }

  private String reason(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof TimeoutException) {
      return "no answer within " + patience.toMillis() + " ms";
    }
    // Java puts the name before the reason.
    String message = String.valueOf(cause.getMessage());
    return message.substring(message.indexOf(": ") < 0 ? 0 : message.indexOf(": ") + 2);
  }
}
