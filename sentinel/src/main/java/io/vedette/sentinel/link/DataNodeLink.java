package io.vedette.sentinel.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.ScheduledFuture;
import io.vedette.quorum.Input;
import io.vedette.quorum.cluster.NodeOptions;
import io.vedette.quorum.cluster.Promotion;
import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.LinkTarget;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A link to a Redis or Valkey server. Where it speaks RESP3, one connection carries the commands
 * and the hello subscription; elsewhere there is a second one, which comes and goes without being
 * the link's end.
 */
final class DataNodeLink extends Link {
  private static final Logger LOG = LoggerFactory.getLogger(DataNodeLink.class);

  /** Sentinel's own pace: at most one new subscription connection a second. */
  private static final long RECONNECT_MS = 1_000;

  private final Address address;
  private final Map<String, String> renamed;
  private final String name;
  private final Consumer<byte[]> onMessage;
  private final LatestInfo latestInfo = new LatestInfo();
  private final Answered infoAnswered = new InfoAnswered();
  private boolean shared;
  private Wire subscription;
  private boolean subscribing;
  private ScheduledFuture<?> nextSubscription;
  private boolean refusalTold;
  private Regular info;
  private NodeOptions options = NodeOptions.UNKNOWN;
  private boolean optionsRefused;

  /**
   * A link that has not begun.
   *
   * @param name of the connections, without their suffix
   * @param onMessage told of what is published on the hello channel
   */
  DataNodeLink(
      LinkId id,
      LinkTarget.DataNode target,
      LinkLogin login,
      String name,
      Consumer<byte[]> onMessage,
      Connector connector,
      Outlet outlet,
      Runnable onForgotten) {
    super(id, target, login, connector, outlet, onForgotten);
    this.address = target.address();
    this.renamed = target.renamedCommands();
    this.name = name;
    this.onMessage = onMessage;
  }

  @Override
  protected Map<String, String> renamed() {
    return renamed;
  }

  @Override
  protected void dial() {
    if (renamed.containsKey("HELLO")) {
      dialResp2();
    } else {
      dialResp3(login().current(), Optional.empty());
    }
  }

  /** {@code refused}: how the login that is set fared, when this is another one. */
  private void dialResp3(Login by, Optional<Loss> refused) {
    onWire(
        connector().connectResp3(address, by, name + "-cmd", onMessage),
        wire -> {
          shared = true;
          hold(wire);
          login().accepted(by);
          up(refused.map(Loss::detail));
        },
        failure -> {
          if (Loss.resp2Only(failure).isPresent()) {
            dialResp2();
          } else {
            onRefusedResp3(Loss.of(failure), refused);
          }
        });
  }

  private void onRefusedResp3(Loss loss, Optional<Loss> refused) {
    Optional<Login> other = refused.isEmpty() ? login().after(loss) : Optional.empty();
    if (other.isPresent()) {
      dialResp3(other.get(), Optional.of(loss));
    } else {
      lose(refused.orElse(loss));
    }
  }

  private void dialResp2() {
    onWire(
        connector().connectResp2(address),
        wire -> logInAndGoUp(wire, name + "-cmd", renamed),
        failure -> lose(Loss.of(failure)));
  }

  @Override
  protected void onUp() {
    if (shared) {
      subscribe(commands());
    } else {
      openSubscription();
    }
  }

  /** Subscribes anew: on the shared connection again, or on a second one that replaces the old. */
  void resubscribe() {
    if (!isUp()) {
      return;
    }
    if (shared) {
      subscribe(commands());
    } else if (subscription != null) {
      // Its end opens the next one.
      subscription.close();
    } else if (!subscribing) {
      openSubscription();
    }
  }

  private void openSubscription() {
    if (!isUp()) {
      return;
    }
    subscribing = true;
    onWire(
        connector().connectResp2(address, onMessage),
        wire -> {
          subscription = wire;
          wire.whenClosed(this::onSubscriptionClosed);
          login()
              .logIn(wire, name + "-pubsub", renamed)
              .thenAccept(outcome -> onSubscriptionLogin(wire, outcome.loss()));
        },
        failure -> onSubscriptionClosed());
  }

  private void onSubscriptionLogin(Wire wire, Optional<Loss> refusal) {
    if (!isUp() || !wire.isOpen()) {
      return;
    }
    if (refusal.isPresent()) {
      noteSubscriptionRefused(refusal.get().detail());
    } else {
      subscribe(wire);
    }
  }

  private void onSubscriptionClosed() {
    subscription = null;
    if (isUp()) {
      subscribing = true;
      nextSubscription =
          loop().schedule(this::openSubscription, RECONNECT_MS, TimeUnit.MILLISECONDS);
    }
  }

  private void subscribe(Wire wire) {
    subscribing = false;
    await(
        wire,
        wire.send(Call.of(word("SUBSCRIBE"), Hello.CHANNEL)),
        reply -> reply.error().ifPresent(this::noteSubscriptionRefused));
  }

  private void noteSubscriptionRefused(String error) {
    subscribing = false;
    if (!refusalTold) {
      refusalTold = true;
      LOG.warn("{} refuses the subscription to {}: {}", address, Hello.CHANNEL, error);
    }
  }

