package io.vedette.quorum.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.Input;
import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.view.GroupView;
import io.vedette.quorum.view.NodeView;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a shard is called of which coordinators have begun to speak by different names. */
class ShardNamesTest {
  private static final Address MASTER = new Address("10.0.0.1", 6379);

  private final World world = ClusterScript.start(new String[] {"start-cluster", "coordinators=1"});

  @BeforeEach
  void threeShards() {
    world.run(4_500);
    assertThat(names()).containsExactly("shop-a1a1a1a1", "shop-a2a2a2a2", "shop-a3a3a3a3");
    world.takePrinted();
  }

  @Test
  void ofTwoNamesTheFirstInTheAlphabetStaysWithAllThatIsKnown() {
    GroupView before = shard("shop-a1a1a1a1");
    hello("shop-a0a0a0a0", MASTER);
    assertThat(names()).containsExactly("shop-a2a2a2a2", "shop-a3a3a3a3", "shop-a0a0a0a0");
    GroupView after = shard("shop-a0a0a0a0");
    assertThat(after.published()).isEqualTo(MASTER);
    assertThat(after.configEpoch()).isEqualTo(before.configEpoch());
    assertThat(after.replicas().stream().map(NodeView::address).toList())
        .isEqualTo(before.replicas().stream().map(NodeView::address).toList())
        .isNotEmpty();
    assertThat(world.takePrinted())
        .anyMatch(
            line -> line.contains("-monitor") && line.contains("others call it shop-a0a0a0a0"))
        .anyMatch(line -> line.contains("+monitor master shop-a0a0a0a0 10.0.0.1 6379"));
    world.run(20_000);
    assertThat(names()).containsExactly("shop-a2a2a2a2", "shop-a3a3a3a3", "shop-a0a0a0a0");
  }

  @Test
  void aLaterNameAndThatOfAnotherShardChangeNothing() {
    hello("shop-b0b0b0b0", MASTER);
    hello("shop-a1a1a1a1", new Address("10.0.0.2", 6379));
    hello("shop-a0a0a0a0", new Address("10.0.0.99", 6379));
    hello("other-a0a0a0a0", MASTER);
    assertThat(names()).containsExactly("shop-a1a1a1a1", "shop-a2a2a2a2", "shop-a3a3a3a3");
  }

  private void hello(String name, Address master) {
    Hello hello =
        new Hello(
            new Address("10.0.1.9", 26379),
            new RunId("9".repeat(RunId.LENGTH)),
            new Epoch(1),
            new GroupName(name),
            master,
            new Epoch(1));
    world.process("c1").step(new Input.HelloHeard(Optional.empty(), hello));
  }

  private GroupView shard(String name) {
    return world.process("c1").core.view().groups().stream()
        .filter(group -> group.name().value().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private List<String> names() {
    return world.process("c1").core.view().groups().stream()
        .map(group -> group.name().value())
        .toList();
  }
}
