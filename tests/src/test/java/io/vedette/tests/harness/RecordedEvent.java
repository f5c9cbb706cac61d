package io.vedette.tests.harness;

/**
 * An event as a coordinator published it.
 *
 * @param atNanos when it arrived here, by {@link System#nanoTime}
 * @param by the coordinator's name
 * @param channel the event's name, such as {@code +switch-master}
 */
public record RecordedEvent(long atNanos, String by, String channel, String message) {
  @Override
  public String toString() {
    return by + " " + channel + " " + message;
  }
}
