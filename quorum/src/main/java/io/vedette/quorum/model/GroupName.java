package io.vedette.quorum.model;

/**
 * The name under which clients ask for a master, for instance {@code mymaster}.
 *
 * @param value letters, digits and {@code . - _}, as Sentinel demands, at least one
 */
public record GroupName(String value) implements Comparable<GroupName> {
  public GroupName {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "a group's name holds only letters, digits and the characters \".-_\"");
    }
  }

  /** Whether this is acceptable to the constructor: for input from outside. */
  public static boolean isValid(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (!isNameCharacter(value.charAt(i))) {
        return false;
      }
    }
    return !value.isEmpty();
  }

  private static boolean isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '-'
        || c == '_';
  }

  // Written out: what a record brings costs several times as much until it is compiled best.
  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof GroupName that && value.equals(that.value));
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public int compareTo(GroupName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
