package io.vedette.sentinel.conf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Behind {@link RequiresRedis}. */
final class RedisCondition implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if ("true".equals(System.getenv("CI")) || isOnPath("redis-sentinel")) {
      return ConditionEvaluationResult.enabled("redis-sentinel is needed, and expected");
    }
    String reason = context.getDisplayName() + " did not run: no redis-sentinel on the PATH";
    System.out.println(reason);
    return ConditionEvaluationResult.disabled(reason);
  }

  private static boolean isOnPath(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
