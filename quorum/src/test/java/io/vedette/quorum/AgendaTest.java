package io.vedette.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Nothing is looked at before its time, nor forgotten. */
class AgendaTest {
  private final Agenda<String> agenda = new Agenda<>();

  /** Looks at an item, which waits for these times then. */
  private void look(String item, long now, long... times) {
    agenda.begin(now);
    for (long time : times) {
      agenda.isDue(time);
    }
    agenda.end(item);
  }

  @Test
  void theEarliestTimeThatItWaitsForCounts() {
    look("a", 10, 30, 20, 40);
    assertThat(agenda.next()).isEqualTo(20);
    assertThat(agenda.due(19)).isEmpty();
    assertThat(agenda.due(20)).containsExactly("a");
  }

  @Test
  void whatIsDueIsSaidAndNotWaitedFor() {
    agenda.begin(10);
    assertThat(agenda.isDue(10)).isTrue();
    assertThat(agenda.isDue(11)).isFalse();
    agenda.end("a");
    assertThat(agenda.next()).isEqualTo(11);
    look("b", 10);
    assertThat(agenda.next()).as("b waits for nothing").isEqualTo(11);
  }

  @Test
  void allThatAreDueComeTheEarliestFirstThenAsTheyWereMet() {
    look("c", 0, 20);
    look("a", 0, 20);
    look("b", 0, 10);
    assertThat(agenda.due(20)).containsExactly("b", "c", "a");
    look("c", 0, 20);
    assertThat(agenda.due(20)).as("it keeps its place").containsExactly("b", "c", "a");
  }

  @Test
  void lookedAtAnewItWaitsForWhatItSaysThen() {
    look("a", 0, 10);
    look("a", 5, 50);
    assertThat(agenda.next()).isEqualTo(50);
    assertThat(agenda.due(49)).isEmpty();
  }

  @Test
  void itIsWokenEarlierButNotLater() {
    look("a", 0, 50);
    agenda.wakeBy("a", 60);
    assertThat(agenda.next()).isEqualTo(50);
    agenda.wakeBy("a", 40);
    assertThat(agenda.next()).isEqualTo(40);
    assertThat(agenda.due(40)).containsExactly("a");
    agenda.wakeBy("stranger", 1);
    assertThat(agenda.next()).isEqualTo(40);
  }

  @Test
  void whatIsGoneIsNotLookedAt() {
    look("a", 0, 10);
    look("b", 0, 20);
    agenda.remove("a");
    agenda.remove("stranger");
    assertThat(agenda.next()).isEqualTo(20);
    assertThat(agenda.due(100)).containsExactly("b");
    agenda.remove("b");
    assertThat(agenda.next()).isEqualTo(Coordinator.NO_DEADLINE);
    assertThat(agenda.due(100)).isEmpty();
  }
}
