package io.vedette.sentinel.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a configuration is said in one line. */
class SentinelConfErrorsTest {
  private static final String MONITOR = "sentinel monitor mymaster 127.0.0.1 6379 2\n";

  @TempDir Path folder;

  private Path write(String content) throws IOException {
    return Files.writeString(folder.resolve("sentinel.conf"), content);
  }

  private SentinelConf load(String content, String... overrides) throws Exception {
    return SentinelConf.load(write(content), List.of(overrides));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sentinel monitor m 127.0.0.1 637x 2 | port must be 1..65535",
        "sentinel monitor m 127.0.0.1 0 2 | port must be 1..65535",
        "sentinel monitor m 127.0.0.1 65536 2 | port must be 1..65535",
        "sentinel monitor m 127.0.0.1 6379 0 | quorum must be a whole number, 1 or more",
        "sentinel monitor m 127.0.0.1 6379 | expected 4 arguments: master-name ip port quorum",
        "sentinel monitor m:x 127.0.0.1 6379 1 | a master's name holds only letters, digits and the"
            + " characters \".-_\"",
        "sentinel monitor m localhost 6379 1 | Can't resolve instance hostname: 'localhost' is not"
            + " an IP address, and resolve-hostnames is not yes",
        "sentinel monitor m 1.2.3.256 6379 1 | Can't resolve instance hostname: '1.2.3.256' is not"
            + " an IP address, and resolve-hostnames is not yes",
        "sentinel monitor m 1::2::3 6379 1 | Can't resolve instance hostname: '1::2::3' is not an"
            + " IP address, and resolve-hostnames is not yes",
        "sentinel monitor mymaster 127.0.0.1 6379 2 | Duplicate master name.",
        "sentinel down-after-milliseconds nosuch 1 | No such master with specified name.",
        "sentinel down-after-milliseconds | expected a master's name",
        "sentinel down-after-milliseconds mymaster 0 | milliseconds must be a whole number, 1 or"
            + " more",
        "sentinel down-after-milliseconds mymaster 10x | milliseconds must be a whole number, 1 or"
            + " more",
        "sentinel failover-timeout mymaster -1 | milliseconds must be a whole number, 1 or more",
        "sentinel parallel-syncs mymaster 0 | number of replicas must be a whole number, 1 or more",
        "sentinel notification-script mymaster /nope | Notification script seems non existing or"
            + " non executable.",
        "sentinel client-reconfig-script mymaster /tmp | Client reconfiguration script seems non"
            + " existing or non executable.",
        "sentinel config-epoch mymaster x | epoch must be a whole number, 0 or more",
        "sentinel leader-epoch mymaster -1 | epoch must be a whole number, 0 or more",
        "sentinel current-epoch 99999999999999999999 | epoch must be a whole number, 0 or more",
        "sentinel myid zz | myid must be 40 hexadecimal digits",
        "sentinel known-replica mymaster redis-2 6379 | Can't resolve instance hostname: 'redis-2'"
            + " is not an IP address, and resolve-hostnames is not yes",
        "sentinel known-replica mymaster 127.0.0.1 99999 | port must be 0..65535",
        "sentinel known-sentinel mymaster 127.0.0.1 6379 abc | run id must be 40 hexadecimal"
            + " digits",
        "sentinel known-sentinel mymaster | expected 4 arguments: master-name ip port runid",
        "sentinel announce-port 99999 | port must be 0..65535",
        "sentinel announce-ip a,b | 'a,b' is not a host",
        "sentinel deny-scripts-reconfig maybe | argument must be 'yes' or 'no'",
        "sentinel nonsense 1 | not a directive of sentinel.conf",
        "nonsense 1 | not a directive of sentinel.conf or redis.conf",
        "port | expected 1 argument: number",
        "port 1 2 | expected 1 argument: number",
        "port 65536 | port must be 0..65535",
        "maxclients 0 | maxclients must be a whole number, 1 or more",
        "loglevel loud | level must be debug, verbose, notice, warning or nothing",
        "unixsocketperm 888 | permissions must be octal, 0..777",
        "protected-mode maybe | argument must be 'yes' or 'no'",
        "bind | expected one or more addresses",
        "dir /no/such/dir | no such directory: /no/such/dir",
        "include /no/such.conf | can't open config file '/no/such.conf': no such file",
        "tls-port 26380 | needs 'tls-cert-file' as well",
        "tls-replication yes | needs 'tls-cert-file' as well",
        "tls-port 65536 | port must be 0..65535",
        "tls-auth-clients maybe | argument must be 'yes', 'no' or 'optional'",
        "tls-session-cache-size -1 | argument must be a whole number, 0 or more",
        "tls-protocols TLSv1.2 TLSv1.3 | expected 1 argument: value",
        "tls-auth-clients-user CN | not supported by this version",
        "acl-pubsub-default all | expected allchannels or resetchannels",
        "acllog-max-len -1 | acllog-max-len must be a whole number, 0 or more",
        "user | expected a user's name and rules",
        "rename-command SHUTDOWN | expected 2 arguments: command new-name",
        "syslog-facility kern | facility must be user or local0 to local7",
      })
  void anErrorIsOneLineThatNamesPlaceDirectiveAndExpectation(String line, String expected)
      throws Exception {
    String content = "# a comment\n" + MONITOR + line + "\n";
    Path file = write(content);
    assertThatThrownBy(() -> SentinelConf.load(file, List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage(file + ":3: '" + line + "': " + expected);
    assertThat(Files.readString(file)).isEqualTo(content);
  }

  @Test
  void anErrorShowsNoSecret() throws Exception {
    assertThatThrownBy(() -> load("sentinel auth-pass nosuch verysecret\n"))
        .hasMessageContaining("'sentinel auth-pass nosuch ******'");
    assertThatThrownBy(() -> load("user alice on\nuser alice on >verysecret +@all\n"))
        .hasMessageContaining("Duplicate user found")
        .hasMessageNotContaining("verysecret");
  }

  @Test
  void unbalancedQuotesAreAnErrorWithTheirLine() throws Exception {
    assertThatThrownBy(() -> load("port 1\nlogfile \"x\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("sentinel.conf:2: 'logfile \"x': unbalanced quotes");
  }

  @Test
  void aCommandRenamedTwiceIsAnError() throws Exception {
    assertThatThrownBy(
            () ->
                load(
                    MONITOR
                        + "sentinel rename-command mymaster CONFIG a\n"
                        + "sentinel rename-command mymaster config b\n"))
        .hasMessageContaining("sentinel.conf:3: ")
        .hasMessageContaining("Same command renamed multiple times");
  }

  @Test
  void anErrorOnTheCommandLineSaysSo() throws Exception {
    assertThatThrownBy(() -> load("", "--port", "x"))
        .hasMessage("command line: 'port x': port must be 0..65535");
    assertThatThrownBy(() -> load("", "port"))
        .hasMessage("command line: 'port': expected --option value …");
    assertThatThrownBy(() -> load("", "--"))
        .hasMessage("command line: '--': expected --option value …");
  }

  @Test
  void aMissingFileIsAnError() {
    Path file = folder.resolve("missing.conf");
    assertThatThrownBy(() -> SentinelConf.load(file, List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage(file + ": can't open config file '" + file + "': no such file");
  }

  @Test
  void aFolderIsNoFile() {
    assertThatThrownBy(() -> SentinelConf.load(folder, List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith("is a directory");
  }

  /** A running program is one of the few files that not even root can write to. */
  @Test
  void aFileThatCannotBeWrittenIsAnError() throws Exception {
    Path busy = folder.resolve("busy");
    Files.copy(Path.of("/bin/sleep"), busy);
    Files.setPosixFilePermissions(busy, PosixFilePermissions.fromString("rwxr-xr-x"));
    Process sleeper = new ProcessBuilder(busy.toString(), "60").start();
    try {
      assertThatThrownBy(() -> SentinelConf.load(busy, List.of()))
          .isInstanceOf(ConfigException.class)
          .hasMessage(busy + ": config file is not writable: Text file busy");
    } finally {
      sleeper.destroyForcibly().waitFor();
    }
  }

  @Test
  void listeningNowhereIsAnError() throws Exception {
    assertThatThrownBy(() -> load("port 0\n")).hasMessageContaining("port");
    assertThatThrownBy(() -> load("port 0\nsentinel announce-port 5\n"))
        .hasMessageContaining("configured to not listen anywhere");
    SentinelConf conf = load("port 0\nunixsocket /tmp/x\nsentinel announce-port 5\n");
    assertThat(conf.coordinatorConfig().announcePort()).isEqualTo(5);
  }
}
