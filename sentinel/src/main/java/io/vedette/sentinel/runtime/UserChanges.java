package io.vedette.sentinel.runtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the configuration learns which of its users have been changed. Any thread. */
@FunctionalInterface
public interface UserChanges {
  /** Nobody was changed. */
  UserChanges NONE = Map::of;

  /**
   * The users changed since the start, by name, each with its rules now; empty: it was deleted. A
   * user that is not named here is as the configuration has it.
   */
  Map<String, Optional<List<String>>> changedUsers();
}
