package io.vedette.tests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A hosts file that only the programs started with it see, in the place of {@code /etc/hosts}: each
 * runs in a mount namespace of its own. Needs {@link RequiresRoot}.
 */
public final class PrivateHosts {
  private static final String MOUNT =
      "mount --make-rprivate / && mount --bind \"$0\" /etc/hosts && exec \"$@\"";

  private final Path file;
  private final Map<String, String> addresses = new LinkedHashMap<>();

  public PrivateHosts(Path folder) {
    file = folder.resolve("hosts");
    set("localhost", "127.0.0.1");
  }

  /** From now on this name has this address, also for programs that run. */
  public void set(String name, String address) {
    addresses.put(name, address);
    write();
  }

  /** From now on this name has none. */
  public void remove(String name) {
    addresses.remove(name);
    write();
  }

  private void write() {
    StringBuilder lines = new StringBuilder();
    addresses.forEach((name, address) -> lines.append(address + " " + name + "\n"));
    try {
      // In place: the mounted file is to change, not to be replaced.
      Files.writeString(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The command, seeing these names. */
  public List<String> seenBy(List<String> command) {
    List<String> longer =
        new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", MOUNT, file.toString()));
    longer.addAll(command);
    return longer;
  }
}
