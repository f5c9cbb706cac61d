package io.vedette.sentinel.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.sentinel.runtime.Scripts.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ScriptQueueTest {
  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(ScriptQueue.class);

  @TempDir Path folder;
  private final ConcurrentLinkedQueue<Event> events = new ConcurrentLinkedQueue<>();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private ScriptQueue queue;

  @BeforeEach
  void open() {
    queue = new ScriptQueue(folder, events::add);
    queue.retryDelayMs(1);
    log.list = new CopyOnWriteArrayList<>();
    log.start();
    LOGGER.setLevel(Level.INFO);
    LOGGER.setAdditive(false);
    LOGGER.addAppender(log);
  }

  @AfterEach
  void close() {
    queue.close();
    LOGGER.detachAppender(log);
    LOGGER.setAdditive(true);
    LOGGER.setLevel(null);
  }

  private String script(String name, String body) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file.toString();
  }

  private List<String> lines(String file) throws IOException {
    Path path = folder.resolve(file);
    return Files.exists(path) ? Files.readAllLines(path) : List.of();
  }

  private List<String> logged() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private void awaitEmpty() {
    await().atMost(Duration.ofSeconds(15)).until(() -> queue.jobs().isEmpty());
  }

  private List<String> payloads(EventType type) {
    return events.stream().filter(event -> event.type() == type).map(Event::payload).toList();
  }

  @Test
  void argumentsArriveAsTheyAreWithoutAShellAndInTheDirectory() throws Exception {
    script("ok.sh", "for a in \"$@\"; do echo \"<$a>\" >> out; done; pwd >> out");
    queue.enqueue("ok.sh", List.of("a b", "$HOME", "*", "", "'q'"));
    awaitEmpty();
    assertThat(lines("out"))
        .containsExactly("<a b>", "<$HOME>", "<*>", "<>", "<'q'>", folder.toRealPath().toString());
    assertThat(events).isEmpty();
  }

  @Test
  void theEnvironmentIsInherited() throws Exception {
    String path = script("env.sh", "echo \"$PATH\" > out");
    queue.enqueue(path, List.of());
    awaitEmpty();
    assertThat(lines("out")).containsExactly(System.getenv("PATH"));
  }

  @Test
  void sixteenWordsAreTheMost() throws Exception {
    String path = script("count.sh", "echo $# > out");
    queue.enqueue(path, IntStream.range(0, 30).mapToObj(Integer::toString).toList());
    awaitEmpty();
    assertThat(lines("out")).containsExactly("15");
  }

  @Test
  void exitOneIsTriedTenTimesWithDoublingDelaysAndThenGivenUp() throws Exception {
    String path = script("one.sh", "date +%s%N >> out; exit 1");
    queue.retryDelayMs(5);
    queue.enqueue(path, List.of());
    awaitEmpty();
    List<Long> times = lines("out").stream().map(Long::parseLong).toList();
    assertThat(times).hasSize(10);
    // 5 ms × 2^8 before the last run, half of it before the one but last.
    assertThat(times.get(9) - times.get(8)).isGreaterThan(1_280_000_000L);
    assertThat(times.get(8) - times.get(7)).isBetween(640_000_000L, 1_280_000_000L);
    assertThat(payloads(EventType.SCRIPT_ERROR)).containsExactly(path + " 0 1");
  }

  @Test
  void exitTwoIsGivenUpAtOnceWithItsLastWords() throws Exception {
    String path = script("two.sh", "echo x >> out; echo 'no such pager' >&2; exit 2");
    queue.enqueue(path, List.of());
    awaitEmpty();
    assertThat(lines("out")).hasSize(1);
    assertThat(events)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.type()).isEqualTo(EventType.SCRIPT_ERROR);
              assertThat(event.payload()).isEqualTo(path + " 0 2");
              assertThat(event.reason()).isEqualTo("no such pager");
            });
  }

  @Test
  void deathByASignalIsTriedAgain() throws Exception {
    String path =
        script("killed.sh", "echo x >> out; [ $(wc -l < out) -lt 3 ] && kill -9 $$; exit 0");
    queue.enqueue(path, List.of());
    awaitEmpty();
    assertThat(lines("out")).hasSize(3);
  }

  @Test
  void deathByASignalEachTimeIsReportedAsThatSignal() throws Exception {
    String path = script("term.sh", "kill -15 $$");
    queue.enqueue(path, List.of());
    awaitEmpty();
    assertThat(payloads(EventType.SCRIPT_ERROR)).containsExactly(path + " 15 0");
  }

  @Test
  void whatIsNoProgramIsGivenUp() {
    queue.enqueue("/no/such/script", List.of());
    queue.enqueue("bad\0name", List.of());
    awaitEmpty();
    assertThat(payloads(EventType.SCRIPT_ERROR))
        .containsExactly("/no/such/script 0 2", "bad\0name 0 2");
  }

  @Test
  void aScriptThatTakesTooLongIsKilledWithItsChildren() throws Exception {
    String path = script("slow.sh", "sleep 300 & echo $! >> out; wait");
    queue.maxRuntimeMs(300);
    queue.retryDelayMs(600_000);
    queue.enqueue(path, List.of());
    await().until(() -> !payloads(EventType.SCRIPT_TIMEOUT).isEmpty());
    assertThat(payloads(EventType.SCRIPT_TIMEOUT).get(0)).matches("\\Q" + path + "\\E [0-9]+");
    long child = Long.parseLong(lines("out").get(0));
    await().until(() -> ProcessHandle.of(child).map(handle -> !handle.isAlive()).orElse(true));
    await()
        .untilAsserted(
            () ->
                assertThat(queue.jobs())
                    .singleElement()
                    .satisfies(
                        job -> {
                          assertThat(job.running()).isFalse();
                          assertThat(job.retries()).isEqualTo(1);
                          assertThat(job.runDelayMs()).isBetween(500_000L, 600_000L);
                        }));
  }

  @Test
  void atMostSixteenRunAtOnceAndTheOldestWaitingGivesWay() throws Exception {
    String path = script("hold.sh", "echo $1 >> started; while [ ! -e go ]; do sleep 0.05; done");
    for (int i = 0; i < 16; i++) {
      queue.enqueue(path, List.of("first" + i));
    }
    await().until(() -> lines("started").size() == 16);
    for (int i = 0; i < 250; i++) {
      queue.enqueue(path, List.of("later" + i));
    }
    List<Job> jobs = queue.jobs();
    assertThat(jobs).hasSize(256);
    assertThat(jobs.stream().filter(Job::running)).hasSize(16).allMatch(job -> job.pid() > 0);
    assertThat(queue.counts().dropped.sum()).isEqualTo(10);
    assertThat(jobs.get(16).argv()).isEqualTo(List.of(path, "later10"));
    assertThat(lines("started")).hasSize(16);
    assertThat(logged()).anyMatch(line -> line.contains("later9] dropped"));
    Files.createFile(folder.resolve("go"));
    awaitEmpty();
    assertThat(lines("started")).hasSize(256).doesNotContain("later9").contains("later249");
  }

  @Test
  void whatAScriptPrintsIsLoggedLineByLineWithItsNameAndPid() throws Exception {
    String path = script("talk.sh", "echo out; echo err >&2; printf 'no end'");
    queue.enqueue(path, List.of());
    awaitEmpty();
    assertThat(logged())
        .hasSize(3)
        .allMatch(line -> line.matches("script \\Q" + path + "\\E \\(pid [0-9]+\\): .*"));
    assertThat(logged().get(2)).endsWith(": no end");
  }

  @Test
  void aTalkativeScriptDoesNotFillTheLog() throws Exception {
    String path = script("flood.sh", "i=0; while [ $i -lt 3000 ]; do echo $i; i=$((i+1)); done");
    queue.enqueue(path, List.of());
    awaitEmpty();
    assertThat(logged()).hasSize(101).last().asString().contains("not logged");
  }

  @Test
  void aChildThatKeepsTheOutputOpenKeepsNobodyWaiting() throws Exception {
    String path = script("daemon.sh", "sleep 300 & echo $! > out; echo done");
    queue.enqueue(path, List.of());
    awaitEmpty();
    assertThat(logged()).singleElement().asString().endsWith(": done");
    ProcessHandle.of(Long.parseLong(lines("out").get(0))).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void closingKillsWhatRuns() throws Exception {
    String path = script("long.sh", "exec sleep 300");
    queue.enqueue(path, List.of());
    await().until(() -> queue.jobs().stream().anyMatch(Job::running));
    long pid = queue.jobs().get(0).pid();
    queue.close();
    await().until(() -> ProcessHandle.of(pid).map(handle -> !handle.isAlive()).orElse(true));
    queue.enqueue(path, List.of());
    assertThat(queue.jobs()).isEmpty();
  }
}
