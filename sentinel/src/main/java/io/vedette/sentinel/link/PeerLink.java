package io.vedette.sentinel.link;

import io.vedette.quorum.Input;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.LinkTarget;
import io.vedette.quorum.model.RunId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A link to another coordinator: RESP2, commands only, as Sentinels talk to each other. */
final class PeerLink extends Link {
  private static final String NOBODY = "*";
  private static final int ANSWER_ITEMS = 3;
  private static final GroupName REHEARSED = new GroupName("rehearsal");

  private final Address address;
  private final String name;
  private final Runnable onMalformed;

  PeerLink(
      LinkId id,
      LinkTarget.Peer target,
      LinkLogin login,
      String name,
      Runnable onMalformed,
      Connector connector,
      Outlet outlet,
      Runnable onForgotten) {
    super(id, target, login, connector, outlet, onForgotten);
    this.address = target.address();
    this.name = name;
    this.onMalformed = onMalformed;
  }

  @Override
  protected void dial() {
    onWire(
        connector().connectPeer(address),
        wire -> logInAndGoUp(wire, name, Map.of()),
        failure -> lose(Loss.of(failure)));
  }

  @Override
  protected Map<String, String> renamed() {
    return Map.of();
  }

  /**
   * Asks at once about what nobody watches, a coordinator's own address: the question and its
   * answer take the way that votes will, here and there, so that it is not new when it matters.
   */
  @Override
  protected void onUp() {
    send(
        question(address, Epoch.ZERO, Optional.empty()),
        reply -> {
          Optional<Input.PeerReply> unused = read(REHEARSED, address, reply);
        });
  }

  void ask(GroupName group, Address master, Epoch epoch, Optional<RunId> candidate) {
    send(
        question(master, epoch, candidate),
        reply -> read(group, master, reply).ifPresentOrElse(this::tell, onMalformed));
  }

  private Call question(Address master, Epoch epoch, Optional<RunId> candidate) {
    return Call.of(
        word("SENTINEL"),
        "is-master-down-by-addr",
        master.host(),
        Integer.toString(master.port()),
        epoch.toString(),
        candidate.map(RunId::value).orElse(NOBODY));
  }

  /** Down or not, for whom it voted, in which epoch; empty if that is not what came. */
  private Optional<Input.PeerReply> read(GroupName group, Address master, Reply reply) {
    List<Reply.Item> items = reply.items();
    if (items.size() != ANSWER_ITEMS || items.get(1).kind() != Reply.Kind.TEXT) {
      return Optional.empty();
    }
    OptionalLong down = items.get(0).number();
    String leader = items.get(1).text();
    OptionalLong epoch = items.get(2).number();
    boolean saneNumbers =
        (down.orElse(-1) == 0 || down.orElse(-1) == 1) && Epoch.isPlausible(epoch.orElse(-1));
    boolean nobody = leader.equals(NOBODY);
    if (!saneNumbers || (!nobody && !RunId.isValid(leader))) {
      return Optional.empty();
    }
    return Optional.of(
        new Input.PeerReply(
            id(),
            group,
            master,
            down.getAsLong() == 1,
            nobody ? Optional.empty() : Optional.of(new RunId(leader)),
            new Epoch(epoch.getAsLong())));
  }
}
