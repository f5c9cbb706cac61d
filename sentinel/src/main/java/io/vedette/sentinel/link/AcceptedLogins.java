package io.vedette.sentinel.link;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which login each target accepted last, so that it is still let in by that while it refuses the
 * one that is set: a password is changed here and there, never everywhere at once. I/O thread only.
 */
final class AcceptedLogins {
  /** More targets than one coordinator watches; those not heard of for longest are forgotten. */
  private static final int MOST = 50_000;

  private final Map<Object, Login> byTarget =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Login> eldest) {
          return size() > MOST;
        }
      };

  /** The target let us in by this. */
  void accepted(Object target, Login login) {
    byTarget.put(target, login);
  }

  /** What a target accepted last, if that is another login. */
  Optional<Login> otherThan(Object target, Login login) {
    return Optional.ofNullable(byTarget.get(target)).filter(last -> !last.equals(login));
  }
}
