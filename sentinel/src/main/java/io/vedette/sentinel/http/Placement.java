package io.vedette.sentinel.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.view.GroupView;
import io.vedette.quorum.view.NodeView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * For load balancers, as Patroni's checks: {@code /v1/groups/NAME/master?address=HOST:PORT} is 200
 * for the group's master and 503 for every other server, {@code replica} for replicas that serve.
 * Without an address: whether there is one at all, and where.
 */
final class Placement {
  private static final String MASTER = "master";
  private static final String REPLICA = "replica";

  boolean knows(String what) {
    return what.equals(MASTER) || what.equals(REPLICA);
  }

  Answer answer(GroupView group, Ask ask) {
    String lag = ask.parameter("lag");
    if (!lag.isEmpty() && !lag.matches("\\d{1,18}")) {
      return Answer.error(HttpResponseStatus.BAD_REQUEST, "lag is a number of bytes");
    }
    String word = ask.parameter("address");
    Optional<Address> address = address(word);
    if (!word.isEmpty() && address.isEmpty()) {
      return Answer.error(HttpResponseStatus.BAD_REQUEST, "address is host:port");
    }
    List<Address> found =
        ask.part(3).equals(MASTER)
            ? masters(group)
            : replicas(group, lag.isEmpty() ? Long.MAX_VALUE : Long.parseLong(lag));
    boolean isThere = address.isEmpty() ? !found.isEmpty() : found.contains(address.get());
    return Answer.json(
        isThere ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE,
        Map.of("addresses", found));
  }

  /** None where it may be an old one. */
  private static List<Address> masters(GroupView group) {
    return group.stale() ? List.of() : List.of(group.published());
  }

  private static List<Address> replicas(GroupView group, long mostLag) {
    return group.replicas().stream()
        .filter(replica -> Outlook.isUp(replica) && Outlook.isReplicating(replica))
        .filter(replica -> replica.info().map(info -> info.announced()).orElse(true))
        .filter(replica -> isWithin(Outlook.lagBytes(group, replica), mostLag))
        .map(NodeView::address)
        .toList();
  }

  private static boolean isWithin(OptionalLong lag, long most) {
    return most == Long.MAX_VALUE || (lag.isPresent() && lag.getAsLong() <= most);
  }

  /** {@code host:port}, an IPv6 host in brackets or not; empty: it is none. */
  static Optional<Address> address(String word) {
    int colon = word.lastIndexOf(':');
    String port = word.substring(colon + 1);
    if (colon < 1 || !port.matches("\\d{1,5}")) {
      return Optional.empty();
    }
    String host = word.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    return Address.isValid(host, Long.parseLong(port))
        ? Optional.of(new Address(host, Integer.parseInt(port)))
        : Optional.empty();
  }
}
