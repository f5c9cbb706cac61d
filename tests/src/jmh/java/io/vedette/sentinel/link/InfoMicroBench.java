package io.vedette.sentinel.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vedette.quorum.model.NodeInfo;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Reading INFO as a server of version 7 answers it, some 5 KB: each node's, every ten seconds. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class InfoMicroBench {
  private final LatestInfo latest = new LatestInfo();
  private final ByteBuf master = text("role:master\r\nconnected_slaves:2\r\n" + replica(0) + replica(1));
  private final ByteBuf replica =
      text(
          "role:slave\r\nmaster_host:10.0.0.1\r\nmaster_port:6379\r\nmaster_link_status:up\r\n"
              + "slave_read_repl_offset:123456\r\nslave_repl_offset:123456\r\nslave_priority:100\r\n"
              + "slave_read_only:1\r\nreplica_announced:1\r\nconnected_slaves:0\r\n");

  @Benchmark
  public NodeInfo master() {
    return read(master);
  }

  @Benchmark
  public NodeInfo replica() {
    return read(replica);
  }

  private NodeInfo read(ByteBuf info) {
    latest.keep(info, 0, info.readableBytes());
    return latest.read();
  }

  private static String replica(int number) {
    return "slave" + number + ":ip=10.0.0.2,port=6379,state=online,offset=123456,lag=1\r\n";
  }

  private static ByteBuf text(String replication) {
    String text =
        section("Server", 24)
            + "run_id:"
            + "a".repeat(40)
            + "\r\nuptime_in_seconds:86400\r\n"
            + section("Clients", 12)
            + section("Memory", 52)
            + section("Persistence", 26)
            + section("Stats", 46)
            + "# Replication\r\n"
            + replication
            + "master_failover_state:no-failover\r\nmaster_replid:"
            + "b".repeat(40)
            + "\r\nmaster_replid2:"
            + "0".repeat(40)
            + "\r\nmaster_repl_offset:123456\r\nsecond_repl_offset:-1\r\n"
            + section("CPU", 6)
            + "# Keyspace\r\ndb0:keys=1,expires=0,avg_ttl=0\r\n";
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }

  private static String section(String name, int lines) {
    StringBuilder text = new StringBuilder("# " + name + "\r\n");
    for (int i = 0; i < lines; i++) {
      text.append("total_something_").append(i).append(":1234567\r\n");
    }
    return text.append("\r\n").toString();
  }
}
