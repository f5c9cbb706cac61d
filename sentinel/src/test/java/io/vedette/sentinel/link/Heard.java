package io.vedette.sentinel.link;

import io.vedette.quorum.Input;
import io.vedette.sentinel.runtime.Mailbox;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** A mailbox that keeps what it is given, and can be full. */
final class Heard implements Mailbox {
  private final List<Input> inputs = new CopyOnWriteArrayList<>();
  private volatile boolean full;

  @Override
  public boolean offer(Input input) {
    return !full && inputs.add(input);
  }

  void full(boolean value) {
    full = value;
  }

  List<Input> all() {
    return List.copyOf(inputs);
  }

  <T extends Input> List<T> all(Class<T> kind) {
    return inputs.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The next input of this kind, taken out: what came before stays. */
  <T extends Input> T next(Class<T> kind) {
    Awaitility.await(kind.getSimpleName())
        .atMost(Duration.ofSeconds(5))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> !all(kind).isEmpty());
    T first = all(kind).get(0);
    inputs.remove(first);
    return first;
  }
}
