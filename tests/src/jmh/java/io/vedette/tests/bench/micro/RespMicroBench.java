package io.vedette.tests.bench.micro;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.vedette.sentinel.server.resp.KnownRequests;
import io.vedette.sentinel.server.resp.ProtocolException;
import io.vedette.sentinel.server.resp.ReplyWriter;
import io.vedette.sentinel.server.resp.RequestLimits;
import io.vedette.sentinel.server.resp.RespDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A client's question for a master's address, and the answer. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RespMicroBench {
  private static final String QUESTION =
      "*3\r\n$8\r\nSENTINEL\r\n$23\r\nGET-MASTER-ADDR-BY-NAME\r\n$8\r\nmymaster\r\n";

  private final ByteBuf question =
      Unpooled.directBuffer().writeBytes(QUESTION.getBytes(StandardCharsets.US_ASCII));
  private final RespDecoder decoder = new RespDecoder(RequestLimits.DEFAULT);
  private final KnownRequests<String> known = new KnownRequests<>();
  private final ReplyWriter writer = new ReplyWriter(ByteBufAllocator.DEFAULT);

  /** Has it seen twice, after which it is known. */
  @Setup
  public void learn() {
    for (int i = 0; i < 2; i++) {
      question.readerIndex(0);
      if (known.find(question) == null) {
        known.learn("known", QUESTION.length());
      }
    }
    question.readerIndex(0);
    if (known.find(question) == null) {
      throw new IllegalStateException("it has not been learnt");
    }
  }

  @Benchmark
  public List<String> decode() throws ProtocolException {
    return decoder.next(question.readerIndex(0), false);
  }

  @Benchmark
  public String recognize() {
    return known.find(question.readerIndex(0));
  }

  /** With the buffer that it goes out in, and its end. */
  @Benchmark
  public int reply() {
    writer.array(2);
    writer.bulk("10.0.0.21");
    writer.bulk("6379");
    ByteBuf taken = writer.take();
    int bytes = taken.readableBytes();
    taken.release();
    return bytes;
  }
}
