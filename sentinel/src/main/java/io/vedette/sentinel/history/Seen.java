package io.vedette.sentinel.history;

import io.vedette.quorum.Event;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.view.GroupView;
import java.util.Optional;

/**
 * An event, with what was known when it was published.
 *
 * @param atMs the coordinator's monotonic milliseconds
 * @param wallMs milliseconds since 1970
 * @param view its group, when all that happened at the same moment had happened
 */
record Seen(Event event, long atMs, long wallMs, GroupView view) {
  /** Whether it is about the group's master, not about a replica or a coordinator. */
  boolean isOfMaster() {
    return event.payload().startsWith("master ");
  }

  /** A word of the payload, counted from 0; empty text if there are not so many. */
  String word(int index) {
    String[] words = event.payload().split(" ", -1);
    return index < words.length ? words[index] : "";
  }

  /** The address in two words of the payload: the host's, and after it the port's. */
  Optional<Address> address(int index) {
    String port = word(index + 1);
    return port.matches("\\d{1,5}") && Address.isValid(word(index), Long.parseLong(port))
        ? Optional.of(new Address(word(index), Integer.parseInt(port)))
        : Optional.empty();
  }

  /** The reason of the event, or else nothing. */
  String reason() {
    return event.reason();
  }
}
