package io.vedette.sentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code bin/vedette} itself, with Java and Maven played by scripts that say how they were called,
 * so that each case is one machine's.
 */
@Timeout(60)
class LauncherTest {
  private static final Path LAUNCHER = Path.of("bin/vedette").toAbsolutePath();

  /** Says which Java it plays, which process it is, and each argument. */
  private static final String JAVA =
      """
      #!/bin/sh
      echo "java VERSION"
      echo "pid $$"
      for a in "$@"; do echo "<$a>"; done
      """;

  private static final List<String> COMMANDS =
      List.of(
          "bash",
          "cat",
          "find",
          "flock",
          "grep",
          "head",
          "mkdir",
          "readlink",
          "sed",
          "stat",
          "sh",
          "sleep",
          "touch");

  @TempDir Path temp;
  private final Map<String, String> env = new TreeMap<>();

  @BeforeEach
  void noJavaButOurOwn() throws IOException {
    env.put("PATH", temp.resolve("bin") + ":" + bareCommands());
    env.put("VEDETTE_JAVA_PLACES", temp.resolve("jdks") + "/*");
  }

  @Test
  void javaHomeIsTakenFirst() throws Exception {
    jdk("jdks/newer", "25.0.1");
    env.put("JAVA_HOME", jdk("mine", "17.0.2").toString());
    Run run = run(distribution(), "x.conf");
    assertThat(run.out).startsWith("java 17.0.2");
    assertThat(run.err).isEmpty();
  }

  @Test
  void withoutJavaHomeTheNewestOfTheUsualPlacesIsTaken() throws Exception {
    jdk("jdks/a", "21.0.4");
    jdk("jdks/b", "25");
    jdk("jdks/c", "17.0.2");
    jdk("jdks/d", "1.8.0_402");
    assertThat(run(distribution(), "x.conf").out).startsWith("java 25");
  }

  @Test
  void theJavaInThePathIsTheLastResort() throws Exception {
    Path home = jdk("elsewhere", "21");
    Files.createDirectories(temp.resolve("bin"));
    Files.createSymbolicLink(temp.resolve("bin/java"), home.resolve("bin/java"));
    assertThat(run(distribution(), "x.conf").out).startsWith("java 21");
  }

  @Test
  void aJavaHomeThatWillNotDoIsSaidAndPassedOver() throws Exception {
    env.put("JAVA_HOME", jdk("old", "11.0.20").toString());
    jdk("jdks/a", "21.0.4");
    Run run = run(distribution(), "x.conf");
    assertThat(run.out).startsWith("java 21");
    assertThat(run.err).hasLineCount(1).contains("JAVA_HOME=" + temp.resolve("old"), "17");
  }

  @Test
  void noJavaIsOneClearLineAndExitCodeOne() throws Exception {
    env.put("JAVA_HOME", "/nowhere");
    Run run = run(distribution(), "x.conf");
    assertThat(run.exitCode).isEqualTo(1);
    assertThat(run.out).isEmpty();
    assertThat(run.err)
        .hasLineCount(1)
        .startsWith("vedette: ")
        .contains("Java 17 or newer", "JAVA_HOME=/nowhere");
  }

  @Test
  void argumentsArriveAsTheyWereTyped() throws Exception {
    jdk("jdks/a", "21");
    Run run = run(distribution(), "/a b/x.conf", "--port", "26380", "", "*");
    assertThat(run.out).endsWith("vedette.jar>\n</a b/x.conf>\n<--port>\n<26380>\n<>\n<*>\n");
  }

  @Test
  void optionsOfTheUsersComeLastSoThatTheyWin() throws Exception {
    jdk("jdks/a", "21");
    env.put("VEDETTE_JAVA_OPTS", "-Xmx1g -Dx=*");
    assertThat(run(distribution(), "x.conf").out)
        .containsSubsequence("<-Xmx256m>", "<-Xmx1g>\n<-Dx=*>\n<-jar>");
  }