  @Override
  protected void closeMore() {
    if (nextSubscription != null) {
      nextSubscription.cancel(false);
    }
    if (subscription != null) {
      subscription.close();
    }
  }

  void info() {
    if (info == null) {
      info = new Regular("INFO");
    }
    info.send(infoAnswered);
  }

  /** Mostly it is read where it has arrived; where Lettuce made a string of it, out of that. */
  private final class InfoAnswered implements Answered {
    @Override
    public void by(ByteBuf from, int index, int length) {
      latestInfo.keep(from, index, length);
      tell(new Input.InfoReply(id(), latestInfo.read()));
    }

    @Override
    public int longestBulk() {
      return InfoParser.MAX_BYTES;
    }

    @Override
    public void by(Reply reply) {
      if (reply.error().isEmpty() && reply.items().size() == 1) {
        byte[] answer = reply.items().get(0).bytes();
        by(Unpooled.wrappedBuffer(answer), 0, answer.length);
      } else {
        noteRefusal(reply);
      }
    }
  }

  /** Commands that are answered in their order; with the last answer it is known what is told. */
  void askCluster() {
    askOptions();
    AtomicReference<byte[]> nodes = new AtomicReference<>();
    send(
        Call.of(word("CLUSTER"), "NODES"),
        reply -> {
          if (reply.error().isPresent()) {
            tell(new Input.ClusterRefusal(id(), reply.error().get()));
          } else if (reply.items().size() == 1) {
            nodes.set(reply.items().get(0).bytes());
          }
        });
    send(
        Call.of(word("CLUSTER"), "INFO"),
        reply -> {
          if (nodes.get() != null) {
            byte[] info = reply.items().size() == 1 ? reply.items().get(0).bytes() : new byte[0];
            tellOfCluster(nodes.get(), info);
          }
        });
  }

  /** Not again of a user who may not ask it: each refusal would be logged there. */
  private void askOptions() {
    if (optionsRefused) {
      return;
    }
    // One by one: of several names only Redis 7 and newer know.
    for (String option : ClusterParser.OPTIONS) {
      send(
          Call.of(word("CONFIG"), "GET", option),
          reply -> {
            optionsRefused |= reply.error().isPresent();
            options =
                ClusterParser.options(
                    options, reply.items().stream().map(Reply.Item::text).toList());
          });
    }
  }

  private void tellOfCluster(byte[] nodes, byte[] info) {
    ClusterParser.parse(nodes, info, options)
        .ifPresentOrElse(
            report -> tell(new Input.ClusterReply(id(), report)),
            () -> tell(new Input.ClusterRefusal(id(), "its CLUSTER NODES can't be understood")));
  }

  void promoteInShard(Promotion how) {
    Call call =
        how == Promotion.PLANNED
            ? Call.of(word("CLUSTER"), "FAILOVER")
            : Call.of(word("CLUSTER"), "FAILOVER", how.name());
    send(call, reply -> tell(new Input.PromotionReply(id(), reply.error())));
  }

  void replicaof(Optional<Address> master) {
    if (!isUp()) {
      return;
    }
    Wire wire = commands();
    new RoleChange(wire::sendTogether, renamed, master)
        .carryOut()
        .whenComplete(
            (error, failure) -> {
              if (!isUp()) {
                return;
              }
              if (failure == null) {
                tell(new Input.ReplicaofReply(id(), error));
              } else {
                onUnanswered(wire, failure);
              }
            });
  }

  void pauseWrites(long ms) {
    send(
        Call.of(word("CLIENT"), "PAUSE", Long.toString(ms), "WRITE"),
        reply -> tell(new Input.PauseReply(id(), reply.error())));
  }

  void resumeWrites() {
    send(Call.of(word("CLIENT"), "UNPAUSE"), this::noteRefusal);
  }

  /**
   * The replica is known to have everything. The server would wait until that says so too, which it
   * does once a second; FORCE with the shortest time makes it go on at once, at its next command.
   */
  void handOver(Address replica) {
    send(
        Call.of(
            word("FAILOVER"),
            "TO",
            replica.host(),
            Integer.toString(replica.port()),
            "FORCE",
            "TIMEOUT",
            "1"),
        reply -> tell(new Input.HandOverReply(id(), reply.error())));
  }

  void abortHandOver() {
    send(Call.of(word("FAILOVER"), "ABORT"), this::noteRefusal);
  }

  /** Not in one transaction: what is not allowed must not keep the rest from being done. */
  void releaseClients() {
    send(Call.of(word("CONFIG"), "REWRITE"), this::noteRefusal);
    send(Call.of(word("CLIENT"), "KILL", "TYPE", "normal"), this::noteRefusal);
    send(Call.of(word("CLIENT"), "KILL", "TYPE", "pubsub"), this::noteRefusal);
    send(Call.of(word("CLIENT"), "UNPAUSE"), this::noteRefusal);
  }

  void killScript() {
    send(Call.of(word("SCRIPT"), "KILL"), this::noteRefusal);
  }
}
