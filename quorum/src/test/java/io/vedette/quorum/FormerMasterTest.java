package io.vedette.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.NodeInfo;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A master comes back that was the master before, and has not said anything since. */
class FormerMasterTest {
  private static final Address OTHER = new Address("10.0.0.3", 6379);

  private final Site site = new Site(2);

  @Test
  void whatItSaidThenIsNotItsWordNow() {
    site.says.put(Site.REPLICA, Site.ofData(Site.master(Site.REPLICA, List.of()), "d"));
    site.hello(2, Site.REPLICA, 1);
    site.run(11_000);
    site.kill(Site.REPLICA);
    site.says.put(Site.MASTER, Site.ofData(Site.master(Site.MASTER, List.of(OTHER)), "f"));
    site.says.put(OTHER, Site.ofData(Site.replica(OTHER, Site.MASTER), "f"));
    site.hello(2, Site.MASTER, 2);
    site.run(11_000);
    site.step(new Input.InfoReply(site.link(OTHER), site.says.get(OTHER)));
    // Started anew without its data: what it had is with the other.
    NodeInfo emptied = Site.ofData(Site.master(Site.MASTER, List.of(OTHER)), "9");
    site.says.remove(OTHER);
    site.step(new Input.InfoReply(site.link(Site.MASTER), emptied));
    site.hello(2, Site.REPLICA, 3);
    site.kill(Site.MASTER);
    List<Effect> done = site.step(new Input.Failover(Site.TICKET, Site.GROUP, false));
    assertThat(done).contains(new Effect.AnswerAdmin(Site.TICKET, AdminAnswer.OK));
    assertThat(site.group().outlook().refusals()).doesNotContainKey(OTHER);
  }
}
