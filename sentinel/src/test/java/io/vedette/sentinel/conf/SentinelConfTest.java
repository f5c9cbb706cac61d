package io.vedette.sentinel.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.RunId;
import io.vedette.sentinel.runtime.AclSettings;
import io.vedette.sentinel.runtime.ProcessSettings;
import io.vedette.sentinel.runtime.ProcessSettings.LogLevel;
import io.vedette.sentinel.runtime.RenamedCommand;
import io.vedette.sentinel.runtime.SyslogSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentinelConfTest {
  private static final String MONITOR = "sentinel monitor mymaster 127.0.0.1 6379 2\n";

  @TempDir Path folder;

  private Path write(String content) throws IOException {
    return Files.writeString(folder.resolve("sentinel.conf"), content);
  }

  private SentinelConf load(String content, String... overrides) throws Exception {
    return SentinelConf.load(write(content), List.of(overrides));
  }

  private GroupConfig only(SentinelConf conf) {
    assertThat(conf.coordinatorConfig().groups()).hasSize(1);
    return conf.coordinatorConfig().groups().get(0);
  }

  @Test
  void anEmptyFileMeansSentinelsDefaults() throws Exception {
    SentinelConf conf = load("");
    assertThat(conf.settings())
        .isEqualTo(
            new ProcessSettings(
                26379,
                List.of("*", "-::*"),
                false,
                Optional.empty(),
                10000,
                0,
                300,
                511,
                Optional.empty(),
                0,
                true,
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                Optional.empty(),
                LogLevel.NOTICE,
                false,
                Optional.empty(),
                Path.of("").toAbsolutePath(),
                AclSettings.DEFAULT,
                Optional.empty(),
                List.of(),
                Optional.empty()));
    assertThat(conf.coordinatorConfig().groups()).isEmpty();
    assertThat(conf.coordinatorConfig().announcePort()).isEqualTo(26379);
    assertThat(conf.warnings()).isEmpty();
  }

  @Test
  void withoutMyidEveryStartHasAFreshOne() throws Exception {
    RunId first = load("").coordinatorConfig().self();
    assertThat(load("").coordinatorConfig().self()).isNotEqualTo(first);
  }

  @Test
  void serverDirectivesAreReadWhateverTheirCaseAndQuoting() throws Exception {
    ProcessSettings settings =
        load("PORT 26400\r\n  Bind 127.0.0.1 -::1\r\nprotected-mode YES\nrequirepass \"a\\x20b\"\n"
                + "maxclients 7\ntimeout 8\ntcp-keepalive 9\ntcp-backlog 10\nunixsocket '/a b'\n"
                + "unixsocketperm 700\nlogfile \"\"\nloglevel Warning\ndaemonize yes\npidfile p\n"
                + ("dir " + folder + "\n")
                + "sentinel deny-scripts-reconfig no\nsentinel sentinel-user u\n"
                + "sentinel sentinel-pass ${env:HOME}\nsentinel resolve-hostnames yes\n"
                + "sentinel announce-hostnames yes\n")
            .settings();
    assertThat(settings)
        .isEqualTo(
            new ProcessSettings(
                26400,
                List.of("127.0.0.1", "-::1"),
                true,
                Optional.of("a b"),
                7,
                8,
                9,
                10,
                Optional.of("/a b"),
                0700,
                false,
                Optional.of("u"),
                Optional.of("${env:HOME}"),
                true,
                true,
                Optional.empty(),
                LogLevel.WARNING,
                true,
                Optional.of("p"),
                folder,
                AclSettings.DEFAULT,
                Optional.empty(),
                List.of(),
                Optional.empty()));
  }

  @Test
  void aGroupsLinesMayStandBeforeItsMonitorLine() throws Exception {
    String peer = "b".repeat(40);
    GroupConfig group =
        only(
            load(
                "sentinel config-epoch mymaster 3\nsentinel leader-epoch mymaster 4\n"
                    + "sentinel down-after-milliseconds mymaster 500\n"
                    + "sentinel failover-timeout mymaster 600\nsentinel parallel-syncs mymaster 7\n"
                    + "sentinel notification-script mymaster /bin/true\n"
                    + "sentinel client-reconfig-script mymaster /bin/sh\n"
                    + "sentinel auth-user mymaster u\nsentinel auth-pass mymaster \"p w\"\n"
                    + "sentinel rename-command mymaster config guessme\n"
                    + "sentinel master-reboot-down-after-period mymaster 8\n"
                    + "sentinel known-slave mymaster 127.0.0.1 6380\n"
                    + "sentinel known-replica mymaster ::1 6381\n"
                    + ("sentinel known-sentinel mymaster 127.0.0.1 26380 " + peer + "\n")
                    + MONITOR));
    assertThat(group.master()).isEqualTo(new Address("127.0.0.1", 6379));
    assertThat(group.configEpoch()).isEqualTo(new Epoch(3));
    assertThat(group.leaderEpoch()).isEqualTo(new Epoch(4));
    assertThat(group.replicas())
        .containsExactly(new Address("127.0.0.1", 6380), new Address("::1", 6381));
    assertThat(group.peers())
        .containsExactly(
            new GroupConfig.KnownPeer(new Address("127.0.0.1", 26380), new RunId(peer)));
    assertThat(group.settings().quorum()).isEqualTo(2);
    assertThat(group.settings().downAfterMs()).isEqualTo(500);
    assertThat(group.settings().failoverTimeoutMs()).isEqualTo(600);
    assertThat(group.settings().parallelSyncs()).isEqualTo(7);
    assertThat(group.settings().notificationScript()).contains("/bin/true");
    assertThat(group.settings().clientReconfigScript()).contains("/bin/sh");
    assertThat(group.settings().authUser()).contains("u");
    assertThat(group.settings().authPass()).contains("p w");
    assertThat(group.settings().renamedCommands()).isEqualTo(Map.of("CONFIG", "guessme"));
    assertThat(group.settings().masterRebootDownAfterMs()).isEqualTo(8);
  }

  @Test
  void theCurrentEpochIsNeverBelowAGroups() throws Exception {
    SentinelConf conf =
        load("sentinel current-epoch 5\n" + MONITOR + "sentinel config-epoch mymaster 9\n");
    assertThat(conf.coordinatorConfig().currentEpoch()).isEqualTo(new Epoch(9));
  }

  @Test
  void repeatedKnowledgeIsNoError() throws Exception {
    String peer = "B".repeat(40);
    GroupConfig group =
        only(
            load(
                MONITOR
                    + "sentinel known-replica mymaster 127.0.0.1 6380\n".repeat(2)
                    + "sentinel known-slave mymaster 127.0.0.1 6380\n"
                    + "sentinel known-replica mymaster 127.0.0.1 6379\n"
                    + ("sentinel known-sentinel mymaster 127.0.0.1 26380 " + peer + "\n")
                    + ("sentinel known-sentinel mymaster 127.0.0.1 26381 " + peer + "\n")));
    assertThat(group.replicas()).containsExactly(new Address("127.0.0.1", 6380));
    assertThat(group.peers())
        .containsExactly(
            new GroupConfig.KnownPeer(new Address("127.0.0.1", 26381), new RunId("b".repeat(40))));
  }

  @Test
  void aCoordinatorIsNotItsOwnPeer() throws Exception {
    String self = "a".repeat(40);
    SentinelConf conf =
        load(
            ("sentinel myid " + self + "\n" + MONITOR)
                + ("sentinel known-sentinel mymaster 127.0.0.1 26380 " + self + "\n"));
    assertThat(conf.coordinatorConfig().self()).isEqualTo(new RunId(self));
    assertThat(only(conf).peers()).isEmpty();
  }

  @Test
  void theCommandLineAddsAndOverrides() throws Exception {
    SentinelConf conf =
        load(
            "port 1\n" + MONITOR,
            "--port",
            "26380",
            "--sentinel",
            "monitor",
            "m",
            "127.0.0.1",
            "6379",
            "2",
            "--sentinel",
            "down-after-milliseconds",
            "m",
            "500",
            "--loglevel debug",
            "--requirepass",
            "--x",
            "--sentinel");
    assertThat(conf.settings().port()).isEqualTo(26380);
    assertThat(conf.settings().logLevel()).isEqualTo(LogLevel.DEBUG);
    assertThat(conf.settings().requirepass()).contains("--x");
    assertThat(conf.coordinatorConfig().groups()).hasSize(2);
    assertThat(conf.coordinatorConfig().groups().get(1).settings().downAfterMs()).isEqualTo(500);
    assertThat(conf.coordinatorConfig().announcePort()).isEqualTo(26380);
  }

  @Test
  void theFileRemembersTheMasterThatTheCommandLineNamedOnce() throws Exception {
    SentinelConf conf =
        load(MONITOR, "--sentinel", "monitor", "mymaster", "127.0.0.1", "7000", "3");
    assertThat(only(conf).master()).isEqualTo(new Address("127.0.0.1", 6379));
    assertThat(only(conf).settings().quorum()).isEqualTo(3);
    assertThat(conf.warnings())
        .singleElement()
        .asString()
        .startsWith("command line: 'sentinel monitor mymaster 127.0.0.1 7000 3': ")
        .contains("127.0.0.1:6379");
  }

  @Test
  void includesAreReadWithPatternsInOrder() throws Exception {
    Files.createDirectories(folder.resolve("conf.d"));
    Files.writeString(folder.resolve("conf.d/1.conf"), "port 1\ntimeout 1\n");
    Files.writeString(folder.resolve("conf.d/2.conf"), "port 2\ninclude sub.conf\n");
    Files.writeString(folder.resolve("conf.d/.3.conf"), "nonsense\n");
    Files.writeString(folder.resolve("sub.conf"), MONITOR);
    SentinelConf conf = load("dir " + folder + "\ninclude conf.d/*.conf\ninclude nothing-here*\n");
    assertThat(conf.settings().port()).isEqualTo(2);
    assertThat(conf.settings().timeoutSeconds()).isEqualTo(1);
    assertThat(only(conf).name().value()).isEqualTo("mymaster");
  }

  @Test
  void filesThatIncludeThemselvesAreRefused() throws Exception {
    Path file = folder.resolve("sentinel.conf");
    assertThatThrownBy(() -> load("include " + file + "\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("sentinel.conf:1: 'include ")
        .hasMessageContaining("include each other");
  }

  @Test
  void anErrorInAnIncludedFileNamesThatFile() throws Exception {
    Path other = Files.writeString(folder.resolve("other.conf"), "\nport x\n");
    assertThatThrownBy(() -> load("include " + other + "\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(other + ":2: 'port x': port must be 0..65535");
  }

  @Test
  void hostNamesAreTakenAsTheyStandWithResolveHostnames() throws Exception {
    GroupConfig group =
        only(
            load(
                """
                sentinel monitor m Redis-1.example 6379 1
                sentinel known-replica m redis-2 6379
                sentinel resolve-hostnames yes
                """));
    assertThat(group.master()).isEqualTo(new Address("redis-1.example", 6379));
    assertThat(group.replicas()).containsExactly(new Address("redis-2", 6379));
  }

  @Test
  void whatOnlyADataServerNeedsIsAccepted() throws Exception {
    SentinelConf conf =
        load(
            """
            save 900 1 300 10
            appendonly no
            repl-diskless-sync-delay 5
            primaryauth x
            client-output-buffer-limit normal 0 0 0
            latency-tracking-info-percentiles 50 99
            tls-port 0
            tls-replication no
            acllog-max-len 128
            tls-cert-file ""
            commandlog-reply-larger-than 1
            syslog-enabled no
            """);
    assertThat(conf.warnings()).isEmpty();
  }

  @Test
  void theUserLineThatSentinelWritesIsAccepted() throws Exception {
    String hashOfFoo = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";
    SentinelConf conf = load("requirepass foo\nuser default on #" + hashOfFoo + " ~* &* +@all\n");
    assertThat(conf.settings().requirepass()).contains("foo");
    assertThat(conf.settings().acl().users())
        .singleElement()
        .satisfies(line -> assertThat(line.name()).isEqualTo("default"))
        .satisfies(line -> assertThat(line.rules()).contains("#" + hashOfFoo, "+@all"));
    assertThat(conf.warnings()).isEmpty();
  }

  @Test
  void usersAreReadWithThePlaceTheyStandAt() throws Exception {
    SentinelConf conf =
        load("user bob on >pw (+ping &a)\nacllog-max-len 7\nacl-pubsub-default allchannels\n");
    AclSettings acl = conf.settings().acl();
    assertThat(acl.users()).hasSize(1);
    assertThat(acl.users().get(0).place()).endsWith("sentinel.conf:1");
    assertThat(acl.users().get(0).rules()).containsExactly("on", ">pw", "(+ping", "&a)");
    assertThat(acl.logMaxLen()).isEqualTo(7);
    assertThat(acl.allChannelsByDefault()).isTrue();
    assertThat(load("aclfile users.acl\n").settings().acl().file()).contains("users.acl");
  }

  @Test
  void usersAreDefinedHereOrInAnAclFileButNotInBoth() {
    assertThatThrownBy(() -> load("aclfile users.acl\nuser bob on >verysecret\n"))
        .hasMessageContaining("sentinel.conf:2: 'user bob ******': there is an 'aclfile' too")
        .hasMessageNotContaining("verysecret");
  }

  @Test
  void aUserLineWithoutAPasswordOverridesRequirepassAsInSentinelButIsWarnedOf() throws Exception {
    SentinelConf conf = load("requirepass foo\nuser default on nopass ~* &* +@all\n");
    assertThat(conf.warnings()).singleElement().asString().contains("sentinel.conf:2: ");
  }

  @Test
  void linesOfTheLogMayGoToTheSystemsToo() throws Exception {
    SentinelConf conf = load("syslog-enabled yes\n");
    assertThat(conf.settings().syslog())
        .contains(new SyslogSettings("redis", SyslogSettings.Facility.LOCAL0));
    assertThat(conf.warnings()).isEmpty();
    assertThat(load("syslog-ident v\nsyslog-facility USER\n").settings().syslog()).isEmpty();
    assertThat(
            load("syslog-enabled yes\nsyslog-ident v\nsyslog-facility Local7\n")
                .settings()
                .syslog())
        .contains(new SyslogSettings("v", SyslogSettings.Facility.LOCAL7));
  }

  @Test
  void commandsMayBeRenamed() throws Exception {
    SentinelConf conf = load("rename-command SHUTDOWN \"\"\nrename-command PUBLISH said\n");
    assertThat(conf.settings().renamed())
        .extracting(RenamedCommand::command, RenamedCommand::name)
        .containsExactly(tuple("SHUTDOWN", ""), tuple("PUBLISH", "said"));
    assertThat(conf.settings().renamed().get(1).place()).endsWith("sentinel.conf:2");
  }
}
