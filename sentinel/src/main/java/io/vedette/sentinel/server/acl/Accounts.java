package io.vedette.sentinel.server.acl;

import io.vedette.sentinel.runtime.AclSettings;
import io.vedette.sentinel.runtime.AclSettings.UserLine;
import io.vedette.sentinel.runtime.ProcessSettings;
import io.vedette.sentinel.runtime.UserChanges;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * All users. Any thread; changes are made one at a time, and asking never waits for one.
 *
 * <p>Until {@link #begin} there is the default user only, who may do everything.
 */
public final class Accounts implements UserChanges {
  /** The user that everybody is until they say otherwise. */
  public static final String DEFAULT = "default";

  private final AclSettings settings;
  private final Optional<String> requirepass;
  private final Optional<AclFile> file;
  private final AclLog log;
  private final ConcurrentNavigableMap<String, Account> accounts = new ConcurrentSkipListMap<>();
  private final Set<String> changed = new TreeSet<>();
  private final Account defaultAccount;

  /** Held while the file is read or written; nobody but another LOAD or SAVE waits for that. */
  private final Object fileInUse = new Object();

  private volatile Catalogue catalogue = new Catalogue(List.of());

  public Accounts(ProcessSettings settings) {
    this.settings = settings.acl();
    this.requirepass = settings.requirepass();
    this.file =
        settings.acl().file().map(name -> new AclFile(name, settings.dir().resolve(Path.of(name))));
    this.log = new AclLog(settings.acl().logMaxLen(), System::nanoTime);
    this.defaultAccount = new Account(DEFAULT, freshDefault());
    accounts.put(DEFAULT, defaultAccount);
  }

  /**
   * Takes the configuration's users, once it is known which commands there are.
   *
   * @throws AclException if one of them, or the ACL file, is not good
   */
  public void begin(Catalogue commands) throws AclException {
    catalogue = commands;
    UserDraft first = new UserDraft(catalogue, true, freshDefault());
    requirepass.ifPresent(
        password -> applyOwn(first, List.of("resetpass", ">" + bytesOf(password))));
    defaultAccount.user(first.build());
    for (UserLine line : settings.users()) {
      String name = bytesOf(line.name());
      User user = read(line);
      accounts.computeIfAbsent(name, none -> new Account(name, user)).user(user);
    }
    if (file.isPresent()) {
      load();
    }
  }

  private User freshDefault() {
    UserDraft draft = draft();
    applyOwn(draft, List.of("+@all", "~*", "&*", "on", "nopass"));
    return draft.build();
  }

  private UserDraft draft() {
    return new UserDraft(catalogue, settings.allChannelsByDefault());
  }

  private static void applyOwn(UserDraft draft, List<String> rules) {
    try {
      for (String rule : rules) {
        draft.apply(rule);
      }
    } catch (RuleException e) {
      throw new IllegalStateException("rules of our own are good", e);
    }
  }

  private User read(UserLine line) throws AclException {
    String where = line.place() + ": user '" + line.name() + "'";
    UserDraft draft = draft();
    if (line.name().equals(DEFAULT)) {
      // It is there already: as in Redis, its line begins anew.
      applyOwn(draft, List.of("reset"));
    }
    int number = 0;
    String current = "";
    try {
      for (String rule :
          Rules.joinSelectors(line.rules().stream().map(Accounts::bytesOf).toList())) {
        number++;
        current = rule;
        draft.apply(rule);
      }
    } catch (Rules.UnmatchedException e) {
      throw new AclException(where + ": Unmatched parenthesis in selector definition");
    } catch (RuleException e) {
      // A rule that is not understood may be a password that lacks its sign.
      String shown = e.isUnknownName() ? " '" + textOf(current) + "'" : " " + number;
      throw new AclException(where + ", rule" + shown + ": " + e.getMessage());
    }
    return draft.build();
  }

  /** The user that everybody is at first. Always the same object. */
  public Account defaultAccount() {
    return defaultAccount;
  }

  /** Whether nobody is let in without saying who they are. */
  public boolean loginRequired() {
    User user = defaultAccount.user();
    return !user.noPassword() || !user.enabled();
  }

  /** Whether the default user needs no password. */
  public boolean open() {
    return defaultAccount.user().noPassword();
  }

  /** The user, if there is one that may log in with this password. */
  public Optional<Account> logIn(String name, String password) {
    Account account = accounts.get(name);
    // Somebody who does not exist takes as long as somebody who does.
    User user = account == null ? nobody() : account.user();
    return user.accepts(password) ? Optional.ofNullable(account) : Optional.empty();
  }

  private User nobody() {
    return draft().build();
  }

  /** By the bytes of their names. */
  public Collection<Account> all() {
    return accounts.values();
  }

  /** The user of this name, or null. */
  public Account find(String name) {
    return accounts.get(name);
  }

  /** What was refused. */
  public AclLog log() {
    return log;
  }

  /** Which commands there are. */
  public Catalogue catalogue() {
    return catalogue;
  }

  /** Makes a user, or changes one; all rules count, or none. Returns the user. */
  public synchronized Account set(String name, List<String> rules) throws RefusedException {
    if (Rules.hasBlanks(name)) {
      throw new RefusedException("Usernames can't contain spaces or null characters");
    }
    Account known = accounts.get(name);
    UserDraft draft =
        known == null
            ? draft()
            : new UserDraft(catalogue, settings.allChannelsByDefault(), known.user());
    String current = "";
    try {
      for (String rule : Rules.joinSelectors(rules)) {
        current = rule;
        draft.apply(rule);
      }
    } catch (Rules.UnmatchedException e) {
      throw new RefusedException(
          "Unmatched parenthesis in acl selector starting at '" + e.getMessage() + "'.");
    } catch (RuleException e) {
      throw new RefusedException(
          "Error in ACL SETUSER modifier '" + current + "': " + e.getMessage());
    }
    changed.add(name);
    User user = draft.build();
    if (known == null) {
      Account added = new Account(name, user);
      accounts.put(name, added);
      return added;
    }
    known.user(user);
    return known;
  }

  /** Deletes a user, but not the default one. Who it was; empty: there was none. */
  public synchronized Optional<Account> delete(String name) {
    if (name.equals(DEFAULT)) {
      throw new IllegalArgumentException(name);
    }
    Optional<Account> gone = Optional.ofNullable(accounts.remove(name));
    gone.ifPresent(
        account -> {
          account.user(nobody());
          changed.add(name);
        });
    return gone;
  }

  /** Whether users are kept in a file of their own. */
  public boolean hasFile() {
    return file.isPresent();
  }

  /** Reads the ACL file, of which all counts or nothing. Who is gone: all but the default user. */
  public List<Account> load() throws AclException {
    synchronized (fileInUse) {
      return replaceAll(file.orElseThrow().read(this::draft));
    }
  }

  private synchronized List<Account> replaceAll(Map<String, User> found) {
    User first = found.remove(DEFAULT);
    List<Account> gone = new ArrayList<>(accounts.values());
    gone.remove(defaultAccount);
    Map<String, Account> fresh = new LinkedHashMap<>();
    found.forEach((name, user) -> fresh.put(name, new Account(name, user)));
    accounts.putAll(fresh);
    accounts.keySet().removeIf(name -> !fresh.containsKey(name) && !name.equals(DEFAULT));
    defaultAccount.user(first == null ? freshDefault() : first);
    gone.forEach(account -> account.user(nobody()));
    return gone;
  }

  /** Writes the ACL file, whole or not at all. */
  public void save() throws AclException {
    synchronized (fileInUse) {
      StringBuilder content = new StringBuilder();
      accounts.values().forEach(account -> content.append(account.line()).append('\n'));
      file.orElseThrow().write(content.toString());
    }
  }

  @Override
  public Map<String, Optional<List<String>>> changedUsers() {
    return file.isPresent() ? Map.of() : changes();
  }

  private synchronized Map<String, Optional<List<String>>> changes() {
    Map<String, Optional<List<String>>> users = new LinkedHashMap<>();
    for (String name : changed) {
      Optional<Account> account = Optional.ofNullable(accounts.get(name));
      users.put(textOf(name), account.map(Accounts::rulesAsText));
    }
    return users;
  }

  private static List<String> rulesAsText(Account account) {
    List<String> words = new ArrayList<>();
    for (String rule : account.user().rules()) {
      words.addAll(List.of(textOf(rule).split(" ", -1)));
    }
    return words;
  }

  /** Text of the configuration as the bytes that clients send. */
  private static String bytesOf(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static String textOf(String bytes) {
    byte[] raw = bytes.getBytes(StandardCharsets.ISO_8859_1);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
    } catch (CharacterCodingException e) {
      return bytes;
    }
  }

  /** A change that was refused. The message is Redis's, for the client. */
  public static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }
}
