package io.vedette.quorum.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.model.Zones;
import org.junit.jupiter.api.Test;

/** Which hosts are in which zone, as an operator writes it. */
class ZoneListTest {
  private final ZoneList type = new ZoneList();

  @Test
  void aHostIsInTheFirstZoneThatNamesIt() {
    Zones zones = type.parse(" a=10.0.1.*,redis-7  b=10.0.*.9,10.0.2.1 c=*.east.example.org ");
    assertThat(zones.of("10.0.1.9")).contains("a");
    assertThat(zones.of("redis-7")).contains("a");
    assertThat(zones.of("redis-77")).isEmpty();
    assertThat(zones.of("10.0.3.9")).contains("b");
    assertThat(zones.of("10.0.2.1")).contains("b");
    assertThat(zones.of("r1.east.example.org")).contains("c");
    assertThat(zones.of("10.0.9")).as("what stands around the * does not overlap").isEmpty();
    assertThat(type.show(zones))
        .isEqualTo("a=10.0.1.*,redis-7 b=10.0.*.9,10.0.2.1 c=*.east.example.org");
    assertThat(type.parse("").of("10.0.1.9")).isEmpty();
  }

  @Test
  void whatIsNoZoneIsNamed() {
    assertThat(type.whyNot("")).isEmpty();
    assertThat(type.whyNot("a=10.0.1.*,[::1] b=c")).isEmpty();
    for (String wrong : new String[] {"a", "=b", "a=", "a=b,", "a=1.*.*"}) {
      assertThat(type.whyNot("x=y " + wrong))
          .contains("'" + wrong + "' is no ZONE=HOST[,HOST...], with one * in a host at most");
    }
    assertThat(type.whyNot("a=b a=c")).contains("a zone stands there twice");
    assertThat(type.range()).isEqualTo("ZONE=HOST[,HOST...], divided by blanks");
  }
}
