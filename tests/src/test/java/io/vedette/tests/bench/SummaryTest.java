package io.vedette.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
  @Test
  void medianOfAnEvenCountLiesBetweenTheMiddleTwo() {
    assertThat(Summary.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(new Summary(4, 2.5, 4.0, 4.0));
  }

  @Test
  void ninetiethPercentileOfTenIsTheNinth() {
    List<Double> ten = List.of(10.0, 9.0, 8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0);
    assertThat(Summary.of(ten)).isEqualTo(new Summary(10, 5.5, 9.0, 10.0));
  }

  @Test
  void ofOneValueAllAreThatValue() {
    assertThat(Summary.of(List.of(7.0))).isEqualTo(new Summary(1, 7.0, 7.0, 7.0));
  }
}
