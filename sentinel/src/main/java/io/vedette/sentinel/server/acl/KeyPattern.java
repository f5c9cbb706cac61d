package io.vedette.sentinel.server.acl;

/**
 * A pattern of keys. Kept and shown only: no command here has keys.
 *
 * @param read whether they may be read
 * @param write whether they may be written
 * @param pattern a glob
 */
record KeyPattern(boolean read, boolean write, String pattern) {
  /** From {@code ~pattern} or {@code %RW~pattern}. */
  static KeyPattern parse(String rule) throws RuleException {
    int tilde = rule.indexOf('~');
    boolean read = tilde == 0;
    boolean write = tilde == 0;
    for (int i = 1; i < tilde; i++) {
      switch (rule.charAt(i)) {
        case 'r', 'R' -> read = true;
        case 'w', 'W' -> write = true;
        default -> throw new RuleException(RuleException.SYNTAX);
      }
    }
    if (!(read || write) || Rules.hasBlanks(rule)) {
      throw new RuleException(RuleException.SYNTAX);
    }
    return new KeyPattern(read, write, rule.substring(tilde + 1));
  }

  KeyPattern or(KeyPattern other) {
    return new KeyPattern(read || other.read, write || other.write, pattern);
  }

  String text() {
    return (read && write ? "" : read ? "%R" : "%W") + "~" + pattern;
  }
}
