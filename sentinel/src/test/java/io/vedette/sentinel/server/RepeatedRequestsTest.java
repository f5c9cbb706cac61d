package io.vedette.sentinel.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.view.Flag;
import io.vedette.quorum.view.GroupView;
import io.vedette.sentinel.runtime.ProcessSettings;
import io.vedette.sentinel.runtime.RenamedCommand;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/**
 * Requests that are found by their bytes are answered as if they were taken apart each time,
 * whatever has changed since they were seen first.
 */
class RepeatedRequestsTest {
  private static final String ADDRESS = "SENTINEL GET-MASTER-ADDR-BY-NAME mymaster";

  /** What is remembered. */
  private static final List<String> QUERIES =
      List.of(
          "PING",
          "ping x",
          "PING x y",
          ADDRESS,
          "sentinel get-primary-addr-by-name mymaster",
          "GUARD GET-MASTER-ADDR-BY-NAME mymaster",
          "SENTINEL GET-MASTER-ADDR-BY-NAME MYMASTER",
          "SENTINEL MASTER mymaster",
          "SENTINEL MASTERS",
          "SENTINEL REPLICAS mymaster",
          "SENTINEL SLAVES nobody",
          "SENTINEL SENTINELS mymaster");

  /** What is not, or changes what the client may do, or how it is answered. */
  private static final List<String> OTHERS =
      List.of(
          "SENTINEL GET-MASTER-ADDR-BY-NAME",
          "SENTINEL CKQUORUM mymaster",
          "SENTINEL NOSUCH",
          "NOSUCH x",
          "HELLO 2",
          "HELLO 3",
          "SUBSCRIBE +tilt",
          "PSUBSCRIBE *",
          "UNSUBSCRIBE",
          "PUNSUBSCRIBE",
          "RESET",
          "CLIENT REPLY ON",
          "CLIENT REPLY OFF",
          "CLIENT REPLY SKIP",
          "AUTH guess",
          "AUTH secret",
          "AUTH bob bob");

  private static final List<Step> CHANGES =
      List.of(
          operated("ACL SETUSER default on +@all allchannels"),
          operated("ACL SETUSER default -sentinel +sentinel|masters"),
          operated("ACL SETUSER default -ping"),
          operated("ACL SETUSER default off"),
          operated("ACL SETUSER bob reset on >bob +@all allchannels"),
          operated("ACL SETUSER bob -sentinel|get-master-addr-by-name"),
          operated("ACL SETUSER bob -@all +ping +auth"),
          operated("ACL DELUSER bob"),
          seen("master at 10.0.0.1", group(Views.MASTER)),
          seen("master at 10.0.0.9", group(Views.PROMOTED)),
          seen("master at redis-1", group(new Address("redis-1", 6379))),
          seen("master at Redis-1", group(new Address("Redis-1", 6379))),
          seen("isolated", Views.stale(group(Views.MASTER))),
          seen("no group"),
          new Step(
              "an event",
              server -> {
                server.happens(new Event(EventType.TILT, "#tilt", "", Optional.empty()));
                server.happens(new Event(EventType.TILT_EXITED, "#tilt", "", Optional.empty()));
              },
              List.of()));

  /** Something that happens, or requests sent at once. */
  private record Step(String name, Consumer<DirectServer> change, List<String> requests) {
    /** Requests whole, as clients send them. */
    void whole(DirectServer server) {
      change.accept(server);
      server.send(String.join("", requests));
    }

