package io.vedette.sentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.model.Address;
import io.vedette.sentinel.cli.EventsCommand.Heard;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventsCommandTest {
  private static final Heard HEARD =
      new Heard(
          Instant.parse("2026-01-02T03:04:05.678901Z"),
          new Address("10.0.0.11", 26379),
          "+sdown",
          "master mymaster 10.0.0.21 6379");

  @Test
  void aLineSaysWhenWhoAndWhat() {
    Screen plain = new Screen(new PrintWriter(new StringWriter()), false);
    assertThat(EventsCommand.text(HEARD, plain))
        .isEqualTo(
            "2026-01-02T03:04:05.678Z  10.0.0.11:26379  +sdown  master mymaster 10.0.0.21 6379");
    Screen colourful = new Screen(new PrintWriter(new StringWriter()), true);
    assertThat(EventsCommand.text(HEARD, colourful)).contains("\033[31m+sdown\033[0m");
  }

  @Test
  void scriptsGetTheSame() {
    assertThat(EventsCommand.json(HEARD))
        .isEqualTo(
            "{\"at\":\"2026-01-02T03:04:05.678901Z\",\"coordinator\":\"10.0.0.11:26379\","
                + "\"event\":\"+sdown\",\"message\":\"master mymaster 10.0.0.21 6379\"}");
  }
}
