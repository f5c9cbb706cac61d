package io.vedette.sentinel.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTextTest {
  private static final String RUN_ID = "0123456789012345678901234567890123456789";
  private final EventText text = new EventText(Map.of(RUN_ID, "B"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "+sdown | master demo 10.0.0.1 6379 | +sdown  master 10.0.0.1:6379",
        "+odown | master demo 10.0.0.1 6379 #quorum 2/2 | +odown  master 10.0.0.1:6379 #quorum 2/2",
        "+slave | slave 10.0.0.2:6379 10.0.0.2 6379 @ demo 10.0.0.1 6379 | +slave  replica"
            + " 10.0.0.2:6379",
        "+sentinel | sentinel ID 10.0.0.9 26379 @ demo 10.0.0.1 6379 | +sentinel  coordinator B",
        "+vote-for-leader | ID 7 | +vote-for-leader  B, epoch 7",
        "+switch-master | demo 10.0.0.1 6379 10.0.0.2 6380 | +switch-master  10.0.0.1:6379 ->"
            + " 10.0.0.2:6380",
        "-role-change | slave 10.0.0.2:6379 10.0.0.2 6379 @ demo 10.0.0.1 6379 new reported role is"
            + " master | -role-change  replica 10.0.0.2:6379 reports itself a master",
        "+new-epoch | 7 | +new-epoch  7",
        "+tilt | #tilt mode entered | +tilt  #tilt mode entered",
        "+switch-master | too short | +switch-master  too short",
      })
  void anEventIsOneShortLine(String channel, String message, String expected) {
    assertThat(text.of(channel, message.replace("ID", RUN_ID))).isEqualTo(expected);
  }
}
