package io.vedette.sentinel.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupName;
import io.vedette.sentinel.runtime.FailoverRecord;
import io.vedette.sentinel.runtime.FailoverRecord.Candidate;
import io.vedette.sentinel.runtime.FailoverRecord.Cause;
import io.vedette.sentinel.runtime.FailoverRecord.Phase;
import io.vedette.sentinel.runtime.FailoverRecord.Result;
import io.vedette.sentinel.runtime.FailoverRecord.Step;
import io.vedette.sentinel.runtime.FailoverRecord.Vote;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SENTINEL HISTORY. */
class SentinelHistoryTest {
  private RunningServer server;
  private WireClient client;

  @BeforeEach
  void remembersTwoFailovers() {
    server = new RunningServer();
    server.past.add(failover("mymaster", 9));
    server.past.add(failover("other", 8));
    client = server.connect();
  }

  @AfterEach
  void stops() {
    client.close();
    server.close();
  }

  private static FailoverRecord failover(String group, long epoch) {
    return new FailoverRecord(
        new GroupName(group),
        1_700_000_000_000L,
        Cause.HANDED_OVER,
        true,
        new Epoch(epoch),
        Optional.of(Views.SELF),
        Optional.empty(),
        Views.MASTER,
        Optional.of(new Address("::1", 6379)),
        2,
        List.of(new Vote(Views.SELF, Optional.empty(), Optional.of(Views.SELF))),
        List.of(new Candidate(Views.REPLICA, 100, 77, true, "best")),
        List.of(new Step(12, Phase.HELD_BACK, "")),
        Result.DONE,
        "");
  }

  private String history(String... words) {
    String[] all = new String[words.length + 2];
    all[0] = "SENTINEL";
    all[1] = "HISTORY";
    System.arraycopy(words, 0, all, 2, words.length);
    return client.call(all).replaceAll("\\$\\d+ ?", "").stripTrailing();
  }

  @Test
  void failoversAreMapsOfFieldsAndLists() {
    assertThat(history("mymaster"))
        .isEqualTo(
            "*1 *30 group mymaster started-at 1700000000000 cause handed-over role leader epoch 9"
                + " leader "
                + Views.SELF
                + " leader-address  from 10.0.0.1:6379 to [::1]:6379 result done reason "
                + " votes-needed 2 votes *1 *6 runid "
                + Views.SELF
                + " address  choice "
                + Views.SELF
                + " candidates *1 *10 address 10.0.0.2:6380 priority 100 offset 77 chosen yes"
                + " reason best steps *1 *6 after-ms 12 step held-back detail");
  }

  @Test
  void oneGroupsOrAllAndAsManyAsAreAskedFor() {
    assertThat(history()).startsWith("*2 ").contains(" mymaster ", " other ");
    assertThat(history("*")).startsWith("*2 ");
    assertThat(history("other")).startsWith("*1 ").doesNotContain(" mymaster ");
    assertThat(history("nobody")).isEqualTo("*0");
    assertThat(history("*", "1")).startsWith("*1 ").contains(" mymaster ");
  }

  @Test
  void whatIsNoCountIsRefused() {
    for (String wrong : List.of("0", "-1", "x", "501")) {
      assertThat(history("*", wrong)).as(wrong).isEqualTo("-ERR a count is 1 to 500");
    }
    assertThat(history("*", "1", "2")).isEqualTo("-ERR syntax error");
  }
}
