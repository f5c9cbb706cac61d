package io.vedette.quorum.cluster;

import static io.vedette.quorum.cluster.Lines.id;
import static io.vedette.quorum.cluster.Lines.master;
import static io.vedette.quorum.cluster.Lines.replica;
import static io.vedette.quorum.cluster.Lines.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.model.Address;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterPictureTest {
  private static final SlotSet LOW = SlotSet.range(0, 8191);
  private static final SlotSet HIGH = SlotSet.range(8192, 16383);

  private static List<NodeId> owners(ClusterPicture picture) {
    return picture.owners().stream().map(ClusterPicture.Node::id).toList();
  }

  @Test
  void masterAndReplicasAreAsTheySay() {
    ClusterPicture picture =
        ClusterPicture.of(List.of(report(master(1, 1, HIGH), master(2, 2, LOW), replica(3, 1, 1))));

    assertThat(owners(picture)).as("by their first slot").containsExactly(id(2), id(1));
    assertThat(picture.node(id(3)).orElseThrow().master()).contains(id(1));
    assertThat(picture.covered().count()).isEqualTo(SlotSet.ALL);
    assertThat(picture.isOwner(id(3))).isFalse();
  }

  @Test
  void aMasterThatWasReplacedWhileItWasCutOffOwnsNothing() {
    ClusterReport ofOld = report(master(1, 1, LOW), master(2, 2, HIGH), replica(3, 1, 1));
    ClusterReport ofNew = report(master(3, 7, LOW), master(2, 2, HIGH), master(1, 1, SlotSet.NONE));

    for (List<ClusterReport> said : List.of(List.of(ofOld, ofNew), List.of(ofNew, ofOld))) {
      ClusterPicture picture = ClusterPicture.of(said);
      assertThat(owners(picture)).containsExactly(id(3), id(2));
      assertThat(picture.node(id(1)).orElseThrow().slots()).isEqualTo(SlotSet.NONE);
    }
  }

  @Test
  void aNodeKnowsBestOfItself() {
    ClusterReport ofOther = report(master(2, 2, HIGH), master(1, 1, LOW), replica(3, 2, 2));
    ClusterReport ofItself = report(replica(3, 1, 1), master(1, 1, LOW), master(2, 2, HIGH));

    ClusterPicture picture = ClusterPicture.of(List.of(ofOther, ofItself));

    assertThat(picture.node(id(3)).orElseThrow().master()).contains(id(1));
  }

  @Test
  void slotsOnTheirWayBelongToTheHigherEpoch() {
    ClusterReport ofGiver = report(master(1, 1, LOW), master(2, 2, HIGH));
    SlotSet more = HIGH.and(SlotSet.range(8000, 8191));
    ClusterReport ofTaker = report(master(2, 5, more), master(1, 1, LOW));

    ClusterPicture picture = ClusterPicture.of(List.of(ofGiver, ofTaker));

    assertThat(picture.node(id(1)).orElseThrow().slots()).hasToString("0-7999");
    assertThat(picture.node(id(2)).orElseThrow().slots()).hasToString("8000-16383");
  }

  @Test
  void anAddressIsThatWhichTheNodeItselfSays() {
    NodeLine moved = master(1, 1, LOW).at(new Address("10.9.9.9", 7000));
    ClusterPicture picture =
        ClusterPicture.of(
            List.of(
                report(moved, master(2, 2, HIGH)), report(master(2, 2, HIGH), master(1, 1, LOW))));

    assertThat(picture.node(id(1)).orElseThrow().address()).hasToString("10.9.9.9:7000");
  }

  @Test
  void aNodeWithoutAnAddressIsNowhere() {
    NodeLine own =
        new NodeLine(
            id(1), Optional.empty(), true, Optional.empty(), 1, LOW, 0, false, false, true, false);
    ClusterReport said = report(own, master(2, 2, HIGH));

    assertThat(ClusterPicture.of(List.of(said)).nodes()).containsOnlyKeys(id(2));
    assertThat(ClusterPicture.of(List.of(said.at(new Address("10.0.0.1", 1)))).nodes())
        .as("it was reached by one")
        .containsOnlyKeys(id(1), id(2));
  }
}
