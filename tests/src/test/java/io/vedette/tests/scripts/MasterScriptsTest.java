package io.vedette.tests.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.tests.harness.FreePorts;
import io.vedette.tests.harness.HttpReceiver;
import io.vedette.tests.harness.HttpReceiver.Answer;
import io.vedette.tests.harness.OsProcess.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts that lead programs to a new master. */
class MasterScriptsTest {
  private static final String OLD = "10.0.0.1 6379";
  private static final String NEW = "10.0.0.2 6380";

  @TempDir Path temp;
  private FakeTools tools;

  @BeforeEach
  void noTools() {
    tools = new FakeTools(temp.resolve("tools"));
  }

  private static void assertDone(Outcome outcome) {
    assertThat(outcome.output()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
  }

  private static void assertLater(Outcome outcome, String reason) {
    assertThat(outcome.output()).contains(reason).endsWith("; it will be tried again\n");
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  private static void assertNever(Outcome outcome, String reason) {
    assertThat(outcome.output()).contains(reason);
    assertThat(outcome.exitCode()).isEqualTo(2);
  }

  private static Outcome toNew(Script script) {
    return script.reconfigure("mymaster", OLD, NEW);
  }

  // --- A file ---

  @Test
  void theMastersAddressIsInTheFileAndNothingElseInTheFolder() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("masters"));
    Script script =
        Script.of("write-master-address.sh").set("VEDETTE_MASTER_DIR", folder.toString());
    assertDone(toNew(script));
    assertDone(script.run("mymaster", "observer", "start", "10.0.0.1", "1", "10.0.0.2", "6380"));
    assertThat(Files.readString(folder.resolve("mymaster.master"))).isEqualTo("10.0.0.2 6380\n");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
    assertNever(script.reconfigure("../m", OLD, NEW), "'../m' is neither a name nor an address");
    assertLater(toNew(script.set("VEDETTE_MASTER_DIR", "/nowhere")), "can't write to /nowhere");
  }

  @Test
  void whatIsNoAddressReachesNoProgram() {
    Script script = Script.of("write-master-address.sh").set("VEDETTE_MASTER_DIR", temp.toString());
    for (String odd : List.of("$(id)", "a;b", "a\nb", "-x", "a b", "é", "")) {
      assertNever(
          script.run("m", "leader", "start", "10.0.0.1", "6379", odd, "6379"),
          "is neither a name nor an address");
    }
    assertNever(
        script.run("m", "leader", "start", "10.0.0.1", "6379", "10.0.0.2", "http"), "is no port");
    assertNever(script.run("m", "leader", "start"), "usage: ");
  }

  // --- HAProxy ---

  @Test
  void haproxySendsToTheNewMaster() {
    try (HaproxyProcess proxy = new HaproxyProcess(temp, FreePorts.next(), "10.0.0.1:6379")) {
      Script script =
          Script.of("haproxy.sh").set("VEDETTE_HAPROXY_SOCKET", proxy.socket().toString());
      assertDone(toNew(script));
      assertThat(proxy.ask("show servers state")).contains(" master 10.0.0.2 ").contains(" 6380 ");
      // Once more, by another coordinator.
      assertDone(toNew(script));
      assertLater(toNew(script.set("VEDETTE_HAPROXY_SERVER", "mymaster/other")), "No such server");
      assertNever(toNew(script.set("VEDETTE_HAPROXY_SERVER", "a/b; shutdown")), "backend/server");
    }
    assertLater(
        toNew(Script.of("haproxy.sh").set("VEDETTE_HAPROXY_SOCKET", temp + "/gone.sock")),
        "can't be reached");
    assertNever(
        Script.of("haproxy.sh").reconfigure("mymaster", OLD, "redis-1.example.com 6379"),
        "addresses only");
  }

