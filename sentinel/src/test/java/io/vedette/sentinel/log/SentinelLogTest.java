package io.vedette.sentinel.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.LoggerContext;
import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.quorum.model.GroupName;
import io.vedette.sentinel.runtime.AclSettings;
import io.vedette.sentinel.runtime.ProcessSettings;
import io.vedette.sentinel.runtime.ProcessSettings.LogLevel;
import io.vedette.sentinel.runtime.SyslogSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class SentinelLogTest {
  private static final Logger LOG = LoggerFactory.getLogger("io.vedette.test");

  @TempDir Path folder;
  private Optional<SyslogSettings> syslog = Optional.empty();
  private Optional<SentinelLog> log = Optional.empty();

  @AfterEach
  void restore() {
    log.ifPresent(SentinelLog::close);
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    new StartupLogging().configure(context);
  }

  private ProcessSettings settings(Optional<String> logfile, LogLevel level) {
    return new ProcessSettings(
        26379,
        List.of(),
        false,
        Optional.empty(),
        1,
        0,
        0,
        1,
        Optional.empty(),
        0,
        true,
        Optional.empty(),
        Optional.empty(),
        false,
        false,
        logfile,
        level,
        false,
        Optional.empty(),
        folder,
        AclSettings.DEFAULT,
        Optional.empty(),
        List.of(),
        syslog);
  }

  private SentinelLog start(LogLevel level) throws IOException {
    SentinelLog started =
        SentinelLog.start(settings(Optional.of("s.log"), level), 1024, syslogSocket());
    log = Optional.of(started);
    return started;
  }

  private Path syslogSocket() {
    return folder.resolve("dev-log");
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(folder.resolve("s.log"));
  }

  @Test
  void linesAreRedissWithTheSignOfTheirLevel() throws Exception {
    try (SentinelLog started = start(LogLevel.DEBUG)) {
      LOG.trace("debug");
      LOG.debug("verbose");
      LOG.info("notice {}", 1);
      LOG.warn("warning");
      LOG.error("error");
      assertThat(started.dropped()).isZero();
    }
    Pattern line =
        Pattern.compile(
            "\\d+:X \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d\\.\\d{3} ([-.*#]) (.*)");
    assertThat(lines()).allMatch(text -> line.matcher(text).matches());
    assertThat(lines()).allMatch(text -> text.startsWith(ProcessHandle.current().pid() + ":X "));
    assertThat(lines())
        .extracting(text -> text.replaceAll(".*\\.\\d{3} ", ""))
        .containsExactly(". debug", "- verbose", "* notice 1", "# warning", "# error");
  }

  @Test
  void linesMayBeJsonFromOneToTheNext() throws Exception {
    try (SentinelLog started = start(LogLevel.NOTICE)) {
      LOG.info("plain");
      started.json(true);
      LOG.info("say \"{}\"\n", "é");
      LOG.error("broken", new IOException("disk"));
      started.onEvent(
          new Event(EventType.SDOWN, "master m 1 2", "why", Optional.of(new GroupName("m"))));
      started.json(false);
      LOG.info("plain again");
    }
    assertThat(lines()).first().asString().endsWith("* plain");
    assertThat(lines()).last().asString().endsWith("* plain again");
    String begin =
        "\\{\"time\":\"[-0-9]+T[:.0-9]+Z\",\"level\":\"%s\",\"pid\":"
            + ProcessHandle.current().pid()
            + ",";
    assertThat(lines()).hasSize(5);
    assertThat(lines().get(1))
        .matches(begin.formatted("notice") + Pattern.quote("\"message\":\"say \\\"é\\\" \"}"));
    assertThat(lines().get(2))
        .matches(
            begin.formatted("error")
                + Pattern.quote("\"message\":\"broken\",\"stack\":\"java.io.IOException: disk")
                + ".*\"\\}");
    assertThat(lines().get(3))
        .matches(
            begin.formatted("warning")
                + Pattern.quote(
                    "\"event\":\"+sdown\",\"group\":\"m\",\"details\":\"master m 1 2\","
                        + "\"reason\":\"why\",\"message\":\"+sdown master m 1 2 (why)\"}"));
  }

  @Test
  void linesGoToTheSystemsLogAsWell() throws Exception {
    syslog = Optional.of(new SyslogSettings("vedette-1", SyslogSettings.Facility.LOCAL3));
    try (SyslogListener listener = new SyslogListener(syslogSocket());
        SentinelLog started = start(LogLevel.DEBUG)) {
      LOG.trace("debug");
      LOG.debug("verbose");
      LOG.info("notice\n{}", 1);
      LOG.warn("warning", new IOException("disk"));
      assertThat(started.dropped()).isZero();
      String sender = " vedette-1[" + ProcessHandle.current().pid() + "]: ";
      Pattern line =
          Pattern.compile(
              "<(\\d+)>[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d"
                  + Pattern.quote(sender)
                  + "(.*)");
      List<String> seen = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Matcher matcher = line.matcher(listener.next());
        assertThat(matcher.matches()).isTrue();
        seen.add(matcher.group(1) + " " + matcher.group(2));
      }
      // Facility 19 times eight and the severity.
      assertThat(seen)
          .containsExactly(
              "159 debug",
              "158 verbose",
              "157 notice 1",
              "156 warning (java.io.IOException: disk)");
    }
    assertThat(lines()).hasSize(4);
  }

  @Test
  void whereNobodyListensToTheSystemsLogTheOtherSaysSoOnce() throws Exception {
    syslog = Optional.of(new SyslogSettings("redis", SyslogSettings.Facility.USER));
    try (SentinelLog started = start(LogLevel.NOTICE)) {
      LOG.info("one");
      LOG.info("two");
      await().until(() -> lines().size() >= 3);
      assertThat(started.dropped()).isZero();
    }
    assertThat(lines()).hasSize(3);
    assertThat(lines())
        .filteredOn(text -> text.contains("# can't write to the system's log " + syslogSocket()))
        .hasSize(1);
  }

  @Test
  void theLevelIsRespectedAndCanBeChanged() throws Exception {
    try (SentinelLog started = start(LogLevel.WARNING)) {
      LOG.info("unheard");
      started.level(LogLevel.VERBOSE);
      LOG.debug("heard");
      LoggerFactory.getLogger("io.netty.x").info("chatter");
      LoggerFactory.getLogger("io.lettuce.x").warn("trouble");
      started.level(LogLevel.NOTHING);
      LOG.error("unheard");
      LoggerFactory.getLogger("io.lettuce.x").warn("unheard");
    }
    assertThat(lines()).hasSize(2);
    assertThat(lines().get(0)).endsWith("- heard");
    assertThat(lines().get(1)).endsWith("# trouble");
  }

  @Test
  void eventsAreLoggedAtTheirLevelInSentinel() throws Exception {
    try (SentinelLog started = start(LogLevel.NOTICE)) {
      started.onEvent(
          new Event(EventType.SDOWN, "master m 127.0.0.1 1", "no PONG", Optional.empty()));
      started.onEvent(new Event(EventType.REPLICA, "slave a", "", Optional.empty()));
      started.onEvent(new Event(EventType.ROLE_AS_EXPECTED, "slave a", "", Optional.empty()));
    }
    assertThat(lines()).hasSize(2);
    assertThat(lines().get(0)).endsWith(" # +sdown master m 127.0.0.1 1 (no PONG)");
    assertThat(lines().get(1)).endsWith(" * +slave slave a");
  }

  @Test
  void aMessageIsOneLineAndAnErrorBringsItsStack() throws Exception {
    try (SentinelLog started = start(LogLevel.NOTICE)) {
      LOG.warn("a\nb\u001b[31m", new IllegalStateException("c\nd"));
      LOG.error("bad", new IllegalStateException("e"));
      assertThat(started.dropped()).isZero();
    }
    assertThat(lines().get(0)).endsWith("# a b [31m (java.lang.IllegalStateException: c d)");
    assertThat(lines().get(1)).endsWith("# bad");
    assertThat(lines().get(3)).startsWith("\tat ");
  }

  @Test
  void anExistingFileIsAppendedTo() throws Exception {
    Files.writeString(folder.resolve("s.log"), "before\n");
    try (SentinelLog started = start(LogLevel.NOTICE)) {
      LOG.info("after");
      assertThat(started.dropped()).isZero();
    }
    assertThat(lines()).hasSize(2).first().isEqualTo("before");
  }

  @Test
  void aFileThatIsMovedAwayIsOpenedAnew() throws Exception {
    start(LogLevel.NOTICE);
    LOG.info("first");
    await().until(() -> lines().size() == 1);
    Files.move(folder.resolve("s.log"), folder.resolve("s.log.1"));
    await()
        .atMost(Duration.ofSeconds(5))
        .until(
            () -> {
              LOG.info("next");
              return Files.exists(folder.resolve("s.log")) && lines().size() > 1;
            });
    assertThat(Files.readAllLines(folder.resolve("s.log.1")).get(0)).endsWith("first");
  }

  @Test
  void aLogfileThatCannotBeOpenedIsAnError() {
    assertThatThrownBy(
            () -> SentinelLog.start(settings(Optional.of("no/such/x.log"), LogLevel.NOTICE)))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "can't open the log file: 'logfile no/such/x.log': "
                + folder.resolve("no/such/x.log")
                + " (No such file or directory)");
  }

  /** A named pipe that nobody reads is the slowest disk there is. */
  @Test
  void aDiskThatHangsBlocksNobodyAndWhatIsDroppedIsSaid() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Path read = folder.resolve("read");
    // The reader holds the pipe open without reading until it is told to.
    Process reader =
        new ProcessBuilder(
                "sh",
                "-c",
                "exec 3<\"$0\"; while [ ! -e \"$0.go\" ]; do sleep 0.05; done; cat <&3 > \"$1\"",
                pipe.toString(),
                read.toString())
            .start();
    SentinelLog started =
        SentinelLog.start(
            settings(Optional.of(pipe.toString()), LogLevel.NOTICE), 400, syslogSocket());
    long begin = System.nanoTime();
    String padding = "x".repeat(1000);
    for (int i = 0; i < 2000; i++) {
      LOG.info("notice {} {}", i, padding);
    }
    LOG.warn("the warning still fits");
    long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    assertThat(tookMs).isLessThan(5_000);
    assertThat(started.dropped()).isPositive();

    Files.createFile(folder.resolve("pipe.go"));
    started.close();
    assertThat(reader.waitFor(10, TimeUnit.SECONDS)).isTrue();
    String written = Files.readString(read);
    assertThat(written).contains("the warning still fits");
    long said =
        Pattern.compile("# (\\d+) lines of the log were dropped")
            .matcher(written)
            .results()
            .mapToLong(found -> Long.parseLong(found.group(1)))
            .sum();
    assertThat(said).isEqualTo(started.dropped());
  }

  @Test
  void withoutALogfileLinesGoToStandardOutput() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SentinelLogTest.class.getName())
            .redirectError(folder.resolve("err").toFile())
            .start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertThat(process.waitFor()).isZero();
    assertThat(lines).singleElement().asString().endsWith(" * to the terminal");
    assertThat(folder.resolve("err")).content().endsWith(" # before it was started\n");
  }

  /** The program of {@link #withoutALogfileLinesGoToStandardOutput()}. */
  public static void main(String[] arguments) throws IOException {
    LOG.warn("before it was started");
    SentinelLogTest test = new SentinelLogTest();
    test.folder = Path.of(".");
    try (SentinelLog started =
        SentinelLog.start(test.settings(Optional.empty(), LogLevel.NOTICE))) {
      LOG.info("to the terminal");
      started.level(LogLevel.WARNING);
      LOG.info("not said");
    }
  }
}
