package io.vedette.sentinel.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.Input;
import io.vedette.quorum.Input.PingAnswer;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.LinkTarget;
import io.vedette.quorum.model.RunId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** What tests of a link to a data node have in common: the links, and what is done with one. */
abstract class LinkToDataNode {
  static final RunId SELF = new RunId("a".repeat(40));
  static final GroupName GROUP = new GroupName("mymaster");
  static final Duration TIMEOUT = LettuceLinks.DEFAULT_CONNECT_TIMEOUT;
  static final LinkId LINK = new LinkId(1);

  final Heard heard = new Heard();
  final LettuceLinks links =
      new LettuceLinks(heard, SELF, () -> Login.NONE, TIMEOUT, Optional.empty());

  @AfterEach
  void close() {
    links.close();
  }

  static LinkTarget node(Address address) {
    return node(address, null, null, Map.of());
  }

  static LinkTarget node(
      Address address, String user, String password, Map<String, String> renamed) {
    return new LinkTarget.DataNode(
        GROUP, address, Optional.ofNullable(user), Optional.ofNullable(password), renamed);
  }

  void up(LinkTarget target) {
    links.connect(LINK, target);
    assertThat(heard.next(Input.LinkUp.class).link()).isEqualTo(LINK);
  }

  Input.LinkLost lost() {
    return heard.next(Input.LinkLost.class);
  }

  PingAnswer ping() {
    links.ping(LINK);
    return heard.next(Input.PingReply.class).answer();
  }

  Optional<String> replicaof(Optional<Address> master) {
    links.replicaof(LINK, master);
    return heard.next(Input.ReplicaofReply.class).error();
  }

  Input.InfoReply info() {
    links.info(LINK);
    return heard.next(Input.InfoReply.class);
  }
}
