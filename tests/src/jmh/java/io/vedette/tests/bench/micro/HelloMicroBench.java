package io.vedette.tests.bench.micro;

import io.vedette.quorum.gossip.Hello;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Reading and writing the message that coordinators tell each other of each group. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HelloMicroBench {
  private final String payload =
      "10.0.0.11,26379," + "c".repeat(40) + ",17,group-123,10.0.0.21,6379,16";
  private final Hello hello = Hello.parse(payload).orElseThrow();

  @Benchmark
  public Optional<Hello> parse() {
    return Hello.parse(payload);
  }

  @Benchmark
  public String format() {
    return hello.format();
  }
}