  @Test
  void connectionsToTheOldMasterAreClosed() throws IOException {
    try (ServerSocket old = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        HaproxyProcess proxy =
            new HaproxyProcess(temp, FreePorts.next(), "127.0.0.1:" + old.getLocalPort());
        Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        Socket server = old.accept()) {
      client.setSoTimeout(20_000);
      Script script =
          Script.of("haproxy.sh")
              .set("VEDETTE_HAPROXY_SOCKET", proxy.socket().toString())
              .set("VEDETTE_HAPROXY_CUT", "no");
      assertDone(script.reconfigure("mymaster", OLD, "127.0.0.1 1"));
      server.getOutputStream().write('x');
      assertThat(client.getInputStream().read()).isEqualTo('x');
      assertDone(
          script.set("VEDETTE_HAPROXY_CUT", "yes").reconfigure("mymaster", OLD, "127.0.0.1 1"));
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  // --- DNS ---

  private Script dns() {
    return Script.of("dns.sh").with(tools).set("VEDETTE_DNS_NAME", "%g.redis.example.com");
  }

  @Test
  void aDnsRecordIsReplaced() {
    tools.addReader("nsupdate");
    assertDone(
        toNew(
            dns()
                .set("VEDETTE_DNS_ZONE", "example.com")
                .set("VEDETTE_DNS_SERVER", "10.0.0.53")
                .set("VEDETTE_DNS_KEYFILE", "/etc/a key")));
    assertThat(tools.calls("nsupdate")).containsExactly("-t|20|-k|/etc/a key|");
    assertThat(tools.read("nsupdate.read"))
        .isEqualTo(
            """
            server 10.0.0.53 53
            zone example.com
            update delete mymaster.redis.example.com. A
            update delete mymaster.redis.example.com. AAAA
            update delete mymaster.redis.example.com. CNAME
            update add mymaster.redis.example.com. 5 A 10.0.0.2
            send
            """);
    assertDone(dns().reconfigure("m", OLD, "fd00::2 6379"));
    assertDone(dns().reconfigure("m", OLD, "redis-1.example.com 6379"));
    assertThat(tools.read("nsupdate.read"))
        .contains("update add m.redis.example.com. 5 AAAA fd00::2\n")
        .contains("update add m.redis.example.com. 5 CNAME redis-1.example.com.\n");
  }

  @Test
  void anUpdateThatIsRefusedIsGivenUpAndOneThatIsNotAnsweredIsNot() {
    tools.addReader("nsupdate", "echo 'update failed: REFUSED' >&2", "exit 2");
    assertNever(toNew(dns()), "mymaster.redis.example.com is refused: update failed: REFUSED");
    tools.addReader(
        "nsupdate", "echo '; Communication with 10.0.0.53#53 failed: timed out'", "exit 1");
    assertLater(toNew(dns()), "timed out");
    tools.addReader("nsupdate", "exec sleep 60");
    assertLater(toNew(dns().set("VEDETTE_NOTIFY_LIMIT_S", "2")), "no answer in time");
    assertNever(
        toNew(dns().set("VEDETTE_DNS_SERVER", "a\nupdate delete b")),
        "can't be part of a DNS update");
    assertNever(toNew(Script.of("dns.sh").with(tools)), "VEDETTE_DNS_NAME must be set");
  }

  // --- A virtual address ---

  @Test
  void aVirtualAddressHasToBeOne() {
    Script script = Script.of("vip.sh").set("VEDETTE_VIP_DEVICE", "eth0");
    for (String odd : List.of("10.0.0.100", "here/24", "10.0.0.1/24/3", "10.0.0.1/24 dev eth1")) {
      assertNever(toNew(script.set("VEDETTE_VIP", odd)), "expected address/prefix");
    }
    assertNever(
        toNew(script.set("VEDETTE_VIP", "10.0.0.9/24").set("VEDETTE_VIP_DEVICE", "a b")),
        "no network device");
  }

  // --- Kubernetes ---

  private Script kubernetes() {
    return Script.of("kubernetes.sh")
        .with(tools)
        .set("VEDETTE_K8S_SELECTOR", "app=redis,tier=cache")
        .set("VEDETTE_K8S_NAMESPACE", "data");
  }

  @Test
  void theMastersPodGetsTheLabelAfterTheOthersHaveLostIt() {
    tools.add(
        "kubectl",
        "case \"$*\" in",
        "  *field-selector=status.podIP=10.0.0.2*) echo pod/redis-1 ;;",
        "  *get*) printf 'pod/redis-0\\npod/redis-1\\npod/redis-2\\n' ;;",
        "esac");
    assertDone(toNew(kubernetes()));
    String begin = "--request-timeout=15s|--namespace=data|";
    assertThat(tools.calls("kubectl"))
        .containsExactly(
            begin
                + "get|pods|--selector=app=redis,tier=cache|--field-selector=status.podIP=10.0.0.2|--output=name|",
            begin + "get|pods|--selector=app=redis,tier=cache|--output=name|",
            begin + "label|--overwrite|pod/redis-0|role=replica|",
            begin + "label|--overwrite|pod/redis-2|role=replica|",
            begin + "label|--overwrite|pod/redis-1|role=master|");
  }

  @Test
  void aPodIsKnownByItsHostNameToo() {
    tools.add("kubectl", "case \"$*\" in *get*) echo pod/redis-1 ;; esac");
    assertDone(kubernetes().reconfigure("m", OLD, "redis-1.redis.data.svc.cluster.local 6379"));
    assertThat(tools.calls("kubectl"))
        .last()
        .asString()
        .endsWith("label|--overwrite|pod/redis-1|role=master|");
  }

  @Test
  void whatKubernetesRefusesIsGivenUpAndWhatItDoesNotAnswerIsNot() {
    tools.add("kubectl", "echo 'Error from server (Forbidden): pods is forbidden' >&2", "exit 1");
    assertNever(toNew(kubernetes()), "kubectl: Error from server (Forbidden)");
    tools.add("kubectl", "echo 'Unable to connect to the server: timeout' >&2", "exit 1");
    assertLater(toNew(kubernetes()), "Unable to connect");
    tools.add("kubectl");
    assertLater(toNew(kubernetes()), "no pod of app=redis,tier=cache has the address 10.0.0.2");
    tools.add("kubectl", "exec sleep 60");
    assertLater(toNew(kubernetes().set("VEDETTE_NOTIFY_LIMIT_S", "2")), "no answer in time");
  }

  // --- Consul ---

  @Test
  void theAddressIsUnderAKeyOfConsul() {
    try (HttpReceiver consul =
        HttpReceiver.start().answering(request -> new Answer(200, "true\n"))) {
      Script script =
          Script.of("consul.sh")
              .set("CONSUL_HTTP_ADDR", "127.0.0.1:" + consul.port())
              .set("CONSUL_HTTP_TOKEN", "to\"ken");
      assertDone(toNew(script));
      assertDone(
          script.set("VEDETTE_CONSUL_KEY", "odd key/é/%g").reconfigure("m", OLD, "fd00::2 6379"));
      HttpReceiver.Request first = consul.requests().get(0);
      assertThat(first.method() + " " + first.path())
          .isEqualTo("PUT /v1/kv/vedette/mymaster/master");
      assertThat(first.body()).isEqualTo("10.0.0.2:6380");
      assertThat(first.headers()).containsEntry("X-Consul-Token", "to\"ken");
      assertThat(consul.requests().get(1).path()).isEqualTo("/v1/kv/odd%20key/%C3%A9/m");
      assertThat(consul.requests().get(1).body()).isEqualTo("[fd00::2]:6379");
      consul.answering(request -> new Answer(200, "false\n"));
      assertLater(toNew(script), "Consul did not write");
      consul.answering(request -> new Answer(403, "Permission denied"));
      assertNever(toNew(script), "Consul answered 403: Permission denied");
      consul.answering(request -> new Answer(500, "No cluster leader"));
      assertLater(toNew(script), "Consul answered 500: No cluster leader");
    }
  }

  // --- systemd ---

  @Test
  void unitsAreRestartedAndReadTheAddress() throws IOException {
    tools.add("systemctl");
    Path file = temp.resolve("mymaster.env");
    Script script =
        Script.of("restart.sh")
            .with(tools)
            .set("VEDETTE_RESTART_UNITS", "app.service other@1.service")
            .set("VEDETTE_MASTER_FILE", temp + "/%g.env");
    assertDone(toNew(script));
    assertThat(tools.calls("systemctl"))
        .containsExactly("--no-ask-password|--no-block|try-restart|app.service|other@1.service|");
    assertThat(Files.readString(file)).isEqualTo("REDIS_HOST=10.0.0.2\nREDIS_PORT=6380\n");
    tools.add("systemctl", "echo 'Unit app.service not found.' >&2", "exit 5");
    assertNever(toNew(script), "not found");
    tools.add("systemctl", "echo 'Failed to connect to bus' >&2", "exit 1");
    assertLater(toNew(script), "Failed to connect to bus");
    assertNever(toNew(script.set("VEDETTE_RESTART_HOW", "poweroff")), "expected try-restart");
    assertNever(
        toNew(script.set("VEDETTE_RESTART_HOW", "reload").set("VEDETTE_RESTART_UNITS", "a --now")),
        "'--now' is no unit");
  }
}
