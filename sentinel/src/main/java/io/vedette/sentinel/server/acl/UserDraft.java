package io.vedette.sentinel.server.acl;

import io.vedette.sentinel.server.acl.User.Sanitizing;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A user in the making: rules are applied one after the other. */
final class UserDraft {
  private final Catalogue catalogue;
  private final boolean allChannels;
  private final Set<String> passwords = new LinkedHashSet<>();
  private final List<Selector> selectors = new ArrayList<>();
  private boolean enabled;
  private boolean noPassword;
  private Sanitizing sanitizing = Sanitizing.UNSAID;

  /** A new user, who may do nothing but, if so, use all channels. */
  UserDraft(Catalogue catalogue, boolean allChannels) {
    this.catalogue = catalogue;
    this.allChannels = allChannels;
    selectors.add(new Selector(catalogue, allChannels));
  }

  /** Begins with what a user is. */
  UserDraft(Catalogue catalogue, boolean allChannels, User user) {
    this.catalogue = catalogue;
    this.allChannels = allChannels;
    passwords.addAll(user.passwords());
    user.selectors().forEach(selector -> selectors.add(new Selector(selector)));
    enabled = user.enabled();
    noPassword = user.noPassword();
    sanitizing = user.sanitizing();
  }

  User build() {
    return new User(enabled, noPassword, passwords, sanitizing, selectors);
  }

  /** Applies one rule; when it throws, the user may be half changed: drop it. */
  void apply(String rule) throws RuleException {
    switch (Rules.lower(rule)) {
      case "" -> {}
      case "on" -> enabled = true;
      case "off" -> enabled = false;
      case "nopass" -> noPassword(true);
      case "resetpass" -> noPassword(false);
      case "sanitize-payload" -> sanitizing = Sanitizing.DONE;
      case "skip-sanitize-payload" -> sanitizing = Sanitizing.SKIPPED;
      case "clearselectors" -> clearSelectors();
      case "reset" -> reset();
      default -> applyLong(rule);
    }
  }

  private void applyLong(String rule) throws RuleException {
    String rest = rule.substring(1);
    switch (rule.charAt(0)) {
      case '>' -> add(Passwords.hash(rest));
      case '#' -> add(Passwords.checkedHash(rest));
      case '<' -> remove(Passwords.hash(rest));
      case '!' -> remove(Passwords.checkedHash(rest));
      case '(' -> selector(rule);
      default -> selectors.get(0).apply(rule);
    }
  }

  private void noPassword(boolean none) {
    noPassword = none;
    passwords.clear();
  }

  private void add(String hash) {
    passwords.add(hash);
    noPassword = false;
  }

  private void remove(String hash) throws RuleException {
    if (!passwords.remove(hash)) {
      throw new RuleException(RuleException.NO_SUCH_PASSWORD);
    }
  }

  private void selector(String rule) throws RuleException {
    if (!rule.endsWith(")")) {
      throw new RuleException(RuleException.SYNTAX);
    }
    Selector added = new Selector(catalogue, allChannels);
    for (String part : rule.substring(1, rule.length() - 1).split("\\s+", -1)) {
      if (!part.isEmpty()) {
        added.apply(part);
      }
    }
    selectors.add(added);
  }

  private void clearSelectors() {
    selectors.subList(1, selectors.size()).clear();
  }

  private void reset() {
    noPassword(false);
    enabled = false;
    sanitizing = Sanitizing.DONE;
    selectors.clear();
    selectors.add(new Selector(catalogue, allChannels));
  }
}
