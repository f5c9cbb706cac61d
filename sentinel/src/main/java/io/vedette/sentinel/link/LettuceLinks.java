package io.vedette.sentinel.link;

import io.vedette.quorum.Input;
import io.vedette.quorum.cluster.Promotion;
import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.LinkTarget;
import io.vedette.quorum.model.RunId;
import io.vedette.sentinel.runtime.Links;
import io.vedette.sentinel.runtime.Mailbox;
import io.vedette.sentinel.tls.Tls;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The links to data nodes and peers, by Lettuce.
 *
 * <p>Every call is handed to the I/O thread, in order; nothing blocks. A refusal of what nobody
 * waits for (a hello, SCRIPT KILL) is a debug line.
 */
public final class LettuceLinks implements Links, AutoCloseable {
  /** How long an attempt to connect may take unless it is said otherwise. */
  public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(1);

  private static final int SHORT_RUN_ID = 8;

  /** How often it is told of a link that something is heard there, also if it is nothing new. */
  private static final long HEARD_NANOS = 1_000_000_000;

  private final Mailbox mailbox;
  private final Supplier<Login> peerLogin;
  private final String name;
  private final Connector connector;
  private final Errands errands;
  private final Pacer pacer;
  private final Map<LinkId, DataNodeLink> dataNodes = new ConcurrentHashMap<>();
  private final Map<LinkId, PeerLink> peers = new ConcurrentHashMap<>();
  private final AcceptedLogins accepted = new AcceptedLogins();
  private final HelloReader hellos = new HelloReader();
  private final LongAdder malformedHellos = new LongAdder();
  private final LongAdder malformedPeerReplies = new LongAdder();

  /**
   * Starts the I/O thread.
   *
   * @param mailbox where everything that is heard goes
   * @param self this coordinator, after whom the connections are named
   * @param peerLogin asked at each attempt to connect with a peer, by any thread
   * @param connectTimeout how long an attempt may take until the link is usable, 1 ms or more: a
   *     host that accepts and does not answer holds no link for longer
   * @param tls what all links speak; empty: plain TCP
   */
  public LettuceLinks(
      Mailbox mailbox,
      RunId self,
      Supplier<Login> peerLogin,
      Duration connectTimeout,
      Optional<Tls> tls) {
    this.mailbox = mailbox;
    this.peerLogin = peerLogin;
    this.name = "sentinel-" + self.value().substring(0, SHORT_RUN_ID);
    this.connector = new Connector(connectTimeout, tls);
    this.errands = new Errands(connector.loop());
    this.pacer = new Pacer(connector.loop());
  }

  @Override
  public void connect(LinkId id, LinkTarget target) {
    target.dispatchTo(new Beginning(id));
  }

  /** Makes the link that a target needs, and begins with it. */
  private final class Beginning implements LinkTarget.Handler {
    private final LinkId id;
    private final Outlet outlet = new Outlet(mailbox);
    private long heardAt = System.nanoTime() - HEARD_NANOS;

    Beginning(LinkId id) {
      this.id = id;
    }

    @Override
    public void onDataNode(LinkTarget.DataNode target) {
      LinkLogin login =
          new LinkLogin(List.of(target.group(), target.address()), loginOf(target), accepted);
      DataNodeLink link =
          new DataNodeLink(
              id, target, login, name, this::hear, connector, outlet, () -> dataNodes.remove(id));
      keep(id, dataNodes, link);
      int links = dataNodes.size();
      connector.rests().links(links);
      onLoop(
          () -> {
            hellos.expect(links);
            pacer.run(link::open);
          });
    }

    private void hear(byte[] message) {
      Optional<HelloReader.Heard> heard = hellos.read(message);
      if (heard.isEmpty()) {
        malformedHellos.increment();
        return;
      }
      long now = System.nanoTime();
      // One's own too: it shows that the subscription lives.
      boolean isToTell = heard.get().isToTell(now) || now - heardAt >= HEARD_NANOS;
      if (isToTell) {
        heardAt = now;
        outlet.offer(new Input.HelloHeard(Optional.of(id), heard.get().hello()));
      }
    }

    @Override
    public void onPeer(LinkTarget.Peer target) {
      PeerLink link =
          new PeerLink(
              id,
              target,
              new LinkLogin(target.runId(), peerLogin.get(), accepted),
              name + "-cmd",
              malformedPeerReplies::increment,
              connector,
              outlet,
              () -> peers.remove(id));
      keep(id, peers, link);
      // They are few, and all groups need them: not behind a thousand servers that may be down.
      onLoop(link::open);
    }
  }

