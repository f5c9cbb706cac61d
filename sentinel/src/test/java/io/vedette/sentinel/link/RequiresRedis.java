package io.vedette.sentinel.link;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** These tests talk to real servers. In CI they run, or fail; elsewhere they may say why not. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresRedis.Condition.class)
@interface RequiresRedis {
  /** Whether {@code redis-server} and {@code redis-sentinel} are in the PATH. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if ("true".equals(System.getenv("CI")) || (has("redis-server") && has("redis-sentinel"))) {
        return ConditionEvaluationResult.enabled("redis-server is there, or has to be");
      }
      String reason =
          context.getDisplayName() + " did not run: redis-server or redis-sentinel is not in PATH";
      System.out.println(reason);
      return ConditionEvaluationResult.disabled(reason);
    }

    private static boolean has(String program) {
      String path = System.getenv().getOrDefault("PATH", "");
      return Arrays.stream(path.split(File.pathSeparator))
          .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
  }
}
