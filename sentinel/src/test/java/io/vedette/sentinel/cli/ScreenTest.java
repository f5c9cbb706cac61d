package io.vedette.sentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.sentinel.cli.Screen.Tone;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScreenTest {
  @Test
  void colourIsForTerminalsAlone() {
    assertThat(Screen.isColourful(true, Map.of("TERM", "xterm"))).isTrue();
    assertThat(Screen.isColourful(false, Map.of("TERM", "xterm"))).isFalse();
    assertThat(Screen.isColourful(true, Map.of("TERM", "dumb"))).isFalse();
  }

  @Test
  void noColorIsRespectedUnlessEmpty() {
    assertThat(Screen.isColourful(true, Map.of("NO_COLOR", "1"))).isFalse();
    assertThat(Screen.isColourful(true, Map.of("NO_COLOR", ""))).isTrue();
  }

  @Test
  void textWithoutColourIsAsItWas() {
    StringWriter out = new StringWriter();
    Screen screen = new Screen(new PrintWriter(out), false);
    screen.line(screen.paint(Tone.BAD, "100%"));
    assertThat(out).hasToString("100%" + System.lineSeparator());
  }
}
