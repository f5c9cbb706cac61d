package io.vedette.quorum.cluster;

import static io.vedette.quorum.cluster.Lines.id;
import static io.vedette.quorum.cluster.Lines.master;
import static io.vedette.quorum.cluster.Lines.replica;
import static io.vedette.quorum.cluster.Lines.report;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShardMatchTest {
  private static final SlotSet LOW = SlotSet.range(0, 8191);
  private static final SlotSet HIGH = SlotSet.range(8192, 16383);
  private static final ShardMatch.Known FIRST = new ShardMatch.Known(id(1), Set.of(id(1), id(3)));
  private static final ShardMatch.Known SECOND = new ShardMatch.Known(id(2), Set.of(id(2), id(4)));
  private static final List<ShardMatch.Known> KNOWN = List.of(FIRST, SECOND);

  private static ClusterPicture picture(NodeLine... lines) {
    return ClusterPicture.of(List.of(report(lines)));
  }

  @Test
  void aMasterStaysThatOfItsShardWhateverSlotsItHas() {
    ClusterPicture swapped = picture(master(1, 8, HIGH), master(2, 9, LOW));
    assertThat(ShardMatch.of(KNOWN, swapped)).containsEntry(id(1), 0).containsEntry(id(2), 1);
  }

  @Test
  void aReplicaThatTookTheSlotsOverIsItsShardsMaster() {
    ClusterPicture failedOver =
        picture(
            master(3, 8, LOW), master(2, 2, HIGH), master(1, 1, SlotSet.NONE), replica(4, 2, 2));
    assertThat(ShardMatch.of(KNOWN, failedOver)).containsEntry(id(3), 0).containsEntry(id(2), 1);
    assertThat(ShardMatch.members(id(3), FIRST.members(), failedOver))
        .as("the old master is down, and nowhere else")
        .containsExactlyInAnyOrder(id(3), id(1));
  }

  @Test
  void aMasterBesideTheOldOneIsANewShard() {
    ClusterPicture split = picture(master(1, 1, LOW), master(2, 2, HIGH), master(3, 3, range(5)));
    assertThat(ShardMatch.of(KNOWN, split)).containsOnlyKeys(id(1), id(2));
  }

  private static SlotSet range(int slot) {
    return SlotSet.range(slot, slot);
  }

  @Test
  void aStrangerIsANewShard() {
    ClusterPicture grown = picture(master(1, 1, LOW), master(9, 9, HIGH));
    assertThat(ShardMatch.of(KNOWN, grown)).containsOnlyKeys(id(1));
  }

  @Test
  void aReplicaThatMigratesChangesItsShard() {
    ClusterPicture migrated =
        picture(master(1, 1, LOW), master(2, 2, HIGH), replica(3, 2, 2), replica(4, 2, 2));
    assertThat(ShardMatch.members(id(1), FIRST.members(), migrated)).containsExactly(id(1));
    assertThat(ShardMatch.members(id(2), SECOND.members(), migrated))
        .containsExactlyInAnyOrder(id(2), id(3), id(4));
  }
}
