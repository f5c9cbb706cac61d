package io.vedette.quorum.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.NameRules;
import io.vedette.quorum.model.Names;
import io.vedette.quorum.model.Peer;
import io.vedette.quorum.model.PeerLink;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.model.Timing;
import java.util.LinkedHashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class CandidateOrderTest {
  private static final int COORDINATORS = 5;

  @Property
  void everyCoordinatorHasATurnOfItsOwn(
      @ForAll @LongRange(min = 0, max = 1_000_000) long epoch,
      @ForAll @IntRange(min = 2, max = COORDINATORS) int coordinators) {
    Set<Integer> turns = new LinkedHashSet<>();
    for (int self = 0; self < coordinators; self++) {
      turns.add(CandidateOrder.turnsBefore(id(self), seenBy(self, coordinators), new Epoch(epoch)));
    }
    assertThat(turns).hasSize(coordinators).allMatch(turn -> turn < coordinators);
  }

  @Test
  void theFirstIsNotAlwaysTheSame() {
    Set<Integer> turns = new LinkedHashSet<>();
    for (long epoch = 1; epoch < 100; epoch++) {
      turns.add(CandidateOrder.turnsBefore(id(0), seenBy(0, COORDINATORS), new Epoch(epoch)));
    }
    assertThat(turns).hasSize(COORDINATORS);
  }

  @Test
  void aPeerThatIsNotReachableHasNoTurn() {
    MasterGroup group = seenBy(0, 2);
    Peer other = group.peers().get(id(1));
    other.markSDown(1);
    for (long epoch = 1; epoch < 20; epoch++) {
      assertThat(CandidateOrder.turnsBefore(id(0), group, new Epoch(epoch))).isZero();
    }
  }

  private static MasterGroup seenBy(int self, int coordinators) {
    MasterGroup group =
        new MasterGroup(
            GroupConfig.fresh(
                new GroupName("g"),
                new Address("10.0.0.1", 6379),
                GroupSettings.defaults(2, Timing.DEFAULT)),
            new Names(NameRules.OFF),
            0);
    for (int i = 0; i < coordinators; i++) {
      if (i != self) {
        PeerLink process = new PeerLink(id(i), new Address("10.0.1.1", 1 + i), 0);
        process.link().connected("10.0.1.9", 0);
        group.peers().put(id(i), new Peer(process, group, 0));
      }
    }
    return group;
  }

  private static RunId id(int number) {
    return new RunId(Integer.toString(number).repeat(40));
  }
}