  @Test
  void withManyGroupsTheHeapMayGrowAndAllThatIsHotIsCompiled() throws Exception {
    jdk("jdks/a", "21");
    Path few = Files.writeString(temp.resolve("few.conf"), "port 1\nsentinel monitor a h 1 1\n");
    assertThat(run(distribution(), few.toString()).out)
        .contains("<-Xmx256m>", "CompileThresholdScaling");
    Path many =
        Files.writeString(temp.resolve("many.conf"), "sentinel  monitor g h 1 2\n".repeat(1_000));
    assertThat(run(distribution(), many.toString()).out)
        .contains("<-Xmx356m>")
        .doesNotContain("CompileThresholdScaling");
  }

  @Test
  void classDataOfThisJavaAreUsedWhereTheyAre() throws Exception {
    jdk("jdks/a", "25.0.1");
    Path launcher = distribution();
    assertThat(run(launcher).out).doesNotContain("AOTCache");
    classData("java-17.jsa");
    assertThat(run(launcher).out).doesNotContain("AOTCache", "SharedArchiveFile");
    classData("java-25.aot");
    assertThat(run(launcher).out).contains("<-XX:AOTCache=", "class-data/java-25.aot>");
    jdk("jdks/a", "17.0.1");
    assertThat(run(launcher).out)
        .contains("<-XX:SharedArchiveFile=", "class-data/java-17.jsa>")
        .doesNotContain("AOTCache");
  }

  @Test
  void classDataOfOtherJarsAreNotUsedWhateverTheirTimes() throws Exception {
    jdk("jdks/a", "25.0.1");
    Path launcher = distribution();
    classData("java-25.aot");
    assertThat(run(launcher).out).contains("AOTCache");
    Path jar = temp.resolve("dist/lib/quorum.jar");
    FileTime written = Files.getLastModifiedTime(jar);
    Files.setLastModifiedTime(jar, FileTime.fromMillis(written.toMillis() - 3_600_000));
    assertThat(run(launcher).out).as("an older one").doesNotContain("AOTCache");
    Files.setLastModifiedTime(jar, written);
    assertThat(run(launcher).out).contains("AOTCache");
    Files.writeString(jar, "longer");
    Files.setLastModifiedTime(jar, written);
    assertThat(run(launcher).out).as("of another size").doesNotContain("AOTCache");
    Files.delete(temp.resolve("dist/class-data/java-25.aot.jars"));
    assertThat(run(launcher).out).as("nobody knows of which").doesNotContain("AOTCache");
  }

  /** As the launcher makes them, of the jars that are there. */
  private void classData(String name) throws Exception {
    Path dist = temp.resolve("dist");
    Files.createDirectories(dist.resolve("lib"));
    if (!Files.exists(dist.resolve("lib/quorum.jar"))) {
      Files.createFile(dist.resolve("lib/quorum.jar"));
    }
    Path data = Files.createDirectories(dist.resolve("class-data"));
    Files.createFile(data.resolve(name));
    Process listing =
        new ProcessBuilder("sh", "-c", "stat -c '%n %s %Y' vedette.jar lib/*.jar")
            .directory(dist.toFile())
            .redirectOutput(data.resolve(name + ".jars").toFile())
            .start();
    assertThat(listing.waitFor()).isZero();
  }

  @Test
  void eachJavaGetsTheOptionsItKnows() throws Exception {
    jdk("jdks/a", "17.0.1");
    assertThat(run(distribution()).out).doesNotContain("native-access", "CompactObjectHeaders");
    jdk("jdks/b", "24");
    assertThat(run(distribution()).out)
        .contains("--enable-native-access=ALL-UNNAMED")
        .doesNotContain("CompactObjectHeaders");
    jdk("jdks/c", "25");
    assertThat(run(distribution()).out).contains("-XX:+UseCompactObjectHeaders");
  }

  @Test
  void javaTakesTheLaunchersPlaceSoThatSignalsReachIt() throws Exception {
    jdk("jdks/a", "21");
    Run run = run(distribution(), "x.conf");
    assertThat(run.out).contains("pid " + run.pid + "\n");
  }

