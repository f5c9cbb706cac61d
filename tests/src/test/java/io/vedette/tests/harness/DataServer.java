package io.vedette.tests.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program that data nodes can be.
 *
 * @param product {@code Redis} or {@code Valkey}
 * @param version as it says itself, such as {@code 7.0.15}
 * @param command that starts it, without its configuration file
 */
public record DataServer(String product, String version, List<String> command) {
  private static final Pattern SAID = Pattern.compile("(\\w+) server v=(\\S+)");

  /** All that this machine has, each version once, the usual one first. */
  public static List<DataServer> found() {
    Map<String, DataServer> byVersion = new LinkedHashMap<>();
    for (List<String> command : Executables.dataServers()) {
      DataServer server = of(command);
      byVersion.putIfAbsent(server.toString(), server);
    }
    return List.copyOf(byVersion.values());
  }

  private static DataServer of(List<String> command) {
    List<String> question = new ArrayList<>(command);
    question.add("--version");
    try {
      Process process = new ProcessBuilder(question).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      Matcher matcher = SAID.matcher(said);
      if (process.waitFor() != 0 || !matcher.find()) {
        throw new IllegalStateException(String.join(" ", question) + " answers " + said);
      }
      return new DataServer(matcher.group(1), matcher.group(2), command);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + String.join(" ", question), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return product + " " + version;
  }
}
