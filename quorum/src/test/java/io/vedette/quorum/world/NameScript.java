package io.vedette.quorum.world;

import io.vedette.quorum.Input;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.view.GroupView;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The lines of a transcript that are about host names. */
final class NameScript {
  private static final int PORT = 6379;

  private NameScript() {}

  static void happen(World world, String[] words) {
    switch (words[0]) {
      case "names" -> rules(world, words);
      case "dns" -> world.names.set(words[1], Arrays.asList(words).subList(2, words.length));
      case "dns-fails" -> world.names.fails = true;
      case "dns-works" -> world.names.fails = false;
      case "announces" -> announce(world, words[1], words[2]);
      case "move" -> world.move(world.server(words[1]), words[2]);
      case "monitor" -> monitor(world.process(words[1]), words);
      case "knows" -> configure(world, words);
      case "go" -> world.processes().forEach(world::start);
      case "use-names" -> useNames(world, words);
      case "show" -> show(world, world.process(words[1]));
      default -> throw new IllegalArgumentException(words[0]);
    }
  }

  /** {@code names announced|hidden [unknown-at-start]}. */
  private static void rules(World world, String[] words) {
    world.names.resolve = true;
    world.names.announce = words[1].equals("announced");
    world.namesAtStart = words.length == 2;
  }

  private static void announce(World world, String who, String name) {
    if (who.startsWith("c")) {
      world.process(who).announceHost = Optional.of(name);
    } else {
      world.server(who).announced = name;
    }
  }

  /** {@code knows <master> [<replica> …]}: what the configuration says. */
  private static void configure(World world, String[] words) {
    GroupConfig group = world.configured();
    List<Address> replicas =
        Arrays.stream(words).skip(2).map(host -> new Address(host, PORT)).toList();
    world.configure(
        new GroupConfig(
            group.name(),
            new Address(words[1], PORT),
            group.settings(),
            Epoch.ZERO,
            Epoch.ZERO,
            replicas,
            List.of()));
  }

  /** {@code monitor <who> <group> <host>}. */
  private static void monitor(Member member, String[] words) {
    GroupConfig group =
        GroupConfig.fresh(
            new GroupName(words[2]), new Address(words[3], PORT), World.settings(2, 1_000, 10_000));
    member.step(new Input.Monitor(member.ticket(), group));
  }

  private static void useNames(World world, String[] words) {
    boolean isAnnounced = words[1].equals("announced");
    world.processes().forEach(member -> member.step(new Input.UseNames(true, isAnnounced)));
  }

  /** What clients are told, and what is saved. */
  private static void show(World world, Member member) {
    GroupView group = member.core.view().groups().get(0);
    world.print(
        member.name, "publishes " + group.published() + ", saves " + group.master().known());
    group
        .replicas()
        .forEach(
            r ->
                world.print(
                    member.name, "  " + r.flags() + " " + r.address() + ", saves " + r.known()));
    group
        .peers()
        .forEach(p -> world.print(member.name, "  peer " + p.address() + ", saves " + p.known()));
  }
}