  @ParameterizedTest
  @CsvSource({
    "'port 1', 11024",
    "'port 1\nmaxclients 300', 1324",
    "'maxclients 20000\n maxclients \"4000\"', 5024",
    "'maxclients many', 11024",
  })
  void openFilesAreRaisedToWhatTheClientsNeedWhereThatIsAllowed(String config, int needed)
      throws Exception {
    script(jdk("jdks/a", "21").resolve("bin/java"), "#!/bin/sh\nulimit -Hn\n");
    Path file = Files.writeString(temp.resolve("x.conf"), config);
    String raise = "(ulimit -n " + needed + ") 2>/dev/null && echo allowed";
    Run run = limitedTo(1100, raise, distribution(), file.toString());
    boolean allowed = run.out.startsWith("allowed");
    assertThat(run.out).endsWith(allowed ? "allowed\n" + needed + "\n" : "1100\n");
    assertThat(run.err).isEmpty();
  }

  @Test
  void openFilesAreLeftAloneWhereThereAreEnough() throws Exception {
    script(jdk("jdks/a", "21").resolve("bin/java"), "#!/bin/sh\nulimit -Hn\n");
    Run run = limitedTo(1100, ":", distribution(), "x.conf", "--maxclients", "10");
    assertThat(run.out).isEqualTo("1100\n");
  }

  private Run limitedTo(int openFiles, String first, Path launcher, String... args)
      throws IOException, InterruptedException {
    String script = "ulimit -n " + openFiles + "; " + first + "; exec \"$@\"";
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
    command.add(launcher.toString());
    command.addAll(List.of(args));
    return start(command).finish();
  }

  @Test
  void symbolicLinksAreFollowed() throws Exception {
    jdk("jdks/a", "21");
    Path launcher = distribution();
    Path links = Files.createDirectories(temp.resolve("links"));
    Files.createSymbolicLink(links.resolve("absolute"), launcher);
    Files.createSymbolicLink(links.resolve("vedette"), Path.of("absolute"));
    assertThat(run(links.resolve("vedette"), "x").out).contains("dist/vedette.jar>");
    env.merge("PATH", links + ":", (path, more) -> more + path);
    assertThat(start(List.of("/usr/bin/env", "vedette", "x")).finish().out)
        .contains("dist/vedette.jar>");
  }

  @Test
  void aDistributionWithoutItsJarSaysSo() throws Exception {
    Path launcher = distribution();
    Files.delete(temp.resolve("dist/vedette.jar"));
    Run run = run(launcher);
    assertThat(run.exitCode).isEqualTo(1);
    assertThat(run.err).hasLineCount(1).contains("vedette.jar is missing");
  }

