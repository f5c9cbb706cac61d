package io.vedette.sentinel.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.quorum.Event;
import io.vedette.quorum.options.GroupOption;
import io.vedette.sentinel.runtime.VedetteOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionsWatchTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private final List<VedetteOptions> taken = new CopyOnWriteArrayList<>();
  private final List<String> events = new CopyOnWriteArrayList<>();
  private Path file;
  private OptionsWatch watch;

  @BeforeEach
  void starts() throws IOException, OptionsException {
    file = folder.resolve(OptionsFile.NAME);
    Files.writeString(file, "options-reload-ms = 100\n");
    watch = OptionsWatch.start(new OptionsFile(file, false, Map.of()), taken::add, this::onEvent);
  }

  private void onEvent(Event event) {
    events.add(event.line());
  }

  @AfterEach
  void stops() {
    watch.close();
  }

  private void expect(String... lines) {
    await().atMost(LONG).untilAsserted(() -> assertThat(events).containsExactly(lines));
  }

  private boolean isCrashDetectionOn() {
    return taken.get(taken.size() - 1).groups().general().get(GroupOption.CRASH_DETECTION);
  }

  @Test
  void aChangeIsTakenOverAndSaid() throws IOException {
    assertThat(taken).hasSize(1);

    Files.writeString(
        file,
        """
        options-reload-ms = 100
        crash-detection = yes
        group.a.crash-detection-confirm-ms = 300
        """);

    expect(
        "+options-changed #options crash-detection=yes group.a.crash-detection=yes"
            + " group.a.crash-detection-confirm-ms=300");
    await().atMost(LONG).until(this::isCrashDetectionOn);
  }

  @Test
  void aSecretIsNotShown() throws IOException {
    Files.writeString(file, "options-reload-ms = 100\nwebhook-url = https://hooks/secret\n");
    expect("+options-changed #options webhook-url=******");
  }

  @Test
  void aTokenIsNotShown() throws IOException {
    Files.writeString(file, "options-reload-ms = 100\nhttp-read-token = s3cret\n");
    expect("+options-changed #options http-read-token=******");
  }

  @Test
  void aChangeForTheWorseIsSaidAndWhatWasGoodHolds() throws IOException {
    Files.writeString(file, "options-reload-ms = 100\ncrash-detection = yes\n");
    expect("+options-changed #options crash-detection=yes");

    Files.writeString(file, "options-reload-ms = 100\ncrash-detection = si\n");
    String refused =
        "-options-refused #options " + file + ":2: 'crash-detection': expected yes or no, not 'si'";
    expect("+options-changed #options crash-detection=yes", refused);
    assertThat(isCrashDetectionOn()).isTrue();

    Files.writeString(file, "options-reload-ms = 100\ncrash-detection = yes \n# mended\n");
    expect(
        "+options-changed #options crash-detection=yes",
        refused,
        "+options-changed #options as before");
  }

  @Test
  void aFileThatIsGoneChangesNothing() throws IOException {
    Files.delete(file);
    expect("-options-refused #options " + file + " is gone");
    assertThat(taken).hasSize(1);
  }
}