    /** The same bytes in such pieces that each request has to be taken apart. */
    void inPieces(DirectServer server) {
      change.accept(server);
      requests.forEach(request -> server.send(request.substring(0, 4), request.substring(4)));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Step operated(String line) {
    return new Step(line, server -> server.operate(line), List.of());
  }

  private static Step seen(String name, GroupView... groups) {
    return new Step(name, server -> server.sees(groups), List.of());
  }

  private static Step sent(List<String> lines) {
    return new Step(
        lines.toString(),
        server -> {},
        lines.stream().map(line -> WireClient.command(line.split(" ", -1))).toList());
  }

  private static GroupView group(Address published) {
    return Views.group(
        "mymaster", Views.settings(), published, Views.master(), Views.peer(Flag.S_DOWN));
  }

  private static DirectServer server(boolean password, boolean renamed) {
    RunningServer.Settings settings = new RunningServer.Settings();
    settings.requirepass = password ? Optional.of("secret") : Optional.empty();
    settings.renamed =
        renamed ? List.of(new RenamedCommand("s.conf:1", "sentinel", "guard")) : List.of();
    ProcessSettings built = settings.build();
    return new DirectServer(Views.of(group(Views.MASTER)), built);
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<String> request =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.of(QUERIES)), Tuple.of(2, Arbitraries.of(OTHERS)));
    Arbitrary<Step> requests =
        request.list().ofMinSize(1).ofMaxSize(4).map(RepeatedRequestsTest::sent);
    return Arbitraries.frequencyOf(Tuple.of(3, requests), Tuple.of(2, Arbitraries.of(CHANGES)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(60);
  }

  @Property(tries = 500)
  void areAnsweredAsIfTheyWereNew(
      @ForAll("steps") List<Step> steps, @ForAll boolean password, @ForAll boolean renamed) {
    try (DirectServer quick = server(password, renamed);
        DirectServer slow = server(password, renamed)) {
      for (String query : QUERIES) {
        Step twice = sent(List.of(query, query));
        twice.whole(quick);
        twice.inPieces(slow);
      }
      assertThat(quick.received()).isEqualTo(slow.received());
      for (Step step : steps) {
        step.whole(quick);
        step.inPieces(slow);
        assertThat(quick.received()).as("%s", step).isEqualTo(slow.received());
      }
      assertThat(quick.counted()).isEqualTo(slow.counted());
    }
  }

  /** Else the property above would compare the long way with itself. */
  @Test
  void areKnownOnceTheyHaveComeTwice() {
    try (DirectServer quick = server(false, false);
        DirectServer slow = server(false, false)) {
      for (String query : QUERIES) {
        Step once = sent(List.of(query));
        String bytes = once.requests().get(0);
        for (int i = 0; i < 2; i++) {
          assertThat(quick.knows(bytes)).as(query).isFalse();
          once.whole(quick);
          once.inPieces(slow);
        }
        assertThat(quick.knows(bytes)).as(query).isEqualTo(!query.startsWith("GUARD"));
        assertThat(slow.knows(bytes)).as(query).isFalse();
      }
    }
  }

  @Test
  void secretsAreNotRemembered() {
    try (DirectServer server = server(true, false)) {
      for (String line : List.of("AUTH secret", "HELLO 3 AUTH default secret")) {
        Step thrice = sent(List.of(line, line, line));
        thrice.whole(server);
        assertThat(server.knows(thrice.requests().get(0))).as(line).isFalse();
      }
    }
  }

  @Test
  void addressThatDiffersInTheCaseOfLettersOnlyIsToldAsItIs() {
    try (DirectServer server = server(false, false)) {
      server.sees(group(new Address("Redis-1", 6379)));
      Step thrice = sent(List.of(ADDRESS, ADDRESS, ADDRESS));
      thrice.whole(server);
      assertThat(server.received()).isEqualTo("*2\r\n$7\r\nRedis-1\r\n$4\r\n6379\r\n".repeat(3));
      server.sees(group(new Address("redis-1", 6379)));
      thrice.whole(server);
      assertThat(server.received()).isEqualTo("*2\r\n$7\r\nredis-1\r\n$4\r\n6379\r\n".repeat(3));
    }
  }

  @Test
  void waitForTheEndOfAPause() {
    try (DirectServer server = server(false, false)) {
      Step twice = sent(List.of("PING", "PING"));
      twice.whole(server);
      assertThat(server.received()).isEqualTo("+PONG\r\n+PONG\r\n");
      server.pause();
      twice.whole(server);
      assertThat(server.received()).isEmpty();
      server.unpause();
      assertThat(server.received()).isEqualTo("+PONG\r\n+PONG\r\n");
    }
  }
}
