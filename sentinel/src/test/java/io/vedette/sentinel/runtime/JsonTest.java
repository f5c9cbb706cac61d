package io.vedette.sentinel.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void valuesKeepTheirKind() {
    assertThat(Json.of(Arrays.asList(1, 2.5, true, null, "x")))
        .isEqualTo("[1,2.5,true,null,\"x\"]");
    assertThat(Json.of(Map.of("a", List.of(Map.of(), List.of())))).isEqualTo("{\"a\":[{},[]]}");
  }

  @Test
  void textIsQuoted() {
    assertThat(Json.of("a\"b\\c\n\u0000é")).isEqualTo("\"a\\\"b\\\\c\\u000a\\u0000é\"");
    assertThat(Json.of("\ud83d\ude00")).isEqualTo("\"\\ud83d\\ude00\"");
  }
}
