package io.vedette.tests.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** See {@link RequiresRedis}. */
final class RedisCondition implements ExecutionCondition {
  /** Why there is no server; empty: there is one. */
  private static final String PROBLEM = problem();

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (PROBLEM.isEmpty()) {
      return ConditionEvaluationResult.enabled("there is a redis-server");
    }
    String reason = context.getDisplayName() + " did not run: " + PROBLEM;
    if ("true".equals(System.getenv("CI"))) {
      throw new IllegalStateException(reason);
    }
    System.err.println(reason);
    return ConditionEvaluationResult.disabled(reason);
  }

  private static String problem() {
    List<String> command = new ArrayList<>(Executables.redisServer());
    command.add("--version");
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      int exitCode = process.waitFor();
      return exitCode == 0 ? "" : String.join(" ", command) + " answers " + exitCode + ", " + said;
    } catch (IOException e) {
      return "no redis-server: " + e.getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }
}
