package io.vedette.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
  @TempDir Path folder;
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

  @AfterEach
  void stop() {
    group.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).syncUninterruptibly();
  }

  private void listen(String name) {
    new Bootstrap()
        .group(group)
        .channel(EpollDomainDatagramChannel.class)
        .handler(
            new SimpleChannelInboundHandler<DomainDatagramPacket>() {
              @Override
              protected void channelRead0(ChannelHandlerContext context, DomainDatagramPacket in) {
                heard.add(in.content().toString(StandardCharsets.UTF_8));
              }
            })
        .bind(new DomainSocketAddress(name))
        .syncUninterruptibly();
  }

  @Test
  void oneThatListensAtAPathHearsIt() throws InterruptedException {
    String path = folder.resolve("notify").toString();
    listen(path);
    Supervisor supervisor = new Supervisor(path);
    supervisor.tell(Supervisor.READY);
    supervisor.tell(Supervisor.STOPPING);
    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("READY=1");
    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("STOPPING=1");
  }

  @Test
  void oneThatIsNotThereDisturbsNothing() {
    new Supervisor(folder.resolve("nobody").toString()).tell(Supervisor.READY);
    new Supervisor(null).tell(Supervisor.READY);
    new Supervisor("").tell(Supervisor.READY);
    assertThat(heard).isEmpty();
  }
}
