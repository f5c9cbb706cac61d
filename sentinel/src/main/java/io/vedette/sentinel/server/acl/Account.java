package io.vedette.sentinel.server.acl;

/**
 * A name, and who it stands for at present. Connections hold it; when the user is deleted, it
 * stands for somebody who may do nothing. Any thread.
 */
public final class Account {
  private final String name;
  private volatile User user;

  Account(String name, User user) {
    this.name = name;
    this.user = user;
  }

  /** The user's name. */
  public String name() {
    return name;
  }

  /** What it may do now. */
  public User user() {
    return user;
  }

  void user(User changed) {
    user = changed;
  }

  /** The line for ACL LIST, the ACL file, and the configuration. */
  public String line() {
    return "user " + name + " " + String.join(" ", user.rules());
  }
}
