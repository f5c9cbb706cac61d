package io.vedette.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.Timing;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Each option of SENTINEL SET: what it changes, what is said of it, what becomes of the links. */
class SettingChangeTest {
  private static void check(
      SettingChange change, String option, String shown, Function<GroupSettings, Object> read) {
    GroupSettings.Builder settings = GroupSettings.defaults(2, Timing.DEFAULT).change();
    change.applyTo(settings);
    assertThat(change.option()).isEqualTo(option);
    assertThat(change.shown()).isEqualTo(shown);
    assertThat(read.apply(settings.build()).toString()).as("what is set").contains(shown);
  }

  @Test
  void numbersAndPathsAreShownAsTheyAre() {
    check(new SettingChange.Quorum(7), "quorum", "7", GroupSettings::quorum);
    check(
        new SettingChange.DownAfter(71),
        "down-after-milliseconds",
        "71",
        GroupSettings::downAfterMs);
    check(
        new SettingChange.FailoverTimeout(72),
        "failover-timeout",
        "72",
        GroupSettings::failoverTimeoutMs);
    check(
        new SettingChange.ParallelSyncs(73), "parallel-syncs", "73", GroupSettings::parallelSyncs);
    check(
        new SettingChange.NotificationScript("/n"),
        "notification-script",
        "/n",
        GroupSettings::notificationScript);
    check(
        new SettingChange.ClientReconfigScript("/c"),
        "client-reconfig-script",
        "/c",
        GroupSettings::clientReconfigScript);
    check(new SettingChange.AuthUser("u"), "auth-user", "u", GroupSettings::authUser);
    check(
        new SettingChange.MasterRebootDownAfter(74),
        "master-reboot-down-after-period",
        "74",
        GroupSettings::masterRebootDownAfterMs);
  }

  @Test
  void secretsAreNotShown() {
    GroupSettings.Builder settings = GroupSettings.defaults(2, Timing.DEFAULT).change();
    SettingChange password = new SettingChange.AuthPass("s3cret");
    SettingChange renaming = new SettingChange.RenameCommand("config", "s3cret");
    password.applyTo(settings);
    renaming.applyTo(settings);
    assertThat(settings.build().authPass()).contains("s3cret");
    assertThat(settings.build().renamedCommands()).containsEntry("CONFIG", "s3cret");
    assertThat(password.option()).isEqualTo("auth-pass");
    assertThat(password.shown()).isEqualTo("******");
    assertThat(password).hasToString("auth-pass ******");
    assertThat(renaming.option()).isEqualTo("rename-command");
    assertThat(renaming.shown()).isEqualTo("config ******");
  }

  @Test
  void aLoginIsShownAnewAndOnlyARenamingNeedsNewLinks() {
    assertThat(new SettingChange.AuthPass("x").changesLogin()).isTrue();
    assertThat(new SettingChange.AuthUser("x").changesLogin()).isTrue();
    assertThat(new SettingChange.Quorum(1).changesLogin()).isFalse();
    assertThat(new SettingChange.RenameCommand("a", "b").dropsLinks()).isTrue();
    assertThat(new SettingChange.AuthPass("x").dropsLinks()).isFalse();
  }
}
