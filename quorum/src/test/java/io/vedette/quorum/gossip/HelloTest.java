package io.vedette.quorum.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.NameRules;
import io.vedette.quorum.model.Names;
import io.vedette.quorum.model.RunId;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelloTest {
  private static final String RUN_ID = "0123456789abcdef0123456789abcdef01234567";

  @Test
  void isWordedAsSentinelWordsIt() {
    assertThat(hello(26379, 3, 6379, 2).format())
        .isEqualTo("10.0.1.1,26379," + RUN_ID + ",3,mymaster,10.0.0.1,6379,2");
  }

  @Property
  void whatIsFormattedIsRead(
      @ForAll @IntRange(min = 1, max = 65535) int port,
      @ForAll @LongRange(min = 0, max = Epoch.MAX_HEARD) long epoch,
      @ForAll @IntRange(min = 1, max = 65535) int masterPort,
      @ForAll @LongRange(min = 0, max = Epoch.MAX_HEARD) long configEpoch) {
    Hello hello = hello(port, epoch, masterPort, configEpoch);
    assertThat(Hello.parse(hello.format())).contains(hello);
  }

  @Test
  void anIpv6AddressIsRead() {
    assertThat(Hello.parse("::1,26379," + RUN_ID + ",0,m,fe80::2,6379,0")).isPresent();
  }

  @Test
  void anEpochMayHaveLeadingZerosUpToEighteenDigits() {
    String epoch = "0".repeat(17) + "3";
    assertThat(Hello.parse("10.0.1.1,26379," + RUN_ID + "," + epoch + ",m,10.0.0.1,6379,2"))
        .map(Hello::currentEpoch)
        .contains(new Epoch(3));
    assertThat(Hello.parse("10.0.1.1,26379," + RUN_ID + ",0" + epoch + ",m,10.0.0.1,6379,2"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",,,,,,,",
        "10.0.1.1,26379,RUNID,3,mymaster,10.0.0.1,6379",
        "10.0.1.1,26379,RUNID,3,mymaster,10.0.0.1,6379,2,",
        "10.0.1.1,26379,RUNID,3,mymaster,10.0.0.1,6379,2,9",
        "10.0.1.1,0,RUNID,3,mymaster,10.0.0.1,6379,2",
        "10.0.1.1,65536,RUNID,3,mymaster,10.0.0.1,6379,2",
        "10.0.1.1,26379,RUNI,3,mymaster,10.0.0.1,6379,2",
        "10.0.1.1,26379,RUNID,-3,mymaster,10.0.0.1,6379,2",
        "10.0.1.1,26379,RUNID,3,my master,10.0.0.1,6379,2",
        "10.0.1.1,26379,RUNID,3,mymaster,,6379,2",
        "10.0.1.1,26379,RUNID,3,mymaster,10.0.0.1,x,2",
        "10.0.1.1,26379,RUNID,3,mymaster,10.0.0.1,6379,1e3",
        "10.0.1.1,26379,RUNID,99999999999999999999,mymaster,10.0.0.1,6379,2",
        "10.0.1.1,26379,RUNID,3,mymaster,10.0.0.1\n,6379,2",
      })
  void anythingElseIsRefused(String payload) {
    assertThat(Hello.parse(payload.replace("RUNID", RUN_ID))).isEmpty();
  }

  @Property(tries = 500)
  void nothingThrows(@ForAll String payload) {
    assertThat(Hello.parse(payload)).isEmpty();
  }

  @Test
  void onlyAStrictlyHigherConfigEpochChangesAnything() {
    Address known = new Address("10.0.0.1", 6379);
    Address other = new Address("10.0.0.9", 6379);
    Hello heard = hello(26379, 3, 6379, 2);
    assertThat(ConfigEpochRule.compare(new Epoch(2), other, heard, new Names(NameRules.OFF)))
        .isEqualTo(ConfigEpochRule.KEEP);
    assertThat(ConfigEpochRule.compare(new Epoch(3), other, heard, new Names(NameRules.OFF)))
        .isEqualTo(ConfigEpochRule.KEEP);
    assertThat(ConfigEpochRule.compare(new Epoch(1), other, heard, new Names(NameRules.OFF)))
        .isEqualTo(ConfigEpochRule.SWITCH);
    assertThat(ConfigEpochRule.compare(new Epoch(1), known, heard, new Names(NameRules.OFF)))
        .isEqualTo(ConfigEpochRule.ADOPT_EPOCH);
  }

  private static Hello hello(int port, long epoch, int masterPort, long configEpoch) {
    return new Hello(
        new Address("10.0.1.1", port),
        new RunId(RUN_ID),
        new Epoch(epoch),
        new GroupName("mymaster"),
        new Address("10.0.0.1", masterPort),
        new Epoch(configEpoch));
  }
}
