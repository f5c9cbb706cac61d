package io.vedette.quorum;

import io.vedette.quorum.model.GroupSettings;

/**
 * One option of {@code SENTINEL SET}, with a value that was found valid.
 *
 * <p>{@link #option()} and {@link #shown()} are what the {@code +set} event says.
 */
public sealed interface SettingChange {
  /** The option's name as in Sentinel. */
  String option();

  /** The value as it may be shown: a secret is not. */
  String shown();

  /** What a secret is shown as. */
  String HIDDEN = "******";

  /** Changes the settings. */
  void applyTo(GroupSettings.Builder settings);

  /** Whether links to data nodes must be made anew for it to take effect. */
  default boolean dropsLinks() {
    return false;
  }

  /** Whether it is another login, to be shown to the data nodes. */
  default boolean changesLogin() {
    return false;
  }

  /** {@code quorum}, 1 or more. */
  record Quorum(int value) implements SettingChange {
    @Override
    public String option() {
      return "quorum";
    }

    @Override
    public String shown() {
      return Integer.toString(value);
    }

    @Override
    public void applyTo(GroupSettings.Builder settings) {
      settings.quorum(value);
    }
  }

  /** {@code down-after-milliseconds}, 1 or more. */
  record DownAfter(long ms) implements SettingChange {
    @Override
    public String option() {
      return "down-after-milliseconds";
    }

    @Override
    public String shown() {
      return Long.toString(ms);
    }

    @Override
    public void applyTo(GroupSettings.Builder settings) {
      settings.downAfterMs(ms);
    }
  }

  /** {@code failover-timeout}, 1 or more. */
  record FailoverTimeout(long ms) implements SettingChange {
    @Override
    public String option() {
      return "failover-timeout";
    }

    @Override
    public String shown() {
      return Long.toString(ms);
    }

    @Override
    public void applyTo(GroupSettings.Builder settings) {
      settings.failoverTimeoutMs(ms);
    }
  }

  /** {@code parallel-syncs}, 1 or more. */
  record ParallelSyncs(int value) implements SettingChange {
    @Override
    public String option() {
      return "parallel-syncs";
    }

    @Override
    public String shown() {
      return Integer.toString(value);
    }

    @Override
    public void applyTo(GroupSettings.Builder settings) {
      settings.parallelSyncs(value);
    }
  }

  /** {@code notification-script}; empty: none. */
  record NotificationScript(String path) implements SettingChange {
    @Override
    public String option() {
      return "notification-script";
    }

    @Override
    public String shown() {
      return path;
    }

    @Override
    public void applyTo(GroupSettings.Builder settings) {
      settings.notificationScript(path);
    }
  }

  /** {@code client-reconfig-script}; empty: none. */
  record ClientReconfigScript(String path) implements SettingChange {
    @Override
    public String option() {
      return "client-reconfig-script";
    }

    @Override
    public String shown() {
      return path;
    }

    @Override
    public void applyTo(GroupSettings.Builder settings) {
      settings.clientReconfigScript(path);
    }
  }

  /** {@code auth-user}; empty: the default user. */
  record AuthUser(String user) implements SettingChange {
    @Override
    public String option() {
      return "auth-user";
    }

    @Override
    public String shown() {
      return user;
    }

    @Override
    public void applyTo(GroupSettings.Builder settings) {
      settings.authUser(user);
    }

    @Override
    public boolean changesLogin() {
      return true;
    }
  }

  /** {@code auth-pass}; empty: no AUTH. */
  record AuthPass(String password) implements SettingChange {
    @Override
    public String option() {
      return "auth-pass";
    }

    @Override
    public String shown() {
      return HIDDEN;
    }

    @Override
    public void applyTo(GroupSettings.Builder settings) {
      settings.authPass(password);
    }

    /** Without the secret: this is what a log shows. */
    @Override
    public String toString() {
      return option() + " " + shown();
    }

    @Override
    public boolean changesLogin() {
      return true;
    }
  }

  /** {@code rename-command}; the own name again undoes it. */
  record RenameCommand(String command, String renamed) implements SettingChange {
    @Override
    public String option() {
      return "rename-command";
    }

    @Override
    public String shown() {
      return command + " " + HIDDEN;
    }

    @Override
    public void applyTo(GroupSettings.Builder settings) {
      settings.renameCommand(command, renamed);
    }

    @Override
    public boolean dropsLinks() {
      return true;
    }
  }

  /** {@code master-reboot-down-after-period}, 0 or more. */
  record MasterRebootDownAfter(long ms) implements SettingChange {
    @Override
    public String option() {
      return "master-reboot-down-after-period";
    }

    @Override
    public String shown() {
      return Long.toString(ms);
    }

    @Override
    public void applyTo(GroupSettings.Builder settings) {
      settings.masterRebootDownAfterMs(ms);
    }
  }
}