  @Test
  void aCheckoutIsBuiltOnceAndAgainWhenSourcesAreNewer() throws Exception {
    jdk("jdks/a", "21");
    Path launcher = checkout("touch sentinel/target/vedette.jar");
    Run first = run(launcher, "x.conf");
    assertThat(first.err).hasLineCount(1).startsWith("vedette: building ").contains("first run");
    assertThat(first.out).startsWith("java 21").endsWith("<x.conf>\n");
    assertThat(run(launcher).err).isEmpty();

    Path source = temp.resolve("checkout/quorum/src/main/A.java");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(run(launcher).err).hasLineCount(1).contains("sources have changed");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void twoStartersOfAFreshCheckoutBuildItOnce() throws Exception {
    jdk("jdks/a", "21");
    // The build ends only when the other starter is known to wait for it.
    Path launcher =
        checkout(
            "while [ ! -e "
                + temp.resolve("go")
                + " ]; do sleep 0.05; done\ntouch sentinel/target/vedette.jar");
    Started one = start(List.of(launcher.toString(), "one"));
    one.awaitError("building");
    Started two = start(List.of(launcher.toString(), "two"));
    two.awaitError("waiting for another build");
    Files.createFile(temp.resolve("go"));
    assertThat(one.finish().out).endsWith("<one>\n");
    assertThat(two.finish().out).endsWith("<two>\n");
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void aFailedBuildShowsWhatMavenSaidAndStartsNothing() throws Exception {
    jdk("jdks/a", "21");
    Path launcher = checkout("echo '[INFO] noise'; echo '[ERROR] A.java:[3,5] ; expected'; exit 1");
    Run run = run(launcher, "x.conf");
    assertThat(run.exitCode).isEqualTo(1);
    assertThat(run.out).isEmpty();
    assertThat(run.err)
        .contains("[ERROR] A.java:[3,5] ; expected", "the build failed", "build.log")
        .doesNotContain("noise");
  }

  @Test
  void aCheckoutWithoutMavenSaysSo() throws Exception {
    jdk("jdks/a", "21");
    Path launcher = checkout("exit 1");
    Files.delete(temp.resolve("bin/mvn"));
    Run run = run(launcher);
    assertThat(run.exitCode).isEqualTo(1);
    assertThat(run.err).hasLineCount(1).contains("Maven (mvn)", "not in PATH");
  }

  @Test
  void aRuntimeWithoutCompilerCanNotBuild() throws Exception {
    Files.delete(jdk("jdks/jre", "21").resolve("bin/javac"));
    Run run = run(checkout("touch sentinel/target/vedette.jar"));
    assertThat(run.exitCode).isEqualTo(1);
    assertThat(run.err).hasLineCount(1).contains("a JDK 17 or newer (with javac)");
  }

  private Path distribution() throws IOException {
    Path home = temp.resolve("dist");
    Files.createDirectories(home.resolve("bin"));
    Files.write(home.resolve("vedette.jar"), new byte[0]);
    return copyLauncher(home.resolve("bin/vedette"));
  }

  /** A checkout in which Maven does this. */
  private Path checkout(String build) throws IOException {
    Path root = temp.resolve("checkout");
    for (String folder : List.of("quorum/src/main", "sentinel/src/main", "sentinel/bin")) {
      Files.createDirectories(root.resolve(folder));
    }
    for (String file :
        List.of("pom.xml", "quorum/pom.xml", "quorum/src/main/A.java", "sentinel/pom.xml")) {
      Files.writeString(root.resolve(file), "");
    }
    script(
        temp.resolve("bin/mvn"),
        "#!/bin/sh\necho built >>" + temp.resolve("builds") + "\n" + build + "\n");
    return copyLauncher(root.resolve("sentinel/bin/vedette"));
  }

  private int builds() throws IOException {
    return Files.readAllLines(temp.resolve("builds")).size();
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = temp.resolve(name);
    script(home.resolve("bin/java"), JAVA.replace("VERSION", version));
    script(home.resolve("bin/javac"), "#!/bin/sh\n");
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\nOS=\"x\"\n");
    return home;
  }

  private static Path copyLauncher(Path to) throws IOException {
    if (!Files.exists(to)) {
      Files.copy(LAUNCHER, to);
    }
    return to;
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** A PATH with the machine's commands that the launcher uses, but neither Java nor Maven. */
  private String bareCommands() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("commands"));
    for (String name : COMMANDS) {
      for (String place : List.of("/usr/bin", "/bin", "/usr/local/bin")) {
        Path file = Path.of(place, name);
        if (Files.isExecutable(file) && !Files.exists(folder.resolve(name))) {
          script(folder.resolve(name), "#!/bin/sh\nexec " + file + " \"$@\"\n");
        }
      }
    }
    return folder.toString();
  }

  private Run run(Path launcher, String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(args));
    return start(command).finish();
  }

  private Started start(List<String> command) throws IOException {
    Path err = Files.createTempFile(temp, "err", "");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(env);
    return new Started(builder.start(), err);
  }

  private static final class Started {
    private final Process process;
    private final Path err;

    Started(Process process, Path err) {
      this.process = process;
      this.err = err;
    }

    void awaitError(String text) {
      await().atMost(20, TimeUnit.SECONDS).until(() -> Files.readString(err).contains(text));
    }

    Run finish() throws IOException, InterruptedException {
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Run(process.waitFor(), process.pid(), out, Files.readString(err));
    }
  }

  private static final class Run {
    private final int exitCode;
    private final long pid;
    private final String out;
    private final String err;

    Run(int exitCode, long pid, String out, String err) {
      this.exitCode = exitCode;
      this.pid = pid;
      this.out = out;
      this.err = err;
    }
  }
}
