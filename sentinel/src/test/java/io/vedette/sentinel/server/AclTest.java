package io.vedette.sentinel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.sentinel.runtime.AclSettings;
import io.vedette.sentinel.runtime.AclSettings.UserLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Expected replies are those of redis-sentinel 7.0.15. */
class AclTest {
  private static final String HASH_OF_FOO =
      "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";
  private static final String NO_CHANNEL =
      "-NOPERM this user has no permissions to access one of the channels used as arguments";
  private static final String WRONGPASS =
      "-WRONGPASS invalid username-password pair or user is disabled.";

  @TempDir Path folder;

  private RunningServer running = new RunningServer();
  private WireClient admin;

  @BeforeEach
  void connect() {
    admin = running.connect();
  }

  @AfterEach
  void stop() {
    admin.close();
    running.close();
  }

  private void restart(AclSettings acl) {
    stop();
    RunningServer.Settings settings = new RunningServer.Settings();
    settings.acl = acl;
    settings.dir = folder;
    running = new RunningServer(Views.healthy(), settings.build());
    connect();
  }

  private WireClient login(String user) {
    WireClient client = running.connect();
    assertThat(client.call("AUTH", user, "pw")).isEqualTo("+OK");
    return client;
  }

  private void user(String name, String rules) {
    String[] words = ("ACL SETUSER " + name + " " + rules).split(" ", -1);
    assertThat(admin.call(words)).as(rules).isEqualTo("+OK");
  }

  private String commandsOf(String rules) {
    admin.call("ACL", "DELUSER", "described");
    user("described", rules);
    String all = admin.call("ACL", "GETUSER", "described");
    String after = all.substring(all.indexOf(" commands ") + " commands $".length());
    int length = Integer.parseInt(after.substring(0, after.indexOf(' ')));
    int start = after.indexOf(' ') + 1;
    return after.substring(start, start + length);
  }

