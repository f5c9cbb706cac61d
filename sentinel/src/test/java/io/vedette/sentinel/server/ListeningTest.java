package io.vedette.sentinel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.NetUtil;
import io.vedette.sentinel.runtime.LiveOptions;
import io.vedette.sentinel.runtime.ProcessSettings;
import io.vedette.sentinel.server.command.About;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListeningTest {
  private final RunningServer.Settings settings = new RunningServer.Settings();

  private static SentinelServer start(ProcessSettings settings) throws IOException {
    return SentinelServer.start(
        settings,
        new LiveOptions(LiveOptions.Values.of(settings, Optional.empty(), 0)),
        new About("0.1.0", Path.of("/etc/sentinel.conf")),
        new PlainCoordination(Views.healthy()),
        List::of,
        new RunningServer.Jobs(List.of()),
        () -> {},
        Optional.empty());
  }

  @Test
  void portInUseIsOneClearLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      settings.port = taken.getLocalPort();
      assertThatThrownBy(() -> start(settings.build()))
          .isInstanceOf(ListenException.class)
          .hasMessageStartingWith("can't listen on 127.0.0.1 port " + settings.port + ": ")
          .hasMessageContaining("in use")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void addressThatMayBeMissingMay() throws Exception {
    settings.bind = List.of("127.0.0.1", "-192.0.2.77");
    try (SentinelServer server = start(settings.build())) {
      assertThat(server.addresses())
          .containsExactly(new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port));
    }
    settings.bind = List.of("127.0.0.1", "192.0.2.77");
    assertThatThrownBy(() -> start(settings.build()))
        .hasMessageStartingWith("can't listen on 192.0.2.77 port " + settings.port);
    // And then nothing is left listening: the port is free again.
    new ServerSocket(settings.port, 1, InetAddress.getLoopbackAddress()).close();
  }

  @Test
  void everywhereIsIpv4AndIpv6() throws Exception {
    settings.bind = List.of("*", "-::*");
    try (SentinelServer server = start(settings.build())) {
      assertThat(server.addresses()).isNotEmpty();
      assertThat(ping("127.0.0.1")).isEqualTo("+PONG");
      Assumptions.assumeTrue(hasIpv6(), "this machine has no IPv6: not tried");
      assertThat(ping("::1")).isEqualTo("+PONG");
    }
  }

  @Test
  void ipv6AloneIsListenedOn() throws Exception {
    Assumptions.assumeTrue(hasIpv6(), "this machine has no IPv6: not tried");
    settings.bind = List.of("::1");
    try (SentinelServer server = start(settings.build())) {
      assertThat(server.addresses()).hasSize(1);
      assertThat(ping("::1")).isEqualTo("+PONG");
    }
  }

  private String ping(String host) throws Exception {
    InetSocketAddress address =
        new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString(host), settings.port);
    try (WireClient client = new WireClient(address)) {
      return client.call("PING");
    }
  }

  private static boolean hasIpv6() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .anyMatch(address -> address.getHostAddress().startsWith("0:0:0:0:0:0:0:1"));
  }

  @Test
  void nothingToListenOnIsAnError() {
    settings.port = 0;
    assertThatThrownBy(() -> start(settings.build()))
        .isInstanceOf(ListenException.class)
        .hasMessageContaining("nothing to listen on");
  }

  @Test
  void socketFileIsListenedOnEvenWithoutAPort(@TempDir Path dir) throws Exception {
    Path file = dir.resolve("s.sock");
    Files.writeString(file, "left by an earlier run");
    settings.port = 0;
    settings.dir = dir;
    settings.unixSocket = Optional.of("s.sock");
    settings.unixSocketPerm = 0700;
    try (SentinelServer server = start(settings.build());
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      assertThat(server.addresses()).hasSize(1);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rwx------");
      channel.connect(UnixDomainSocketAddress.of(file));
      channel.write(ByteBuffer.wrap("CLIENT INFO\r\n".getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer reply = ByteBuffer.allocate(1024);
      channel.read(reply);
      String text = new String(reply.array(), 0, reply.position(), StandardCharsets.US_ASCII);
      assertThat(text).contains(" addr=" + file + ":0 ").contains(" flags=U ");
    }
  }

  /** Repeated, because event loops left to themselves forgot some connections, not all. */
  @RepeatedTest(10)
  void closingEndsConnectionsSoon() throws Exception {
    SentinelServer server = start(settings.build());
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port);
    try (WireClient client = new WireClient(address)) {
      client.call("PING");
      long begin = System.nanoTime();
      server.close();
      assertThat(client.untilClosed()).isEmpty();
      assertThat(System.nanoTime() - begin).isLessThan(3_000_000_000L);
    }
  }
}
