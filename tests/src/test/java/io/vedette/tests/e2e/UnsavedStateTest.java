package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vedette.quorum.model.Address;
import io.vedette.tests.harness.ErrorReply;
import io.vedette.tests.harness.Executables;
import io.vedette.tests.harness.FreePorts;
import io.vedette.tests.harness.Mounts;
import io.vedette.tests.harness.OsProcess;
import io.vedette.tests.harness.RequiresRoot;
import io.vedette.tests.harness.RespClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A coordinator whose state can't be written watches and answers, but neither votes nor leads, says
 * so, and recovers by itself. Its one master is nowhere, so that there is something to vote on.
 */
@RequiresRoot
class UnsavedStateTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String CANDIDATE = "c".repeat(40);

  @TempDir Path folder;
  private final Mounts mounts = new Mounts();
  private final int port = FreePorts.next();
  private final int master = FreePorts.next();
  private Path disk;
  private Path config;
  private Path log;
  private OsProcess process;

  @BeforeEach
  void aSmallDisk() throws IOException {
    disk = Files.createDirectory(folder.resolve("disk"));
    mounts.tmpfs(disk, 64);
    config = disk.resolve("sentinel.conf");
    log = folder.resolve("vedette.log");
  }

  @AfterEach
  void end() {
    if (process != null) {
      process.destroy();
    }
    mounts.close();
  }

  private List<String> lines() {
    return List.of(
        "port " + port,
        "bind 127.0.0.1",
        "sentinel monitor m 127.0.0.1 " + master + " 2",
        "sentinel down-after-milliseconds m 500");
  }

  @Test
  void onAFullDiskItStartsAndWatchesAndVotesAsSoonAsThereIsRoom() throws IOException {
    Files.write(config, lines());
    Path filler = fill();
    start();

    assertUnsaved("No space left");
    assertThat(addressOfMaster()).isEqualTo(List.of("127.0.0.1", Integer.toString(master)));
    await().atMost(SOON).until(() -> logText().contains("+sdown master m"));
    assertThat(voteIn(5)).isEqualTo("*");
    assertThat(Files.readAllLines(config)).as("untouched").isEqualTo(lines());

    Files.delete(filler);
    assertRecovers();
    assertThat(Files.readAllLines(config)).startsWith(lines().toArray(String[]::new));
    assertThat(Files.readString(config)).contains("sentinel myid ", "leader-epoch m 6");
  }

  @Test
  void aFolderThatCanNoLongerBeWrittenCostsTheVoteAndNothingElse() throws IOException {
    Files.write(config, lines());
    start();
    assertSaved();
    String before = Files.readString(config);

    mounts.makeReadOnly(disk);
    assertThatThrownBy(() -> voteIn(3)).isInstanceOf(ErrorReply.class);
    assertUnsaved("Read-only file system");
    assertThat(voteIn(4)).isEqualTo("*");
    assertThatThrownBy(() -> call("SENTINEL", "SET", "m", "quorum", "1"))
        .isInstanceOf(ErrorReply.class)
        .hasMessageContaining("Failed to save config file");
    assertThat(addressOfMaster()).isNotNull();
    assertThat(Files.readString(config)).isEqualTo(before);

    mounts.makeWritable(disk);
    assertRecovers();
    assertThat(Files.readString(config)).contains("leader-epoch m 6", master + " 1\n");
  }

  @Test
  void aFileThatIsAMountOfItsOwnIsWrittenInPlaceAndReadByTheNextStart() throws IOException {
    Path real = Files.write(folder.resolve("real.conf"), lines());
    Files.createFile(config);
    mounts.bind(real, config);
    start();

    assertSaved();
    assertThat(voteIn(5)).isEqualTo(CANDIDATE);
    assertThat(Files.readString(real)).contains("sentinel myid ", "leader-epoch m 5\n");
    assertThat(disk.resolve("sentinel.conf.last-good"))
        .hasSameTextualContentAs(real)
        .as("no other file is left")
        .satisfies(copy -> assertThat(disk.toFile().list()).hasSize(2));
    Object id = call("SENTINEL", "MYID");

    restart();
    assertThat(call("SENTINEL", "MYID")).isEqualTo(id);
    assertThat(voteIn(5)).as("given before the restart, so not given again").isEqualTo("*");
  }

  @Test
  void aReadOnlyFileIsRefusedUnlessTheStateHasAFolderOfItsOwn() throws IOException {
    Files.write(config, lines());
    mounts.makeReadOnly(disk);
    OsProcess.Outcome refused = OsProcess.run(Executables.vedette(config), folder, SOON);
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.output()).contains("config file is not writable");

    Path states = Files.createDirectory(folder.resolve("states"));
    String[] option = {"--vedette-state-dir", states.toString()};
    start(option);
    assertSaved();
    assertThat(voteIn(5)).isEqualTo(CANDIDATE);
    assertThat(call("SENTINEL", "SET", "m", "down-after-milliseconds", "700")).isEqualTo("OK");
    assertThat(call("SENTINEL", "CONFIG", "SET", "sentinel-pass", "p w")).isEqualTo("OK");
    assertThat(call("ACL", "SETUSER", "carol", "on", ">c", "+ping")).isEqualTo("OK");
    assertThat(call("SENTINEL", "FLUSHCONFIG")).isEqualTo("OK");
    Object id = call("SENTINEL", "MYID");

    restart(option);
    assertThat(call("SENTINEL", "MYID")).isEqualTo(id);
    assertThat(call("SENTINEL", "CONFIG", "GET", "sentinel-pass"))
        .isEqualTo(List.of("sentinel-pass", "p w"));
    assertThat(call("ACL", "USERS")).asInstanceOf(InstanceOfAssertFactories.LIST).contains("carol");
    assertThat(RespClient.asMap(call("SENTINEL", "MASTER", "m")))
        .containsEntry("down-after-milliseconds", "700");
    assertThat(voteIn(5)).as("given before the restart, so not given again").isEqualTo("*");
    assertThat(Files.readAllLines(config)).isEqualTo(lines());
    assertThat(states.resolve("sentinel.state.conf")).content().contains("leader-epoch m 5\n");
  }

  @Test
  void aHalfWrittenStateIsRefusedAndTheLastGoodCopyStays() throws IOException {
    Files.write(config, lines());
    Path states = Files.createDirectory(folder.resolve("states"));
    String[] option = {"--vedette-state-dir", states.toString()};
    start(option);
    assertThat(voteIn(5)).isEqualTo(CANDIDATE);
    process.destroy();

    Path state = states.resolve("sentinel.state.conf");
    List<String> whole = Files.readAllLines(state);
    Files.write(state, whole.subList(0, 4));
    OsProcess.Outcome refused = OsProcess.run(command(option), folder, SOON);
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.output())
        .contains(state + ":5: the last line is missing (its last good copy: ");
    Path lastGood = Path.of(state + ".last-good");
    assertThat(lastGood).content().contains("sentinel myid ");

    Files.copy(lastGood, state, StandardCopyOption.REPLACE_EXISTING);
    start(option);
    assertSaved();
  }

  @Test
  void aFileThatIsAMountOfItsOwnOnAFullDiskIsNotTouchedAndThenWritten() throws IOException {
    Path real = Files.write(folder.resolve("real.conf"), lines());
    Files.createFile(config);
    mounts.bind(real, config);
    Path filler = fill();
    start();

    assertUnsaved("No space left");
    assertThat(voteIn(5)).isEqualTo("*");
    assertThat(Files.readAllLines(real)).as("untouched").isEqualTo(lines());

    Files.delete(filler);
    assertRecovers();
    assertThat(Files.readString(real)).contains("sentinel myid ", "leader-epoch m 6");
  }

  @Test
  void aWritingInPlaceThatWasInterruptedIsFinishedByTheNextStart() throws IOException {
    Path real = Files.write(folder.resolve("real.conf"), lines());
    Files.createFile(config);
    mounts.bind(real, config);
    start();
    assertThat(voteIn(5)).isEqualTo(CANDIDATE);
    Object id = call("SENTINEL", "MYID");
    process.destroy();
    // As a power cut leaves it: the new content is safe beside it, the file itself is half done.
    Files.copy(real, disk.resolve("sentinel.conf.rewrite"));
    Files.write(real, lines().subList(0, 2));

    start();
    assertThat(call("SENTINEL", "MYID")).isEqualTo(id);
    assertThat(voteIn(5)).as("given before the power cut, so not given again").isEqualTo("*");
    assertSaved();
    assertThat(logText()).contains("was interrupted");
    assertThat(Files.readString(real)).contains("leader-epoch m 5\n");
    assertThat(disk.resolve("sentinel.conf.rewrite")).doesNotExist();
  }

  @Test
  void aStateFolderOnAFullDiskCostsTheVoteAndSubscribersAreTold() throws IOException {
    Path readOnly = Files.write(folder.resolve("sentinel.conf"), lines());
    config = readOnly;
    start("--vedette-state-dir", disk.toString());
    assertSaved();
    try (RespClient subscriber = RespClient.connect(new Address("127.0.0.1", port), SOON)) {
      subscriber.call("SUBSCRIBE", "+state-unsaved");
      Path filler = fill();

      assertThatThrownBy(() -> voteIn(3)).isInstanceOf(ErrorReply.class);
      assertThat(subscriber.read())
          .isEqualTo(List.of("message", "+state-unsaved", "#state can not be saved"));
      assertUnsaved("No space left");
      assertThat(voteIn(4)).isEqualTo("*");

      Files.delete(filler);
      assertRecovers();
    }
  }

  @Test
  void aDamagedConfigurationIsRefusedWithItsLineAndItsLastGoodCopy() throws IOException {
    Files.write(config, lines());
    start();
    assertThat(voteIn(5)).isEqualTo(CANDIDATE);
    Object id = call("SENTINEL", "MYID");
    assertThat(voteIn(6)).isEqualTo(CANDIDATE);
    process.destroy();
    List<String> whole = Files.readAllLines(config);
    List<String> damaged = new ArrayList<>(whole);
    damaged.set(2, "sentinel monitor m 127.0.0.1 \"");
    Files.write(config, damaged);

    OsProcess.Outcome refused = OsProcess.run(command(), folder, SOON);
    Path lastGood = disk.resolve("sentinel.conf.last-good");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.output())
        .contains(config + ":3: ", "(its last good copy: " + lastGood + ")");
    assertThat(Files.readAllLines(config)).as("untouched").isEqualTo(damaged);

    Files.copy(lastGood, config, StandardCopyOption.REPLACE_EXISTING);
    start();
    assertThat(call("SENTINEL", "MYID")).isEqualTo(id);
    assertSaved();
  }

  private Path fill() throws IOException {
    Path filler = disk.resolve("filler");
    byte[] block = new byte[4096];
    assertThatThrownBy(
            () -> {
              while (true) {
                Files.write(filler, block, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
              }
            })
        .isInstanceOf(IOException.class);
    return filler;
  }

  private List<String> command(String... options) {
    List<String> command = new ArrayList<>(Executables.vedette(config));
    command.addAll(List.of(options));
    return command;
  }

  private void start(String... options) {
    process = OsProcess.start(command(options), folder, log);
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> "PONG".equals(call("PING")));
  }

  private void restart(String... options) {
    process.destroy();
    start(options);
  }

  private Object call(String... words) throws IOException {
    try (RespClient client = RespClient.connect(new Address("127.0.0.1", port), SOON)) {
      return client.call(words);
    }
  }

  private Object addressOfMaster() throws IOException {
    return call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "m");
  }

  /** Whom it votes for when the candidate asks; {@code *}: for nobody. */
  private Object voteIn(long epoch) throws IOException {
    Object reply =
        call(
            "SENTINEL",
            "IS-MASTER-DOWN-BY-ADDR",
            "127.0.0.1",
            Integer.toString(master),
            Long.toString(epoch),
            CANDIDATE);
    return ((List<?>) reply).get(1);
  }

  private String info() throws IOException {
    return (String) call("INFO", "sentinel");
  }

  private String logText() throws IOException {
    return Files.readString(log);
  }

  private void assertSaved() throws IOException {
    assertThat(info()).contains("vedette_state_unsaved:0\r\n").doesNotContain("unsaved_reason");
    assertThat(logText()).doesNotContain("state-unsaved");
  }

  private void assertUnsaved(String reason) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(info())
                    .contains("vedette_state_unsaved:1\r\n")
                    .containsPattern("vedette_state_unsaved_reason:can't write .*" + reason));
    await().atMost(SOON).until(() -> logText().contains("+state-unsaved"));
  }

  private void assertRecovers() throws IOException {
    await().atMost(SOON).until(() -> info().contains("vedette_state_unsaved:0\r\n"));
    await().atMost(SOON).until(() -> logText().contains("-state-unsaved"));
    assertThat(voteIn(6)).isEqualTo(CANDIDATE);
  }
}