  @Test
  void aUserMayDoWhatItsRulesSayAndNothingElse() {
    user("bob", "on >pw +@all -@dangerous +sentinel|masters -acl|whoami");
    try (WireClient bob = login("bob")) {
      assertThat(bob.call("PING")).isEqualTo("+PONG");
      assertThat(bob.call("SENTINEL", "MASTERS")).startsWith("*1 ");
      assertThat(bob.call("SENTINEL", "RESET", "*"))
          .isEqualTo("-NOPERM this user has no permissions to run the 'sentinel|reset' command");
      assertThat(bob.call("acl", "WhoAmI"))
          .isEqualTo("-NOPERM this user has no permissions to run the 'acl|whoami' command");
      assertThat(bob.call("CLIENT", "LIST"))
          .isEqualTo("-NOPERM this user has no permissions to run the 'client|list' command");
      assertThat(bob.call("NOSUCH")).startsWith("-ERR unknown command 'NOSUCH'");
      assertThat(bob.call("SENTINEL")).startsWith("-ERR wrong number of arguments");
      // A change counts for connections that are there.
      user("bob", "+acl|whoami");
      assertThat(bob.call("ACL", "WHOAMI")).isEqualTo("$3 bob");
      // Nobody can be kept from becoming somebody else.
      user("bob", "-@all");
      assertThat(bob.call("PING")).startsWith("-NOPERM");
      assertThat(bob.call("AUTH", "default", "x")).isEqualTo("+OK");
      assertThat(bob.call("PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void aFirstArgumentAllowsACommandWithItOnly() {
    user("bob", "on >pw &* +publish|__sentinel__:hello");
    try (WireClient bob = login("bob")) {
      assertThat(bob.call("PUBLISH", "__sentinel__:hello", "x")).startsWith("-ERR Malformed");
      assertThat(bob.call("PUBLISH", "other", "x"))
          .isEqualTo("-NOPERM this user has no permissions to run the 'publish' command");
    }
  }

  @Test
  void channelsAreCheckedByPatternAndPatternsLetterByLetter() {
    user("bob", "on >pw +@all &+s* &plain");
    try (WireClient bob = login("bob")) {
      assertThat(bob.call("SUBSCRIBE", "+sdown", "other")).isEqualTo(NO_CHANNEL);
      assertThat(bob.call("PSUBSCRIBE", "+sd*")).isEqualTo(NO_CHANNEL);
      assertThat(bob.call("PUBLISH", "other", "x")).isEqualTo(NO_CHANNEL);
      assertThat(bob.call("PUBLISH", "plain", "x")).startsWith("-ERR Only HELLO");
      assertThat(bob.call("UNSUBSCRIBE", "other")).startsWith("*3 ");
      assertThat(bob.call("SUBSCRIBE", "+sdown", "plain")).contains("+sdown :1");
      bob.reply();
      assertThat(bob.call("PSUBSCRIBE", "+s*")).isEqualTo("*3 $10 psubscribe $3 +s* :3");
    }
  }

  @Test
  void oneSelectorMustAllowAllOfARequest() {
    user("bob", "on >pw +ping (+subscribe &a) (+sentinel|masters &b)");
    try (WireClient bob = login("bob")) {
      assertThat(bob.call("SENTINEL", "MASTERS")).startsWith("*1 ");
      assertThat(bob.call("SUBSCRIBE", "b")).isEqualTo(NO_CHANNEL);
      assertThat(bob.call("SUBSCRIBE", "a")).isEqualTo("*3 $9 subscribe $1 a :1");
    }
    assertThat(admin.call("ACL", "LIST"))
        .contains(
            " resetchannels -@all +ping (resetchannels &a -@all +subscribe) (resetchannels &b -@all"
                + " +sentinel|masters)");
    user("bob", "clearselectors");
    assertThat(admin.call("ACL", "DRYRUN", "bob", "SUBSCRIBE", "a"))
        .isEqualTo("$59 This user has no permissions to run the 'subscribe' command");
  }

  @Test
  void whatAUserMayRunIsDescribedByTheFittingCategories() {
    assertThat(commandsOf("+@pubsub -@fast +publish")).isEqualTo("-@all +@pubsub");
    assertThat(commandsOf("+sentinel -sentinel +@pubsub -@slow")).isEqualTo("-@all +publish");
    assertThat(commandsOf("+@all -@dangerous -acl|whoami"))
        .isEqualTo("+@all -@dangerous -acl|whoami");
    assertThat(commandsOf("+@all -ping")).isEqualTo("+@all -ping");
    assertThat(commandsOf("+@all -ping +ping")).isEqualTo("+@all");
    assertThat(commandsOf("+client|kill +CLIENT|LIST"))
        .isEqualTo("-@all +client|kill +client|list");
    assertThat(commandsOf("+ping|x +ping|y +PING|X")).isEqualTo("-@all +ping|x +ping|y");
    assertThat(commandsOf("+ping|x +ping")).isEqualTo("-@all +ping");
    assertThat(commandsOf("+@all -@all")).isEqualTo("-@all");
  }

  @Test
  void aUserIsShownWithAllItIs() {
    user("bob", "on >foo ~x* %R~y ~x* &c &c +ping skip-sanitize-payload");
    assertThat(admin.call("ACL", "GETUSER", "bob"))
        .isEqualTo(
            "*12 $5 flags *2 $2 on $21 skip-sanitize-payload $9 passwords *1 $64 "
                + HASH_OF_FOO
                + " $8 commands $11 -@all +ping $4 keys $8 ~x* %R~y $8 channels $2 &c $9 selectors"
                + " *0");
    admin.call("HELLO", "3");
    assertThat(admin.call("ACL", "GETUSER", "default"))
        .isEqualTo(
            "%6 $5 flags ~2 $2 on $6 nopass $9 passwords *0 $8 commands $5 +@all $4 keys $2 ~*"
                + " $8 channels $2 &* $9 selectors *0");
    assertThat(admin.call("ACL", "GETUSER", "nobody")).isEqualTo("_");
    assertThat(admin.call("ACL", "USERS")).isEqualTo("*2 $3 bob $7 default");
  }

  @Test
  void aBadRuleIsNamedAndNothingIsChanged() {
    String unknown = "Unknown command or category name in ACL";
    for (String[] bad :
        new String[][] {
          {"foo", "Syntax error"},
          {"+foo", unknown},
          {"+client|foo", unknown},
          {"-publish|foo", unknown},
          {"+@foo", unknown},
          {"+acl|", "Syntax error"},
          {"+client|list|x", "Allowing first-arg of a subcommand is not supported"},
          {"%~x", "Syntax error"},
          {"(on)", "Syntax error"},
          {"<x", "The password you are trying to remove from the user does not exist"},
          {
            "#ABC",
            "The password hash must be exactly 64 characters and contain only lowercase hexadecimal"
                + " characters"
          }
        }) {
      assertThat(admin.call("ACL", "SETUSER", "bob", "on", bad[0], "off"))
          .isEqualTo("-ERR Error in ACL SETUSER modifier '" + bad[0] + "': " + bad[1]);
    }
    assertThat(admin.call("ACL", "SETUSER", "bob", "(+ping", "x"))
        .isEqualTo("-ERR Unmatched parenthesis in acl selector starting at '(+ping'.");
    assertThat(admin.call("ACL", "SETUSER", "default", "&x"))
        .startsWith(
            "-ERR Error in ACL SETUSER modifier '&x': Adding a pattern after the * pattern");
    assertThat(admin.call("ACL", "SETUSER", "a b"))
        .isEqualTo("-ERR Usernames can't contain spaces or null characters");
    assertThat(admin.call("ACL", "USERS")).isEqualTo("*1 $7 default");
  }

  @Test
  void passwordsCanBeAddedAndRemoved() {
    user("bob", "on >pw #" + HASH_OF_FOO);
    try (WireClient client = running.connect()) {
      assertThat(client.call("AUTH", "bob", "foo")).isEqualTo("+OK");
      assertThat(client.call("HELLO", "2", "AUTH", "bob", "pw")).startsWith("*12 ");
      assertThat(client.call("PING")).startsWith("-NOPERM");
      user("bob", "<foo +@all");
      assertThat(client.call("AUTH", "bob", "foo")).isEqualTo(WRONGPASS);
      assertThat(client.call("HELLO", "2", "AUTH", "bob", "pw")).startsWith("*12 ");
      user("bob", "off");
      assertThat(client.call("AUTH", "bob", "pw")).isEqualTo(WRONGPASS);
      // Who is in stays in.
      assertThat(client.call("PING")).isEqualTo("+PONG");
      user("bob", "on nopass");
      assertThat(client.call("AUTH", "bob", "whatever")).isEqualTo("+OK");
      user("bob", "resetpass");
      assertThat(client.call("AUTH", "bob", "whatever")).isEqualTo(WRONGPASS);
      assertThat(client.call("AUTH", "nobody", "whatever")).isEqualTo(WRONGPASS);
    }
  }

  @Test
  void aPasswordOfTheDefaultUserIsAskedOfNewConnections() {
    user("default", ">pw");
    assertThat(admin.call("PING")).isEqualTo("+PONG");
    try (WireClient client = running.connect()) {
      assertThat(client.call("PING")).isEqualTo("-NOAUTH Authentication required.");
      assertThat(client.call("AUTH", "pw")).isEqualTo("+OK");
      assertThat(client.call("PING")).isEqualTo("+PONG");
    }
    try (WireClient client = running.connect()) {
      assertThat(client.call("PING")).isEqualTo("-NOAUTH Authentication required.");
      user("default", "nopass");
      assertThat(client.call("PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void connectionsOfADeletedUserAreClosed() {
    user("bob", "on >pw +@all");
    try (WireClient bob = login("bob");
        WireClient self = login("bob")) {
      assertThat(admin.call("ACL", "DELUSER", "default", "bob"))
          .isEqualTo("-ERR The 'default' user cannot be removed");
      assertThat(self.call("ACL", "DELUSER", "bob", "bob", "nobody")).isEqualTo(":1");
      assertThat(self.untilClosed()).isEmpty();
      assertThat(bob.untilClosed()).isEmpty();
    }
    assertThat(admin.call("PING")).isEqualTo("+PONG");
  }

  @Test
  void listenersAreClosedWhenTheyMayNotListenAnyMore() {
    user("bob", "on >pw +@all &a &b*");
    try (WireClient a = login("bob");
        WireClient pattern = login("bob");
        WireClient idle = login("bob")) {
      a.call("SUBSCRIBE", "a");
      pattern.call("PSUBSCRIBE", "b*");
      user("bob", "resetchannels &a");
      assertThat(pattern.untilClosed()).isEmpty();
      assertThat(a.call("PING")).isEqualTo("*2 $4 pong $0");
      assertThat(idle.call("PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void refusalsAreLogged() {
    user("bob", "on >pw +@all -role &a");
    try (WireClient bob = login("bob")) {
      bob.call("ROLE");
      bob.call("SUBSCRIBE", "x");
      bob.call("ROLE");
      bob.call("HELLO", "2", "AUTH", "eve", "x");
    }
    String log = admin.call("ACL", "LOG");
    assertThat(log)
        .startsWith(
            "*3 *14 $5 count :1 $6 reason $4 auth $7 context $8 toplevel $6 object $5 hello $8"
                + " username $3 eve $11 age-seconds $")
        .contains("*14 $5 count :2 $6 reason $7 command $7 context $8 toplevel $6 object $4 role")
        .contains("reason $7 channel $7 context $8 toplevel $6 object $1 x $8 username $3 bob")
        .contains("cmd=subscribe user=bob");
    admin.call("HELLO", "3");
    assertThat(admin.call("ACL", "LOG", "1")).startsWith("*1 %7 $5 count").contains("seconds ,0");
    assertThat(admin.call("ACL", "LOG", "x"))
        .isEqualTo("-ERR value is not an integer or out of range");
    assertThat(admin.call("ACL", "LOG", "RESET")).isEqualTo("+OK");
    assertThat(admin.call("ACL", "LOG")).isEqualTo("*0");
  }

  @Test
  void theLogForgetsTheOldestBeyondItsLength() {
    restart(new AclSettings(List.of(), Optional.empty(), 2, false));
    for (String name : List.of("a", "b", "c")) {
      admin.call("AUTH", name, "x");
    }
    assertThat(admin.call("ACL", "LOG"))
        .startsWith("*2 ")
        .contains("username $1 c", "username $1 b")
        .doesNotContain("username $1 a");
  }

  @Test
  void passwordsOfAnyStrengthCanBeGenerated() {
    assertThat(admin.call("ACL", "GENPASS")).matches("\\$64 [0-9a-f]{64}");
    assertThat(admin.call("ACL", "GENPASS", "5")).matches("\\$2 [0-9a-f]{2}");
    assertThat(admin.call("ACL", "GENPASS", "4096")).matches("\\$1024 [0-9a-f]{1024}");
    assertThat(admin.call("ACL", "GENPASS", "0"))
        .isEqualTo(
            "-ERR ACL GENPASS argument must be the number of bits for the output password, a"
                + " positive number up to 4096");
    assertThat(admin.call("ACL", "GENPASS", "5", "5"))
        .isEqualTo(
            "-ERR unknown subcommand or wrong number of arguments for 'GENPASS'. Try ACL HELP.");
  }

  @Test
  void categoriesAreThoseOfRedis() {
    assertThat(admin.call("ACL", "CAT")).startsWith("*21 $8 keyspace $4 read $5 write ");
    assertThat(admin.call("ACL", "CAT", "PUBSUB"))
        .isEqualTo("*5 $10 psubscribe $7 publish $12 punsubscribe $9 subscribe $11 unsubscribe");
    assertThat(admin.call("ACL", "CAT", "foo")).isEqualTo("-ERR Unknown category 'foo'");
  }

  @Test
  void aDryRunSaysWhatWouldBe() {
    user("bob", "+@all &a -ping");
    assertThat(admin.call("ACL", "DRYRUN", "bob", "SUBSCRIBE", "a")).isEqualTo("+OK");
    assertThat(admin.call("ACL", "DRYRUN", "bob", "SUBSCRIBE", "a", "no"))
        .isEqualTo("$55 This user has no permissions to access the 'no' channel");
    assertThat(admin.call("ACL", "DRYRUN", "bob", "PING"))
        .isEqualTo("$54 This user has no permissions to run the 'ping' command");
    assertThat(admin.call("ACL", "DRYRUN", "eve", "PING")).isEqualTo("-ERR User 'eve' not found");
    assertThat(admin.call("ACL", "DRYRUN", "bob", "foo")).isEqualTo("-ERR Command 'foo' not found");
    assertThat(admin.call("ACL", "DRYRUN", "bob", "acl"))
        .isEqualTo("-ERR wrong number of arguments for 'acl' command");
  }

  @Test
  void usersOfTheConfigurationAreThereFromTheStart() {
    restart(
        new AclSettings(
            List.of(
                new UserLine("s.conf:1", "default", List.of("off")),
                new UserLine("s.conf:2", "bob", List.of("on", ">pw", "+@all", "(+role", "+ping)"))),
            Optional.empty(),
            128,
            true));
    assertThat(admin.call("PING")).isEqualTo("-NOAUTH Authentication required.");
    try (WireClient bob = login("bob")) {
      assertThat(bob.call("ACL", "LIST"))
          .contains("user default off sanitize-payload &* -@all")
          .contains(" &* +@all (&* -@all +ping +role)");
    }
  }

  @Test
  void aBadUserOfTheConfigurationKeepsTheServerFromStarting() {
    for (String[] bad :
        new String[][] {
          {"+foo", "s.conf:7: user 'bob', rule '+foo': Unknown command or category name in ACL"},
          {"secret", "s.conf:7: user 'bob', rule 2: Syntax error"},
          {"(+ping", "s.conf:7: user 'bob': Unmatched parenthesis in selector definition"}
        }) {
      UserLine line = new UserLine("s.conf:7", "bob", List.of("on", bad[0]));
      assertThatThrownBy(
              () -> restart(new AclSettings(List.of(line), Optional.empty(), 128, false)))
          .hasRootCauseMessage(bad[1]);
    }
  }

  @Test
  void anAclFileIsReadAtTheStartAndWrittenWhole() throws Exception {
    Path file = folder.resolve("users.acl");
    Files.writeString(file, "user bob on >pw +@all\n\n  user default on nopass +@all ~* &*\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    restart(new AclSettings(List.of(), Optional.of("users.acl"), 128, false));
    user("eve", "on #" + HASH_OF_FOO + " +ping");
    assertThat(running.server.users().changedUsers()).isEmpty();
    assertThat(admin.call("ACL", "SAVE")).isEqualTo("+OK");
    assertThat(Files.readAllLines(file))
        .hasSize(3)
        .endsWith("user eve on #" + HASH_OF_FOO + " resetchannels -@all +ping");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
    assertThat(folder.toFile().list()).containsExactly("users.acl");
  }

  @Test
  void anAclFileIsLoadedWholeOrNotAtAll() throws Exception {
    Path file = folder.resolve("users.acl");
    Files.writeString(file, "user bob on >pw +@all\n");
    restart(new AclSettings(List.of(), Optional.of("users.acl"), 128, false));
    try (WireClient bob = login("bob")) {
      Files.writeString(file, "user new on\nuser eve +foo\nuser eve\nbad\nuser x secret\n");
      assertThat(bob.call("ACL", "LOAD"))
          .isEqualTo(
              "-ERR users.acl:2: Error in applying operation '+foo': Unknown command or category"
                  + " name in ACL. WARNING: Duplicate user 'eve' found on line 3. users.acl:4"
                  + " should start with user keyword followed by the username. users.acl:5: Syntax"
                  + " error. WARNING: ACL errors detected, no change to the previously active ACL"
                  + " rules was performed");
      assertThat(admin.call("ACL", "USERS")).isEqualTo("*2 $3 bob $7 default");
      assertThat(bob.call("PING")).isEqualTo("+PONG");
      Files.writeString(file, "user eve on >pw\n");
      assertThat(bob.call("ACL", "LOAD")).isEqualTo("+OK");
      assertThat(bob.untilClosed()).isEmpty();
    }
    assertThat(admin.call("ACL", "USERS")).isEqualTo("*2 $7 default $3 eve");
    Files.delete(file);
    assertThat(admin.call("ACL", "LOAD"))
        .isEqualTo("-ERR Error loading ACLs, opening file 'users.acl': No such file or directory");
  }

  @Test
  void withoutAnAclFileThereIsNothingToLoadOrSave() {
    for (String verb : List.of("LOAD", "SAVE")) {
      assertThat(admin.call("ACL", verb))
          .startsWith("-ERR This Redis instance is not configured to use an ACL file.");
    }
  }

  @Test
  void theConfigurationLearnsWhichUsersHaveChanged() {
    restart(
        new AclSettings(
            List.of(
                new UserLine("s.conf:1", "bob", List.of("on")),
                new UserLine("s.conf:2", "old", List.of("on"))),
            Optional.empty(),
            128,
            false));
    assertThat(running.server.users().changedUsers()).isEmpty();
    user("eve", ">foo (+ping)");
    admin.call("ACL", "DELUSER", "old");
    assertThat(running.server.users().changedUsers())
        .containsOnlyKeys("eve", "old")
        .containsEntry("old", Optional.empty())
        .containsEntry(
            "eve",
            Optional.of(
                List.of(
                    "off",
                    "#" + HASH_OF_FOO,
                    "resetchannels",
                    "-@all",
                    "(resetchannels",
                    "-@all",
                    "+ping)")));
  }
}