  /** Shows the login that is set now on a link that stands. */
  private final class LoggingIn implements LinkTarget.Handler {
    private final LinkId id;

    LoggingIn(LinkId id) {
      this.id = id;
    }

    @Override
    public void onDataNode(LinkTarget.DataNode target) {
      logIn(loginOf(target));
    }

    @Override
    public void onPeer(LinkTarget.Peer target) {
      logIn(peerLogin.get());
    }

    private void logIn(Login login) {
      link(id).ifPresent(link -> onLoop(() -> link.logIn(login)));
    }
  }

  private static Login loginOf(LinkTarget.DataNode target) {
    return new Login(target.authUser(), target.authPass());
  }

  private static <L extends Link> void keep(LinkId id, Map<LinkId, L> links, L link) {
    if (links.putIfAbsent(id, link) != null) {
      throw new IllegalStateException("link id " + id.value() + " is used twice");
    }
  }

  @Override
  public void disconnect(LinkId id) {
    link(id)
        .ifPresent(
            link -> {
              link.shutUp();
              onLoop(link::drop);
            });
  }

  @Override
  public void logIn(LinkId id, LinkTarget target) {
    target.dispatchTo(new LoggingIn(id));
  }

  @Override
  public void ping(LinkId id) {
    link(id).ifPresent(link -> onLoop(link::ping));
  }

  @Override
  public void info(LinkId id) {
    dataNode(id, DataNodeLink::info);
  }

  @Override
  public void askCluster(LinkId id) {
    dataNode(id, DataNodeLink::askCluster);
  }

  @Override
  public void promoteInShard(LinkId id, Promotion how) {
    dataNode(id, link -> link.promoteInShard(how));
  }

  @Override
  public void publishHello(LinkId id, Hello hello) {
    link(id).ifPresent(link -> onLoop(() -> link.publishHello(hello)));
  }

  @Override
  public void resubscribe(LinkId id) {
    dataNode(id, DataNodeLink::resubscribe);
  }

  @Override
  public void replicaof(LinkId id, Optional<Address> master) {
    soon(id, link -> link.replicaof(master));
  }

  @Override
  public void pauseWrites(LinkId id, long ms) {
    soon(id, link -> link.pauseWrites(ms));
  }

  @Override
  public void resumeWrites(LinkId id) {
    soon(id, DataNodeLink::resumeWrites);
  }

  @Override
  public void handOver(LinkId id, Address replica) {
    soon(id, link -> link.handOver(replica));
  }

  @Override
  public void abortHandOver(LinkId id) {
    soon(id, DataNodeLink::abortHandOver);
  }

  @Override
  public void releaseClients(LinkId id) {
    soon(id, DataNodeLink::releaseClients);
  }

  @Override
  public void killScript(LinkId id) {
    dataNode(id, DataNodeLink::killScript);
  }

  @Override
  public void askPeer(
      LinkId id, GroupName group, Address master, Epoch epoch, Optional<RunId> candidate) {
    PeerLink link = peers.get(id);
    if (link != null) {
      onLoop(() -> link.ask(group, master, epoch, candidate));
      connector.rests().hurry();
    }
  }

  /** How many messages on the hello channel were no hello. Any thread. */
  public long malformedHellos() {
    return malformedHellos.sum();
  }

  /** How many answers of peers made no sense. Any thread. */
  public long malformedPeerReplies() {
    return malformedPeerReplies.sum();
  }

  private Optional<Link> link(LinkId id) {
    Link node = dataNodes.get(id);
    return Optional.ofNullable(node != null ? node : peers.get(id));
  }

  private void dataNode(LinkId id, Consumer<DataNodeLink> action) {
    DataNodeLink link = dataNodes.get(id);
    if (link != null) {
      onLoop(() -> action.accept(link));
    }
  }

  /** What a failover waits for. */
  private void soon(LinkId id, Consumer<DataNodeLink> action) {
    dataNode(id, action);
    connector.rests().hurry();
  }

  private void onLoop(Runnable action) {
    errands.add(action);
  }

  /** Drops every link without a word; takes two seconds at most. */
  @Override
  public void close() {
    dataNodes.values().forEach(Link::shutUp);
    peers.values().forEach(Link::shutUp);
    connector.close();
  }
}
